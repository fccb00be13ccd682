package io.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.fge.jackson.JsonLoader;
import com.github.fge.jsonschema.core.report.ProcessingReport;
import com.github.fge.jsonschema.main.JsonSchemaFactory;
import io.ferry.fixtures.TestClock;
import io.ferry.migration.Actor;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Decision;
import io.ferry.migration.Event;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.ModelsOnRecord;
import io.ferry.migration.Question;
import io.ferry.migration.ReportCheck;
import io.ferry.migration.Timeline;
import io.ferry.process.retention.Retention;
import io.ferry.users.PeopleErasure;
import io.ferry.users.SourcePerson;
import io.ferry.users.TargetAccount;
import io.ferry.users.UserDecisions;
import io.ferry.users.UserMappings;
import io.ferry.users.UserMatching;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

class ReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static ConfigurableApplicationContext web;
    private static MigrationId migrated;

    @BeforeAll
    static void start() {
        web = ReportWeb.start();
        migrated = ReportWeb.migrated(web);
    }

    @AfterAll
    static void stop() {
        web.close();
    }

    @Test
    void shouldReportInJsonWhatTheSchemaDescribes() throws Exception {
        for (MigrationId id : new MigrationId[] {
            migrated,
            ReportWeb.rehearsed(web),
            ReportWeb.registered(web, "Just begun", false).id()
        }) {
            ProcessingReport found = JsonSchemaFactory.byDefault()
                    .getJsonSchema(JsonLoader.fromFile(new File("docs/report.schema.json")))
                    .validate(report(id, ""));

            assertThat(found.isSuccess()).as("%s", found).isTrue();
        }
    }

    @Test
    void shouldTellWhatHappenedAndWhatIsLeft() throws Exception {
        JsonNode report = report(migrated, "");

        assertThat(report.path("outcome").asText()).isEqualTo("MIGRATED");
        assertThat(report.path("counts").path("source").path("issues").asInt()).isEqualTo(120_400);
        assertThat(report.path("counts").path("source").has("jira")).isFalse();
        assertThat(report.path("files").path("dumpFile").path("sha256").asText())
                .isEqualTo("e8".repeat(32));
        assertThat(report.path("stated").path("safetyDump").path("kept").asBoolean())
                .isTrue();
        assertThat(report.path("overrides").path(0).path("reason").asText()).startsWith("The backup was tried");
        assertThat(report.path("comparisons").findValuesAsText("point")).containsExactly("jira", "result");
        assertThat(report.path("openPoints").findValuesAsText("text"))
                .anyMatch(point -> point.contains("boxes: different"))
                .anyMatch(point -> point.contains("integrations: not verifiable"))
                .anyMatch(point -> point.contains("left without an account, on purpose: 1."));
    }

    @Test
    void shouldNameModelsThatFerryHasNotDeployed() throws Exception {
        MigrationId id =
                ReportWeb.registered(web, "With a changed phase", false).id();
        ModelsOnRecord models = web.getBean(ModelsOnRecord.class);
        models.deployed(List.of(new ModelsOnRecord.Model("migrate", 1, 901)));
        models.used(id, new ModelsOnRecord.Model("migrate", 1, 901));
        models.used(id, new ModelsOnRecord.Model("verify", 3, 902));

        assertThat(report(id, "").path("openPoints").findValuesAsText("text"))
                .anyMatch(point -> point.startsWith("The process model verify, version 3, is not Ferry’s"))
                .noneMatch(point -> point.contains("migrate"));
        assertThat(get("/api/migrations/" + id + "/report", "text/html")).contains("not Ferry’s: verify, version 3");
        assertThat(get("/api/migrations/" + migrated + "/report", "text/html")).contains("Ferry’s own");
    }

    @Test
    void shouldTellWhatRemainsAfterTheRestoreBeforeAnythingElseAndBeGreenOnlyWithoutIt() throws Exception {
        assertThat(report(migrated, "").path("openPoints"))
                .extracting(point -> point.path("text").asText())
                .contains(
                        "Transfer the attachments: later, said ann. About 9,000 issues.",
                        "Correct links to the old site: open.")
                .noneMatch(point -> point.contains("Synchronise fields"));
        assertThat(report(migrated, "").path("openPoints").findValuesAsText("weight"))
                .isSortedAccordingTo(Comparator.reverseOrder());

        String html = get("/api/migrations/" + migrated + "/report", "text/html");
        assertThat(html)
                .contains("outcome warn\">Migrated, ")
                .contains("<section id=\"remaining\">")
                .doesNotContain("outcome good");
        assertThat(html.indexOf("Transfer the attachments")).isLessThan(html.indexOf("class=\"ok\""));
    }

    @Test
    void shouldKeepWhatScreensSaidInsteadOfTheForms() throws Exception {
        assertThat(report(migrated, "").path("openPoints").findValuesAsText("text"))
                .anyMatch(point -> point.startsWith("Screens that say something else than Ferry’s forms: 1."));
        assertThat(get("/api/migrations/" + migrated + "/report", "text/html"))
                .contains("<section id=\"screens\">")
                .contains("Configuration &gt; Fields, without General");
    }

    @Test
    void shouldSayHowLongFilesAreKeptAndWhatWasDeleted() throws Exception {
        // given
        MigrationId id = ReportWeb.registered(web, "Ended long ago", false).id();
        String report = "/api/migrations/" + id + "/report";
        assertThat(get(report, "text/html")).doesNotContain("How long they are kept");
        Timeline timeline = web.getBean(Timeline.class);

        // when
        timeline.record(id, null, Retention.STEP, Event.Kind.NOTE, "Ferry deletes them on 2026-03-31.");
        timeline.record(
                id, null, Retention.STEP, Event.Kind.DECIDED, "Deleted “a.dump” (SHA-256 4bf5).", Actor.named("Ann"));

        // then
        assertThat(get(report, "text/html"))
                .contains("How long they are kept")
                .contains(": Ferry deletes them on 2026-03-31.</li>")
                .contains(": Deleted “a.dump” (SHA-256 4bf5).</li>");
    }

    @Test
    void shouldTellWhatPeopleSaidFromWhatFerrySaw() throws Exception {
        JsonNode manualWork = report(migrated, "").path("manualWork");

        assertThat(manualWork
                        .valueStream()
                        .map(work -> work.path("work").asText() + " "
                                + work.path("certainty").asText()))
                .containsExactly(
                        "SITE_IMPORT VERIFIED",
                        "FREEZE STATED",
                        "REINSTALL_APP VERIFIED",
                        "CREATE_DUMP VERIFIED",
                        "TARGET_BACKUP STATED",
                        "IMPORT_BACKUP VERIFIED",
                        "RESTORE_DUMP VERIFIED",
                        "SAFETY_DUMP STATED");
        assertThat(get("/api/migrations/" + migrated + "/report", "text/html"))
                .contains("Stated, not seen: No site reports whether people are kept out.")
                .contains("opened on request", "Request CA-1234: Import Jira Server is there")
                .contains("Seen: The site reports the same version as before, enabled.")
                .contains("Seen: Ferry counted in the cloud and compared with the source.")
                .contains("Stated, not seen: Ferry cannot see the backups of the target Jira.")
                .contains("Stated by a person: its switch in the app is off, and nobody runs it.")
                .containsPattern("Not empty: projects 3, issues 1[^0]{1,8}250, people not reported; newest change")
                .contains("not seen by Ferry:</strong> ", "Freeze the source; Back up the target Jira")
                .doesNotContain("ann@acme.test");
    }

    @Test
    void shouldSpeakInPlainWords() throws Exception {
        for (MigrationId id : List.of(
                migrated,
                ReportWeb.rehearsed(web),
                ReportWeb.registered(web, "Begun", false).id())) {
            String text = get("/api/migrations/" + id + "/report", "text/html")
                    .replaceAll("(?s)<style>.*?</style>|<code>.*?</code>|<[^>]+>", "\n");
            assertThat(PlainWords.ofMachines(text)).isEmpty();
        }
        assertThat(get("/api/migrations/" + migrated + "/report", "text/html"))
                .contains("Create and fetch the Jira backup", "app on the source 8.", "The source was counted on ");
    }

    @Test
    void shouldTellThatTheAppWasNotSeenAtTheVersionOfBefore() throws Exception {
        // given
        MigrationId id = ReportWeb.registered(web, "Without versions", false).id();
        var facts = web.getBean(FactsOfMigration.class);

        // when nothing is known, or something else
        for (Map<String, String> told : List.of(
                Map.<String, String>of(),
                Map.of("version", "8.52.0"),
                Map.of("version", "8.53.0", "before", "8.52.0"))) {
            web.getBean(Confirmations.class)
                    .record(id, Question.REINSTALL_APP, Decision.DONE, "8.52.0", Actor.ofTask("ann"), Map.of());
            if (!told.isEmpty()) {
                facts.verified(id, FactName.SOURCE_APP, told);
            }

            // then
            assertThat(report(id, "").path("manualWork").findValuesAsText("certainty"))
                    .containsExactly("STATED");
        }
    }

    @Test
    void shouldSealTheReportSoThatChangesShow() throws Exception {
        JsonNode report = report(migrated, "");
        String changed = report.toString().replace("120400", "120401");

        assertThat(ReportCheck.check(report)).isInstanceOf(ReportCheck.Result.Sound.class);
        assertThat(ReportCheck.check(JSON.readTree(changed))).isInstanceOf(ReportCheck.Result.Broken.class);
    }

    @Test
    void shouldPrintTheSealOfTheJsonInTheHtml() throws Exception {
        // given
        MigrationId id = ReportWeb.migrated(web);
        UserMappings people = web.getBean(UserMappings.class);
        List<String> seals = new ArrayList<>();

        for (String query : new String[] {"", "?addresses=whole"}) {
            // when
            seals.add(seal(id, query));
            web.getBean(UserDecisions.class).leaveUnmapped(id, "key3", "Left in 2020", "ann");
            seals.add(seal(id, query));
            web.getBean(UserDecisions.class).undo(id, "key3", "ann", null);

            // then
            assertThat(seal(id, query)).isEqualTo(seals.get(seals.size() - 2));
        }
        assertThat(seals).doesNotHaveDuplicates();
        web.getBean(PeopleErasure.class).erase(id);
        assertThat(seal(id, "")).isNotIn(seals);
    }

    /** The seal that stands in both forms, of which the JSON is sound. */
    private static String seal(MigrationId id, String query) throws Exception {
        JsonNode report = report(id, query);
        String seal = report.path("seal").asText();
        assertThat(ReportCheck.check(report)).isInstanceOf(ReportCheck.Result.Sound.class);
        assertThat(get("/api/migrations/" + id + "/report" + query, "text/html"))
                .contains("Seal of the JSON report: <code>" + seal + "</code>");
        return seal;
    }

    @Test
    void shouldWriteTheSameReportLaterExceptForTheMoment() throws Exception {
        String first = report(migrated, "").path("seal").asText();
        web.getBean(TestClock.class).pass(java.time.Duration.ofDays(1));

        assertThat(report(migrated, "").path("seal").asText()).isEqualTo(first);
    }

    @Test
    void shouldMaskAddressesUnlessAskedForAndShowNoSecret() throws Exception {
        String masked = get("/api/migrations/" + migrated + "/report", "application/json");
        String html = get("/api/migrations/" + migrated + "/report", "text/html,*/*;q=0.8");

        for (String text : new String[] {masked, html}) {
            assertThat(text)
                    .doesNotContain("person27@acme.test")
                    .doesNotContain("bob@acme.test")
                    .doesNotContain("ann@acme.test")
                    .contains("(address)")
                    .doesNotContain(ReportWeb.SECRET);
        }
        assertThat(get("/api/migrations/" + migrated + "/report?addresses=whole", "application/json"))
                .contains("person27@acme.test");
    }

    @Test
    void shouldWriteOneHtmlDocumentThatNeedsNothingElse() throws Exception {
        HttpResponse<String> answer = send("/api/migrations/" + migrated + "/report", "text/html,*/*;q=0.8");

        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'");
        assertThat(answer.body())
                .contains("Spring move &lt;b&gt;of&lt;/b&gt; BigPicture")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .contains("<svg")
                .doesNotContain("<script")
                .doesNotContain("src=")
                .doesNotContainPattern("(href|url)[=(]\"?https?:");
    }

    @Test
    void shouldSayThatPeopleHaveNotBeenMatchedYet() throws Exception {
        MigrationId id = PeopleWeb.migration(web, "Before the import").id();
        web.getBean(UserMatching.class)
                .putPeople(id, List.of(new SourcePerson("ann", "ann", "Ann Archer", "ann@acme.test", true, false)));

        assertThat(report(id, "").path("openPoints").findValuesAsText("text"))
                .noneMatch(point -> point.contains("nobody has decided"));
        assertThat(get("/api/migrations/" + id + "/report", "text/html"))
                .contains("1 person was read from the Jira backup and not matched yet")
                .doesNotContain("Not found", "Ann Archer");
    }

    @Test
    void shouldNameRemovedPeopleByTheLastUserNameThatTheBackupHolds() throws Exception {
        MigrationId id = PeopleWeb.migration(web, "With somebody removed").id();
        UserMatching matching = web.getBean(UserMatching.class);
        matching.putPeople(id, List.of(new SourcePerson("JIRAUSER77777", "left.long.ago", null, null, false, true)));
        matching.putAccounts(
                id,
                List.of(new TargetAccount(
                        "1", "Ferry", null, true, TargetAccount.Kind.PERSON, TargetAccount.Source.JIRA_CLOUD)));
        matching.match(id);

        assertThat(report(id, "").at("/matched/named/0/userName").asText()).isEqualTo("left.long.ago");
        assertThat(get("/api/migrations/" + id + "/report", "text/html"))
                .contains("left.long.ago")
                .doesNotContain("JIRAUSER77777");
    }

    @Test
    void shouldSayWhatARehearsalForetells() throws Exception {
        MigrationId id = ReportWeb.rehearsed(web);

        JsonNode forecast = report(id, "").path("forecast");

        assertThat(forecast.path(0).path("basis").asText()).isEqualTo("MEASURED");
        assertThat(forecast.findValuesAsText("basis")).contains("OTHER_MIGRATIONS");
        assertThat(forecast.findValuesAsText("does"))
                .anyMatch(what -> what.contains("120,400 issues in 84 projects (automatic)."))
                .anyMatch(what -> what.contains("26 of 30 people have an account today. Accounts for up to 3,"))
                .anyMatch(what -> what.contains("310 boxes, 22 teams"));
        assertThat(report(id, "").path("openPoints").findValuesAsText("text"))
                .contains(
                        "Active people who have no account in the cloud today: 3. The import of Jira may bring some of"
                                + " them.");
        assertThat(get("/api/migrations/" + id + "/report", "text/html"))
                .contains("how long it would take", "Person 27");
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() throws Exception {
        assertThat(send("/api/migrations/nobody/report", "application/json").statusCode())
                .isEqualTo(404);
        assertThat(send("/api/migrations/A%20B/report", "text/html").statusCode())
                .isEqualTo(404);
        assertThat(send("/api/migrations/" + migrated + "/report?addresses=all", "application/json")
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("/api/migrations/" + migrated + "/comparisons/tomorrow", "application/json")
                        .statusCode())
                .isEqualTo(404);
        assertThat(send("/migrations/nobody/differences", "text/html").statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldPageThroughEverythingThatDiffers() throws Exception {
        MigrationId id = ReportWeb.withManyDifferences(web, 2500);

        JsonNode second = JSON.readTree(get(
                "/api/migrations/" + id + "/comparisons/result?rule=projects&page=2&size=1000", "application/json"));
        JsonNode all = JSON.readTree(get("/api/migrations/" + id + "/comparisons", "application/json"));
        String table = get("/api/migrations/" + id + "/comparisons/result.csv", "text/csv");
        String page = get("/migrations/" + id + "/differences?point=result&rule=projects&page=24", "text/html");

        assertThat(second.path("total").asInt()).isEqualTo(2500);
        assertThat(second.path("items")).hasSize(500);
        assertThat(all.path("comparisons").path(0).path("rules").path(0).path("items"))
                .hasSize(20);
        assertThat(table.lines().filter(line -> line.startsWith("projects,"))).hasSize(2500);
        assertThat(page)
                .contains("P2499")
                .contains("Page 25 of 25")
                .contains("Previous page")
                .doesNotContain("Next page");
    }

    @Test
    void shouldDefuseFormulasAndMarkup() throws Exception {
        String table = get("/api/migrations/" + migrated + "/comparisons/result.csv", "text/csv");
        String page = get("/migrations/" + migrated + "/differences", "text/html");

        assertThat(table).startsWith("\uFEFFrule,verdict,what,expected,found").contains("'=cmd|");
        assertThat(page)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .contains("Different")
                .doesNotContain("<script>", "<script src");
    }

    private static JsonNode report(MigrationId id, String query) throws Exception {
        return JSON.readTree(get("/api/migrations/" + id + "/report" + query, "application/json"));
    }

    private static String get(String path, String accept) throws Exception {
        HttpResponse<String> answer = send(path, accept);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static HttpResponse<String> send(String path, String accept) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(ReportWeb.address(web) + path))
                        .header("Accept", accept)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
