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
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

    /** The seal of a report: the hash of everything else in it but the moment of writing, so that it stays the same. */
    public static String seal(ObjectNode report) {
        ObjectNode sealed = JsonNodeFactory.instance.objectNode();
        sealed.setAll(report);
        return Canonical.sha256(sealed.without(List.of(SEAL, WRITTEN_AT)));
    }

    /**
     * Writes a report and its seal, field by field, so that a long list in it never stands in memory.
     *
     * @param report all of it but the list and the seal
     * @param list the name of the list
     * @param items hands over the items of the list, one by one
     * @param out where the report goes, in UTF-8; {@link OutputStream#nullOutputStream()} for the seal alone
     * @return the seal
     */
    public static String write(ObjectNode report, String list, Consumer<Consumer<ObjectNode>> items, OutputStream out)
            throws IOException {
        MessageDigest digest = Canonical.digest();
        Writer sealed = new OutputStreamWriter(
                new DigestOutputStream(OutputStream.nullOutputStream(), digest), StandardCharsets.UTF_8);
        Writer whole = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        TreeSet<String> names = new TreeSet<>(Set.of(list));
        report.fieldNames().forEachRemaining(names::add);
        boolean first = true;
        for (String name : names) {
            String begin = Canonical.quoted(name) + ":";
            if (name.equals(WRITTEN_AT)) {
                // It stands at the end, beside the seal, which does not cover it.
                continue;
            }
            Text text = part -> {
                sealed.write(part);
                whole.write(part);
            };
            text.write((first ? "{" : ",") + begin);
            first = false;
            if (name.equals(list)) {
                write(items, text);
            } else {
                text.write(Canonical.sorted(report.path(name)).toString());
            }
        }
        sealed.write("}");
        sealed.flush();
        String seal = HexFormat.of().formatHex(digest.digest());
        if (report.has(WRITTEN_AT)) {
            whole.write(",\"" + WRITTEN_AT + "\":" + report.path(WRITTEN_AT));
        }
        whole.write(",\"" + SEAL + "\":\"" + seal + "\"}");
        whole.flush();
        return seal;
    }

    @FunctionalInterface
    private interface Text {
        void write(String part) throws IOException;
    }

    private static void write(Consumer<Consumer<ObjectNode>> items, Text text) throws IOException {
        String[] between = {"["};
        try {
            items.accept(item -> {
                try {
                    text.write(between[0] + Canonical.sorted(item));
                    between[0] = ",";
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
        text.write(between[0].equals("[") ? "[]" : "]");
    }

    /** Checks a report. */
    public static Result check(JsonNode report) {
        JsonNode events = report.path("events");
        if (!(report instanceof ObjectNode whole) || !events.isArray() || !report.has(SEAL)) {
            return new Result.Broken("the file", "It is no report of Ferry's with a chain of events.");
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
