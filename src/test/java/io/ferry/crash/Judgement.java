package io.ferry.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Holds what Ferry's record says of a migration against what really happened at its sites. */
final class Judgement {
    private final Figures figures;
    private final Lane lane;
    private final Http ferry;
    private final Person person;
    private final String migration;
    private final long seed;

    Judgement(Figures figures, Lane lane, Http ferry, Person person, String migration, long seed) {
        this.figures = figures;
        this.lane = lane;
        this.ferry = ferry;
        this.person = person;
        this.migration = migration;
        this.seed = seed;
    }

    void pass(boolean ended) throws IOException, InterruptedException {
        figures.count("runs", "judged");
        JsonNode truth = lane.truth();
        JsonNode details = ferry.get("/api/migrations/" + migration);
        JsonNode report = ferry.get("/api/migrations/" + migration + "/report");
        JsonNode counts = truth.path("counts");
        JsonNode events = truth.path("events");
        expect(ended, "it has not ended: " + details.path("waitingTasks") + " " + details.path("incidents"));
        expect("MIGRATED", report.path("outcome").asText(), "outcome");

        // Each change once, at the sites.
        expect(1, counts.path("dataCenter.reinstallations").asInt(), "reinstallations of the app");
        expect(1, counts.path("dataCenter.dumpsCreated").asInt(), "dumps made");
        expect(1, counts.path("cloud.dumpsCreated").asInt(), "safety dumps that Ferry had made");
        expect(
                1L,
                all(events.path("dataCenter.backups"))
                        .filter(backup -> backup.path("page").asText().equals("WRITTEN"))
                        .count(),
                "Jira backups written");
        expect(1, events.path("cloud.imports").size(), "imports started");
        expect(1, events.path("cloud.importsDone").size(), "imports done");
        expect(1, counts.path("cloud.installationsStarted").asInt(), "installations of the app");
        expect(1, counts.path("cloud.restoresStarted").asInt(), "restores started");
        expect(1, counts.path("cloud.restoresDone").asInt(), "restores done");
        Set<String> created = new HashSet<>();
        all(events.path("cloud.usersCreated"))
                .filter(user -> !user.path("already").asBoolean())
                .forEach(user -> {
                    String account = user.path("accountId").asText();
                    expect(created.add(account), "the account " + account + " was created twice");
                });
        figures.count("accounts", "created", created.size());
        figures.count("accounts", "asked for again, and the same account came back", (int)
                all(events.path("cloud.usersCreated"))
                        .filter(user -> user.path("already").asBoolean())
                        .count());

        // Nothing without its confirmation, and none used or written down twice.
        confirmations(report, "import", "import-the-backup-by-hand");
        confirmations(report, "restore", "restore-the-dump-by-hand");
        expect(
                all(events.path("cloud.restoreOrders"))
                        .allMatch(order -> order.path("confirmation").asText().equals("RESTORE")),
                "a restore was ordered without its word");

        String mappingOnRecord = mappingOnRecord();

        // The same bytes all along.
        String dump = report.path("verified").path("dumpFile").path("sha256").asText();
        String backup =
                report.path("verified").path("backupFile").path("sha256").asText();
        expect(lane.hashOfDumpOnSource(), dump, "hash of the dump on record");
        expect(
                all(events.path("dataCenter.backups"))
                        .filter(each -> each.path("page").asText().equals("WRITTEN"))
                        .map(each -> each.path("sha256").asText())
                        .findFirst()
                        .orElse("none"),
                backup,
                "hash of the backup on record");
        Map<String, String> uploads = new HashMap<>();
        all(events.path("cloud.uploads"))
                .forEach(each -> uploads.put(
                        each.path("fileId").asText(), each.path("sha256").asText()));
        all(events.path("cloud.imports"))
                .forEach(each -> expect(
                        backup,
                        uploads.getOrDefault(each.path("fileId").asText(), "none"),
                        "hash of the backup that was imported"));
        all(events.path("cloud.dumpUploads"))
                .reduce((first, last) -> last)
                .ifPresent(
                        last -> expect(dump, last.path("sha256").asText(), "hash of the dump that was uploaded last"));

        JsonNode safety = report.path("verified").path("safetyDump");
        expect(safety.path("kept").asBoolean(), "no safety dump is on record");
        expect(
                lane.hashOfDumpInCloud(safety.path("id").asText()),
                safety.path("sha256").asText(),
                "hash of the safety dump on record");

        // People as they were confirmed.
        all(events.path("cloud.restoreOrders"))
                .reduce((first, last) -> last)
                .ifPresent(last -> expect(
                        mappingOnRecord, last.path("mapping").asText(), "mapping with which the restore was ordered"));

        // What arrived.
        expect(
                truth.path("jiraDataCenter").path("projects"),
                truth.path("jiraCloud").path("projects"),
                "issues by project");
        expect(
                truth.path("bigPictureDataCenter").path("boxes"),
                truth.path("bigPictureCloud").path("boxes"),
                "boxes");
        expect(
                truth.path("bigPictureDataCenter").path("teams"),
                truth.path("bigPictureCloud").path("teams"),
                "teams");
        all(truth.path("bigPictureCloud").path("connections"))
                .forEach(each -> expect(each.path("active").asBoolean(), "the connection " + each + " is not on"));
        truth.path("faultsStruck")
                .fields()
                .forEachRemaining(each -> figures.count(
                        "faults that struck", each.getKey(), each.getValue().asInt()));
    }

    /** The hash of who is whom on Ferry's record, made as the sandbox makes it. */
    private String mappingOnRecord() throws IOException, InterruptedException {
        String pairs = all(ferry.get("/api/migrations/" + migration + "/people?size=1000")
                        .path("items"))
                .filter(person -> Set.of("MATCHED", "MAPPED_BY_HAND", "CREATED")
                        .contains(person.path("state").asText()))
                .map(person -> person.path("userKey").asText() + "="
                        + person.path("account").path("accountId").asText())
                .sorted()
                .collect(Collectors.joining("\n"));
        return Lane.sha256(pairs.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Each confirmation that a person gave is on record once. There is one, and another for each time that a person saw
     * that the order had never reached the site and told Ferry to try again.
     */
    private void confirmations(JsonNode report, String what, String whenUnknown) {
        int given = person.answers(migration, "confirm-the-" + what, "CONFIRM");
        long recorded = all(report.path("answers"))
                .filter(answer -> answer.path("subject").asText().equals(what))
                .filter(answer -> answer.path("decision").asText().equals("CONFIRM"))
                .count();
        expect((long) given, recorded, "confirmations of the " + what + " on record");
        expect(
                1 + person.answers(migration, whenUnknown, "AUTOMATIC"),
                given,
                "confirmations of the " + what + " that Ferry asked for");
    }

    private void expect(Object expected, Object found, String what) {
        expect(expected.equals(found), what + ": expected " + expected + ", found " + found);
    }

    private void expect(boolean right, String what) {
        figures.count("things checked", right ? "right" : "wrong");
        if (!right) {
            figures.violation("seed " + seed + ", lane " + lane.number() + ", " + migration + ": " + what);
        }
    }

    private static Stream<JsonNode> all(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
