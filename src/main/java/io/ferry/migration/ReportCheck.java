package io.ferry.migration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks a report in JSON against itself: whether its chain of events is whole, whether what people answered and what Ferry
 * saw is what the chain vouches for, and whether anything else was changed since Ferry wrote it.
 *
 * <p>Whoever writes the whole chain anew cannot be found out by the file alone; the last hash, noted elsewhere on the day of
 * signing, finds that too.
 */
public final class ReportCheck {
    /** How reports are sealed now. */
    public static final String FORMAT = "ferry-report-4";

    /** Before it: its events and answers have fewer fields, and the same hashes. */
    private static final String FORMAT_BEFORE = "ferry-report-3";

    /** The list of everybody, and the field that has its {@link PagedHash}. */
    public static final String PEOPLE = "people";

    public static final String PEOPLE_HASH = "peopleSha256";
    private static final String SEAL = "seal";
    private static final String WRITTEN_AT = "writtenAt";

    private ReportCheck() {}

    /** What came of it. */
    public sealed interface Result {
        /**
         * Nothing was changed.
         *
         * @param events how many events the chain covers
         * @param unchained how many events are older than the chain
         * @param head the last hash
         */
        record Sound(int events, int unchained, String head) implements Result {}

        /**
         * Something was changed.
         *
         * @param where the first broken place, such as {@code events[17]}
         * @param why what is wrong there
         */
        record Broken(String where, String why) implements Result {}
    }

    /**
     * The seal of a report: the SHA-256 of its canonical JSON (RFC 8785) without the seal itself, the time of writing and the
     * list of people. The list is covered by its hash, so it need not be read.
     */
    public static String seal(ObjectNode report) {
        ObjectNode sealed = JsonNodeFactory.instance.objectNode();
        sealed.setAll(report);
        return Canonical.sha256(sealed.without(List.of(SEAL, WRITTEN_AT, PEOPLE)));
    }

    /**
     * Writes a report, its list of people with the hash of that, and its seal, field by field, so that the list never stands
     * in memory.
     *
     * @param report all of it but the list, its hash and the seal
     * @param people hands over everybody, one by one
     * @param out where the report goes, in UTF-8
     */
    public static void write(ObjectNode report, Consumer<Consumer<ObjectNode>> people, OutputStream out)
            throws IOException {
        Writer whole = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        String text = report.toString();
        whole.write(text.substring(0, text.length() - 1) + "," + Canonical.quoted(PEOPLE) + ":");
        report.put(PEOPLE_HASH, write(people, whole));
        whole.write("," + Canonical.quoted(PEOPLE_HASH) + ":" + report.path(PEOPLE_HASH));
        whole.write("," + Canonical.quoted(SEAL) + ":" + Canonical.quoted(seal(report)) + "}");
        whole.flush();
    }

    private static String write(Consumer<Consumer<ObjectNode>> items, Writer whole) throws IOException {
        PagedHash hash = new PagedHash();
        String[] between = {"["};
        try {
            items.accept(item -> {
                try {
                    String text = Canonical.text(item);
                    hash.add(text);
                    whole.write(between[0] + text);
                    between[0] = ",";
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
        whole.write(between[0].equals("[") ? "[]" : "]");
        return hash.hex();
    }

    /** Checks a report. */
    public static Result check(JsonNode report) {
        JsonNode events = report.path("events");
        if (!(report instanceof ObjectNode whole) || !events.isArray() || !report.has(SEAL)) {
            return new Result.Broken("the file", "It is no report of Ferry's with a chain of events.");
        }
        String format = report.path("format").asText(FORMAT);
        if (!format.equals(FORMAT) && !format.equals(FORMAT_BEFORE)) {
            return new Result.Broken(
                    "format",
                    "It is " + format + ", and this Ferry checks " + FORMAT + ": ask the Ferry that wrote it.");
        }
        String previous = null;
        int unchained = 0;
        Map<String, String> facts = new TreeMap<>();
        List<String> answers = new ArrayList<>();
        String outcome = null;
        for (int i = 0; i < events.size(); i++) {
            JsonNode event = events.get(i);
            String hash = text(event, "hash");
            if (hash == null && previous == null) {
                unchained++;
                continue;
            }
            if (hash == null || !hash.equals(ChainedEvent.hash(previous, event))) {
                return new Result.Broken(
                        "events[" + i + "]",
                        "The event of " + event.path("at").asText() + ", “"
                                + event.path("step").asText()
                                + "”, is not the one that was recorded, or one before it was taken out or put in.");
            }
            previous = hash;
            String evidence = text(event, "evidence");
            String evidenceHash = String.valueOf(text(event, "evidenceHash"));
            if (evidence == null) {
                continue;
            }
            if (evidence.equals(ChainedEvent.ANSWER)) {
                answers.add(evidenceHash);
            } else if (evidence.equals(ChainedEvent.OUTCOME)) {
                outcome = evidenceHash;
            } else if (evidence.startsWith(ChainedEvent.FACT)) {
                facts.put(evidence.substring(ChainedEvent.FACT.length()), evidenceHash);
            }
        }
        Result.Broken broken = unchained > 0 ? null : brokenContent(report, facts, answers, outcome);
        if (broken != null) {
            return broken;
        }
        JsonNode chain = report.path("chain");
        if (chain.path("events").asInt(-1) != events.size() - unchained
                || !String.valueOf(previous).equals(chain.path("head").asText())) {
            return new Result.Broken("chain", "Events are missing at the end, or the last hash was changed.");
        }
        if (report.has(PEOPLE) || report.has(PEOPLE_HASH)) {
            PagedHash people = new PagedHash();
            report.path(PEOPLE).forEach(person -> people.add(Canonical.text(person)));
            if (!report.path(PEOPLE).isArray()
                    || !people.hex().equals(report.path(PEOPLE_HASH).asText())) {
                return new Result.Broken(PEOPLE, "The list of people, or its hash, was changed.");
            }
        }
        if (!seal(whole).equals(report.path(SEAL).asText())) {
            return new Result.Broken(SEAL, "The chain of events is whole, but something else in the file was changed.");
        }
        return new Result.Sound(events.size() - unchained, unchained, String.valueOf(previous));
    }

    private static Result.@Nullable Broken brokenContent(
            JsonNode report, Map<String, String> facts, List<String> answers, @Nullable String outcome) {
        JsonNode given = report.path("answers");
        for (int i = 0; i < given.size(); i++) {
            if (!answers.remove(Canonical.sha256(given.get(i)))) {
                return new Result.Broken("answers[" + i + "]", "It is not the answer that was recorded.");
            }
        }
        if (!answers.isEmpty()) {
            return new Result.Broken("answers", answers.size() + " that were recorded are missing.");
        }
        for (JsonNode fact : report.path("facts")) {
            String name = fact.path("name").asText();
            String hash = facts.remove(name);
            JsonNode value = report.path(fact.path("certainty").asText().equals("STATED") ? "stated" : "verified")
                    .path(name);
            if (!fact.path("sha256").asText().equals(hash)
                    || (fact.path("whole").asBoolean()
                            && !Canonical.sha256(value).equals(hash))) {
                return new Result.Broken("facts, " + name, "It is not what was recorded.");
            }
        }
        if (!facts.isEmpty()) {
            return new Result.Broken("facts, " + facts.keySet().iterator().next(), "It is missing.");
        }
        String ended = text(report, "outcome");
        String hash = ended == null ? null : Canonical.sha256(ended);
        if (hash == null ? outcome != null : !hash.equals(outcome)) {
            return new Result.Broken("outcome", "It is not the outcome that was recorded.");
        }
        return null;
    }

    private static @Nullable String text(JsonNode object, String field) {
        JsonNode value = object.get(field);
        return value == null || value.isNull() ? null : value.asText();
    }
}
