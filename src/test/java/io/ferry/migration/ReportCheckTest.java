package io.ferry.migration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.migration.ReportCheck.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class ReportCheckTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @EnumSource
    void shouldFindAReportSoundHoweverItIsWritten(Database database) throws IOException {
        // given
        ObjectNode report = report(database);

        // when
        JsonNode readAgain = JSON.readTree(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report));

        // then
        assertThat(ReportCheck.check(readAgain))
                .isEqualTo(new Result.Sound(
                        report.path("events").size(),
                        0,
                        report.path("chain").path("head").asText()));
        assertThat(report.path("events").size()).isGreaterThan(5);
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindTheFirstPlaceThatWasChanged(Database database) {
        ObjectNode report = report(database);

        assertThat(broken(report, changed -> event(changed, 1).put("message", "Nothing happened")))
                .isEqualTo("events[1]");
        assertThat(broken(report, changed -> event(changed, 0).put("at", "2020-01-01T00:00:00Z")))
                .isEqualTo("events[0]");
        assertThat(broken(report, changed -> ((ArrayNode) changed.path("events")).remove(2)))
                .isEqualTo("events[2]");
        assertThat(broken(
                        report,
                        changed -> ((ArrayNode) changed.path("events"))
                                .remove(changed.path("events").size() - 1)))
                .isEqualTo("outcome");
        for (String field : List.of("by", "byChannel", "byIssuer", "bySubject", "shownSha256")) {
            assertThat(broken(
                            report,
                            changed -> ((ObjectNode) changed.path("answers").get(0)).put(field, "something else")))
                    .isEqualTo("answers[0]");
        }
        for (String field : List.of("by", "byChannel", "byIssuer", "bySubject", "before", "after")) {
            assertThat(broken(report, changed -> event(changed, 0).put(field, "something else")))
                    .isEqualTo("events[0]");
            assertThat(broken(report, changed -> event(changed, 0).remove(field)))
                    .isEqualTo("events[0]");
            // An event that has no such field does not get one afterwards.
            assertThat(broken(report, changed -> event(changed, 1).put(field, "something else")))
                    .isEqualTo("events[1]");
        }
        assertThat(broken(report, changed -> ((ArrayNode) changed.path("answers")).removeAll()))
                .isEqualTo("answers");
        assertThat(broken(
                        report,
                        changed -> ((ObjectNode) changed.path("verified").path("dumpFile")).put("sha256", "00")))
                .isEqualTo("facts, dumpFile");
        assertThat(broken(report, changed -> ((ArrayNode) changed.path("facts")).removeAll()))
                .isEqualTo("facts, dumpFile");
        assertThat(broken(report, changed -> changed.put("outcome", "ROLLED_BACK")))
                .isEqualTo("outcome");
        assertThat(broken(report, changed -> changed.put("name", "Another move")))
                .isEqualTo("seal");
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindWhateverWasChangedInTheListOfPeople(Database database) throws IOException {
        // given more than two pages
        Migration migration = recorded(database);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        ReportCheck.write(
                database.get(Reports.class).json(migration.id()),
                people -> IntStream.range(0, 600)
                        .forEach(n -> people.accept(JSON.createObjectNode()
                                .put("userKey", "key" + n)
                                .put("by", "Grüße, “quoted” \n"))),
                written);
        ObjectNode report = (ObjectNode) JSON.readTree(written.toByteArray());
        Function<ObjectNode, ArrayNode> people = changed -> (ArrayNode) changed.path("people");

        // then
        assertThat(people.apply(report)).hasSize(600);
        assertThat(ReportCheck.check(report)).isInstanceOf(Result.Sound.class);
        assertThat(broken(report, changed -> ((ObjectNode) people.apply(changed).get(300)).put("by", "mallory")))
                .isEqualTo("people");
        assertThat(broken(report, changed -> people.apply(changed).remove(599))).isEqualTo("people");
        assertThat(broken(
                        report,
                        changed -> people.apply(changed)
                                .insert(256, people.apply(changed).remove(255))))
                .isEqualTo("people");
        assertThat(broken(
                        report,
                        changed ->
                                people.apply(changed).add(people.apply(changed).remove(3))))
                .isEqualTo("people");
        assertThat(broken(report, changed -> changed.remove("people"))).isEqualTo("people");
        assertThat(broken(report, changed -> changed.put("people", "nobody"))).isEqualTo("people");
        assertThat(broken(report, changed -> changed.remove("peopleSha256"))).isEqualTo("people");
        assertThat(broken(report, changed -> changed.remove(List.of("people", "peopleSha256"))))
                .isEqualTo("seal");
        assertThat(broken(report, changed -> {
                    people.apply(changed).removeAll();
                    changed.put("peopleSha256", new PagedHash().hex());
                }))
                .isEqualTo("seal");
    }

    /** As docs/report.md says, and with nothing of Ferry's but the file. */
    @ParameterizedTest
    @EnumSource
    void shouldLetOthersVerifyAReport(Database database) throws Exception {
        // given
        Migration migration = recorded(database);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        ReportCheck.write(
                database.get(Reports.class).json(migration.id()).put("share", 0.5),
                people -> IntStream.range(0, 600)
                        .forEach(n -> people.accept(JSON.createObjectNode()
                                .put("userKey", "key" + n)
                                .put("by", "Grüße \u001b \n \u20ac"))),
                written);

        // when
        ObjectNode report = (ObjectNode) JSON.readTree(written.toByteArray());
        JsonNode people = report.remove("people");
        String seal = report.remove("seal").asText();
        report.remove("writtenAt");

        // then
        assertThat(sha256(new JsonCanonicalizer(report.toString()).getEncodedUTF8()))
                .isEqualTo(seal);
        StringBuilder pages = new StringBuilder();
        for (int from = 0; from < people.size(); from += 256) {
            StringBuilder page = new StringBuilder();
            for (int i = from; i < Math.min(from + 256, people.size()); i++) {
                page.append(new JsonCanonicalizer(people.get(i).toString()).getEncodedString())
                        .append('\n');
            }
            pages.append(sha256(page.toString().getBytes(StandardCharsets.UTF_8)))
                    .append('\n');
        }
        assertThat(sha256(pages.toString().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(report.path("peopleSha256").asText());
    }

    /** The example of RFC 8785, section 3.2.2, and a single value. */
    @Test
    void shouldWriteJsonAsTheRfcSays() throws IOException {
        JsonNode example = JSON.readTree("""
                {"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                 "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                 "literals": [null, true, false]}""");

        assertThat(Canonical.text(example))
                .isEqualTo("{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
        assertThat(Canonical.text(JSON.readTree("1.0"))).isEqualTo("1");
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayWhichReportsItDoesNotKnow(Database database) {
        for (String older : List.of("ferry-report-1", "ferry-report-2")) {
            assertThat(broken(report(database), changed -> changed.put("format", older)))
                    .isEqualTo("format");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindAnEventThatWasChangedInTheDatabase(Database database) {
        // given
        Migration migration = recorded(database);
        database.get(JdbcClient.class)
                .sql("update event set person = 'mallory' where migration_id = :id and person is not null")
                .param("id", migration.id().value())
                .update();

        // when
        Result result = ReportCheck.check(sealed(database, migration));

        // then
        assertThat(result).isInstanceOf(Result.Broken.class);
    }

    /** Its hashes cover fewer fields; they are made here as that Ferry made them. */
    @ParameterizedTest
    @EnumSource
    void shouldVerifyWhatAnEarlierFerryRecorded(Database database) throws Exception {
        // given
        Migration migration = database.aMigration();
        JdbcClient sql = database.get(JdbcClient.class);
        String at = "2026-05-01T10:00:00Z";
        ObjectNode answer = JSON.createObjectNode()
                .put("subject", "result")
                .put("decision", "ACCEPT")
                .putNull("reason")
                .put("by", "ann")
                .put("at", at);
        String first = earlierEvent(sql, migration.id(), null, at, "Begun", "ann", null, null);
        earlierEvent(sql, migration.id(), first, at, "Put on record: answer", null, "answer", sha256(answer));
        sql.sql("insert into confirmation (id, migration_id, subject, decision, person, at, basis, used)"
                        + " values (:name, :id, 'result', 'ACCEPT', 'ann', :at, '{}', false)")
                .param("name", UUID.randomUUID())
                .param("id", migration.id().value())
                .param("at", Timestamps.column(Instant.parse(at)))
                .update();

        // when this Ferry goes on
        database.get(Timeline.class)
                .record(migration.id(), null, "Cancel", Event.Kind.NOTE, "Cancelled", Actor.ofTask("ben"));
        ObjectNode report = sealed(database, migration);

        // then
        assertThat(report.path("answers").get(0)).isEqualTo(answer);
        assertThat(ReportCheck.check(report))
                .isInstanceOfSatisfying(
                        Result.Sound.class, sound -> assertThat(sound.events()).isEqualTo(3));
        assertThat(broken(report, changed -> event(changed, 0).put("byChannel", "CAMUNDA")))
                .isEqualTo("events[0]");

        // and so is a report that the earlier one wrote
        report.put("format", "ferry-report-3");
        report.put("seal", ReportCheck.seal(report));
        assertThat(ReportCheck.check(report)).isInstanceOf(Result.Sound.class);
    }

    private static String earlierEvent(
            JdbcClient sql,
            MigrationId id,
            @Nullable String previous,
            String at,
            String message,
            @Nullable String by,
            @Nullable String evidence,
            @Nullable String evidenceHash)
            throws Exception {
        String hash = sha256(JSON.createObjectNode()
                .put("previous", previous)
                .put("at", at)
                .putNull("phase")
                .put("step", "Step")
                .put("kind", "NOTE")
                .put("message", message)
                .put("by", by)
                .put("evidence", evidence)
                .put("evidenceHash", evidenceHash));
        sql.sql("insert into event (migration_id, at, step, kind, message, person, evidence, evidence_hash, hash)"
                        + " values (:id, :at, 'Step', 'NOTE', :message, :by, :evidence, :evidenceHash, :hash)")
                .param("id", id.value())
                .param("at", Timestamps.column(Instant.parse(at)))
                .param("message", message)
                .param("by", by)
                .param("evidence", evidence)
                .param("evidenceHash", evidenceHash)
                .param("hash", hash)
                .update();
        return hash;
    }

    private static String sha256(JsonNode json) throws Exception {
        return sha256(new JsonCanonicalizer(json.toString()).getEncodedUTF8());
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotForkTheChainWhenTwoRecordAtOnce(Database database) throws Exception {
        // given
        Migration migration = database.aMigration();
        Timeline timeline = database.get(Timeline.class);
        List<Callable<Object>> writers = IntStream.range(0, 40)
                .<Callable<Object>>mapToObj(n -> () -> {
                    timeline.record(migration.id(), null, "Step " + n, Event.Kind.NOTE, "told");
                    return n;
                })
                .toList();

        // when
        try (var threads = Executors.newFixedThreadPool(6)) {
            threads.invokeAll(writers).forEach(written -> assertThat(written).succeedsWithin(Duration.ofSeconds(20)));
        }

        // then
        assertThat(ReportCheck.check(sealed(database, migration)))
                .isInstanceOfSatisfying(
                        Result.Sound.class, sound -> assertThat(sound.events()).isEqualTo(40));
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepFactsThatAreLongerThanAVarchar(Database database) {
        // given
        Migration migration = database.aMigration();
        FactsOfMigration facts = database.get(FactsOfMigration.class);

        // when
        facts.verified(migration.id(), FactName.BASELINE, Map.of("issues", 3, "boxes", List.of("x".repeat(3 << 20))));

        // then
        assertThat(facts.find(migration.id(), FactName.BASELINE, Map.class).orElseThrow())
                .containsEntry("issues", 3);
        JsonNode report = sealed(database, migration);
        assertThat(report.path("counts").path("source").path("issues").asInt()).isEqualTo(3);
        assertThat(report.toString()).hasSizeLessThan(10_000);
        assertThat(ReportCheck.check(report)).isInstanceOf(Result.Sound.class);
    }

    private static ObjectNode event(ObjectNode report, int index) {
        return (ObjectNode) report.path("events").get(index);
    }

    private static String broken(ObjectNode report, Consumer<ObjectNode> change) {
        ObjectNode changed = report.deepCopy();
        change.accept(changed);
        Result result = ReportCheck.check(changed);
        assertThat(result).isInstanceOf(Result.Broken.class);
        return ((Result.Broken) result).where();
    }

    private static ObjectNode report(Database database) {
        return sealed(database, recorded(database));
    }

    private static Migration recorded(Database database) {
        Migration migration = database.aMigration();
        MigrationId id = migration.id();
        database.get(Timeline.class)
                .record(
                        id,
                        Phase.VERIFY,
                        "Collect findings",
                        Event.Kind.STARTED,
                        "Begun",
                        new Actor("ann", Actor.Channel.OIDC_TOKEN, "https://idp.example", "7f3a"),
                        Change.between(Map.of("createDump", "MANUAL"), Map.of("createDump", "AUTOMATIC")));
        database.get(Timeline.class).record(id, null, "Note", Event.Kind.NOTE, "Grüße, “quoted” \\ and \u0007");
        database.get(Confirmations.class)
                .record(
                        id,
                        Question.RESULT,
                        Decision.ACCEPT,
                        "The one box was a test",
                        Actor.ofTask("ann"),
                        Map.of("verdict", "DIFFERENT"));
        FactsOfMigration facts = database.get(FactsOfMigration.class);
        facts.verified(id, FactName.DUMP_FILE, Map.of("sha256", "ab", "bytes", 1.0));
        facts.verified(id, FactName.DUMP_FILE, Map.of("sha256", "ab", "bytes", 12345678901L));
        facts.stated(id, FactName.SAFETY_DUMP, Map.of("kept", true));
        database.get(Migrations.class).recordOutcome(id, Outcome.MIGRATED);
        return migration;
    }

    private static ObjectNode sealed(Database database, Migration migration) {
        ObjectNode report = database.get(Reports.class).json(migration.id());
        report.put("seal", ReportCheck.seal(report));
        return report;
    }
}
