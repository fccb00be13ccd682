package io.ferry.backup.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ferry.backup.findings.BackupFinding;
import io.ferry.backup.findings.Severity;
import io.ferry.backup.judge.BackupCriteria;
import io.ferry.backup.model.AppTables;
import io.ferry.backup.model.BackupApp;
import io.ferry.backup.model.BackupKind;
import io.ferry.backup.model.BackupPerson;
import io.ferry.backup.model.BackupProject;
import io.ferry.backup.model.BackupReading;
import io.ferry.backup.model.BackupTable;
import io.ferry.backup.model.PeopleCounts;
import io.ferry.base.PlainText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows a reading: as one JSON object for scripts, or as a page for people. */
public final class InspectReport {
    private static final int MOST_ROWS = 20;

    private final BackupReading reading;

    public InspectReport(BackupReading reading) {
        this.reading = reading;
    }

    /** The reading as one JSON object. */
    public String asJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeStringField("file", reading.file());
            json.writeStringField("sha256", reading.sha256());
            json.writeNumberField("bytes", reading.bytes());
            json.writeStringField("kind", reading.kind().name());
            json.writeStringField("jiraVersion", reading.jiraVersion());
            json.writeStringField("buildNumber", reading.buildNumber());
            json.writeStringField("serverId", reading.serverId());
            json.writeStringField(
                    "exportedAt",
                    reading.exportedAt() == null ? null : reading.exportedAt().toString());
            json.writeBooleanField("complete", reading.complete());
            json.writeBooleanField("importable", reading.importable());
            json.writeStringField("verdict", reading.verdict().name());
            entities(json);
            people(json);
            projects(json);
            apps(json);
            findings(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing into memory does not fail.", e);
        }
        // Whoever prints it to a terminal gets no escape sequences of a hostile file.
        return PlainText.json(text.toString());
    }

    private void entities(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("entities");
        for (Map.Entry<String, Long> entity : reading.entities().entrySet()) {
            json.writeNumberField(entity.getKey(), entity.getValue());
        }
        json.writeEndObject();
    }

    private void people(JsonGenerator json) throws IOException {
        PeopleCounts people = reading.peopleCounts();
        json.writeObjectFieldStart("people");
        json.writeNumberField("total", people.total());
        json.writeNumberField("active", people.active());
        json.writeNumberField("removed", people.removed());
        json.writeNumberField("withoutEmail", people.withoutEmail());
        json.writeNumberField("sharedEmail", people.sharedEmail());
        json.writeEndObject();
        json.writeArrayFieldStart("removedPeople");
        for (BackupPerson person : reading.removedPeople()) {
            json.writeStartObject();
            json.writeStringField("userKey", person.userKey());
            json.writeStringField("lastUserName", person.userName());
            json.writeNumberField("references", person.references().total());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void projects(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("projects");
        for (BackupProject project : reading.projects()) {
            json.writeStartObject();
            json.writeStringField("key", project.key());
            json.writeStringField("name", project.name());
            json.writeNumberField("issues", project.issues());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void apps(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("apps");
        for (BackupApp app : reading.apps()) {
            json.writeStartObject();
            json.writeStringField("key", app.key());
            json.writeStringField("version", app.version());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("appData");
        for (BackupTable table : reading.appData()) {
            json.writeStartObject();
            json.writeStringField("table", table.table());
            json.writeNumberField("rows", table.rows());
            json.writeStringField("app", table.app());
            json.writeBooleanField("guessed", table.guessed());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void findings(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("findings");
        for (BackupFinding finding : reading.findings()) {
            json.writeStartObject();
            json.writeStringField("code", finding.code().name());
            json.writeStringField("severity", finding.severity().name());
            json.writeStringField("message", finding.message());
            json.writeStringField("where", finding.where().asText());
            json.writeStringField("certainty", finding.certainty().name());
            json.writeStringField("why", finding.why());
            json.writeStringField("source", finding.source().url());
            json.writeStringField("whatToDo", finding.whatToDo());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Prints the reading as a page of text, and flushes. */
    public void print(PrintWriter out) {
        verdict(out);
        printFindings(out);
        site(out);
        printPeople(out);
        table(
                out,
                "Directories",
                heading("PEOPLE", "DIRECTORY"),
                reading.directories(),
                directory -> line(
                        directory.name() + " (" + directory.type() + (directory.active() ? ")" : ", inactive)"),
                        directory.people()));
        table(
                out,
                "Projects",
                heading("ISSUES", "PROJECT"),
                reading.projects(),
                project -> line(project.key() + "  " + project.name(), project.issues()));
        out.println();
        out.printf(Locale.ROOT, "Apps and plugins: %,d%n", reading.apps().size());
        BackupCriteria.defaults()
                .appKeys()
                .forEach(key -> reading.app(key)
                        .ifPresent(app -> out.println("  " + clean(app.key()) + "  " + clean(app.version()))));
        appData(out);
        table(
                out,
                "Records",
                heading("RECORDS", "KIND"),
                reading.entities().entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                        .toList(),
                entity -> line(entity.getKey(), entity.getValue()));
        out.flush();
    }

    private void verdict(PrintWriter out) {
        out.println(reading.verdict().words() + ": " + clean(reading.file()));
        out.println("  " + (reading.complete() ? "complete" : "not shown to be complete") + ", "
                + count(Severity.BLOCKS) + (count(Severity.BLOCKS) == 1 ? " finding blocks, " : " findings block, ")
                + count(Severity.WARNS) + (count(Severity.WARNS) == 1 ? " warns, " : " warn, ")
                + count(Severity.INFORMS) + (count(Severity.INFORMS) == 1 ? " informs" : " inform"));
    }

    private long count(Severity severity) {
        return reading.findings().stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    private void printFindings(PrintWriter out) {
        for (BackupFinding finding : reading.findings()) {
            out.println();
            out.println(finding.severity() + "  " + finding.code());
            out.println("  " + clean(finding.message()));
            out.println("  Where: " + clean(finding.where().asText()));
            out.println(
                    "  Why: " + finding.why() + " This " + finding.certainty().words() + ".");
            out.println("  Source: " + finding.source().title() + ", "
                    + finding.source().url());
            out.println("  What to do: " + finding.whatToDo());
        }
    }

    private void site(PrintWriter out) {
        out.println();
        out.println("The site");
        out.println("  Jira:      " + known(reading.jiraVersion()) + ", build " + known(reading.buildNumber())
                + (reading.kind() == BackupKind.CLOUD ? " (a cloud export)" : ""));
        out.println("  Server id: " + known(reading.serverId()));
        out.println("  Exported:  "
                + (reading.exportedAt() == null ? "not known" : reading.exportedAt())
                + (reading.exportedAtFrom() == BackupReading.ExportTimeSource.ENTRY
                        ? " (from the zip entry, time zone unknown)"
                        : ""));
        out.printf(Locale.ROOT, "  File:      %,d bytes, SHA-256 %s%n", reading.bytes(), reading.sha256());
    }

    private void printPeople(PrintWriter out) {
        PeopleCounts people = reading.peopleCounts();
        out.println();
        out.printf(
                Locale.ROOT,
                "People: %,d (%,d active), %,d removed, %,d without e-mail, %,d sharing an address%n",
                people.total(),
                people.active(),
                people.removed(),
                people.withoutEmail(),
                people.sharedEmail());
        if (!reading.removedPeople().isEmpty()) {
            table(
                    out,
                    "Removed people who are still referenced",
                    heading("REFERENCES", "USER KEY  LAST USER NAME"),
                    reading.removedPeople(),
                    person -> line(
                            person.userKey() + "  " + (person.userName() == null ? "not known" : person.userName()),
                            person.references().total()));
        }
    }

    private void appData(PrintWriter out) {
        Map<String, Long> rows = reading.rowsByPrefix();
        out.println();
        out.printf(Locale.ROOT, "Tables of apps: %,d%n", reading.appData().size());
        if (!rows.isEmpty()) {
            out.println(heading("ROWS", "PREFIX  APP"));
        }
        rows.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(MOST_ROWS)
                .forEach(prefix -> {
                    String owner = reading.appData().stream()
                            .filter(table -> AppTables.prefix(table.table()).equals(prefix.getKey()))
                            .map(table ->
                                    table.app() == null ? null : table.app() + (table.guessed() ? " (guessed)" : ""))
                            .filter(Objects::nonNull)
                            .findFirst()
                            .orElse("");
                    out.println(line(
                            (prefix.getKey().isEmpty() ? "(others)" : prefix.getKey()) + "  " + owner,
                            prefix.getValue()));
                });
    }

    private static <T> void table(
            PrintWriter out, String title, String heading, List<T> rows, java.util.function.Function<T, String> line) {
        out.println();
        out.printf(Locale.ROOT, "%s: %,d%n", title, rows.size());
        if (!rows.isEmpty()) {
            out.println(heading);
        }
        rows.stream().limit(MOST_ROWS).map(line).forEach(out::println);
        if (rows.size() > MOST_ROWS) {
            out.println("  ... and " + (rows.size() - MOST_ROWS) + " more (all of them with --json)");
        }
    }

    private static String heading(String number, String name) {
        return String.format(Locale.ROOT, "  %14s  %s", number, name);
    }

    private static String line(String name, long number) {
        return String.format(Locale.ROOT, "  %,14d  %s", number, clean(name));
    }

    /** A terminal must not obey what a hostile file calls its projects. */
    private static String clean(String text) {
        return PlainText.line(text);
    }

    private static String known(@Nullable String value) {
        return value == null ? "not known" : clean(value);
    }
}
