package io.ferry.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.reset;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import io.ferry.access.Role;
import io.ferry.assess.Assessments;
import io.ferry.fixtures.SampleSettings;
import io.ferry.fixtures.TestClock;
import io.ferry.migration.Actor;
import io.ferry.migration.App;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Decision;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.NewMigration;
import io.ferry.migration.Outcome;
import io.ferry.migration.Phase;
import io.ferry.migration.Question;
import io.ferry.migration.Timeline;
import io.ferry.process.engine.Incidents;
import io.ferry.process.engine.WaitingTask;
import io.ferry.process.engine.WaitingTasks;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** The runbook as people see it and as scripts read it: in a real browser, on the record and a database. */
class RunbookPageTest {
    private static final Path PICTURES = Path.of("target/pictures");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm").withZone(ZoneOffset.UTC);

    private static ConfigurableApplicationContext web;
    private static Chromium chromium;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> mistakes = new ArrayList<>();
    private WaitingTasks waitingTasks;
    private Page page;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        web = FrontWeb.start();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (web != null) {
            web.close();
        }
    }

    @BeforeEach
    void open() {
        clock().pass(Duration.ofMinutes(1));
        waitingTasks = web.getBean(WaitingTasks.class);
        reset(waitingTasks);
        when(waitingTasks.home()).thenReturn("http://camunda.example/tasklist");
        when(web.getBean(Incidents.class).home()).thenReturn("http://camunda.example/operate");
        when(web.getBean(Assessments.class).all(any())).thenReturn(List.of());
        page = chromium.page(1280, mistakes);
    }

    @AfterEach
    void shouldHaveMadeNoMistake() {
        EverybodyIsSignedIn.with(Role.values());
        assertThat(mistakes).isEmpty();
        page.context().close();
    }

    @Test
    void shouldCountFromAStartThatNobodyHasChosen() {
        Migration migration = byHand("Company site");

        show(migration.id(), "");

        assertThat(page.locator(".lead")).containsText("There is no start yet");
        assertThat(line("Check readiness")).containsText("T+0:00 – T+");
        assertThat(line("Confirm the import")).containsText("An approver");
        assertThat(line("Import the backup by hand")).containsText("with the sign-in of a second one");
        assertThat(page.locator("#plan")).not().containsText("Decide about failed checks");
        assertThat(page.locator("#have-ready")).containsText("Credential “source-jira” for the source’s Jira");
        assertThat(page.locator("#have-ready")).containsText("Import the Jira backup in the cloud");
        assertThat(page.locator("#announcements")).containsText("[day and time of the freeze]");
        assertThat(page.locator("#way-back .badge")).hasCount(0);
        assertThat(page.locator("#keep")).hasCount(0);
        assertThat(page.locator("#times")).containsText("No assessment of this source is on record");
    }

    @Test
    void shouldKeepAPlanByTheKeyboardAndHoldWhatHappensAgainstIt() throws Exception {
        Migration migration = byHand("Spring <b>move</b>");
        show(migration.id(), "");

        page.fill("#start-at", "2027-03-27T18:00");
        page.fill("#zone", "Europe/Berlin");
        page.press("#zone", "Enter");
        assertThat(page.locator(".lead")).containsText("not kept");
        assertThat(page.locator(".facts")).containsText("Sat 27 Mar 2027, 18:00 Europe/Berlin");
        // In the night to Sunday the clocks go forward.
        assertThat(page.locator("#announcements"))
                .containsText("Europe/Berlin nobody can work in https://jira.example.com.");
        assertThat(get(migration.id(), "").path("plan").path("origin").asText()).isEqualTo("NONE");
        Accessibility.check(page, "runbook-chosen");

        page.focus("#keep");
        page.keyboard().press("Enter");
        page.waitForURL("**/runbook");
        assertThat(page.locator(".lead")).containsText("This plan was kept by tester");
        JsonNode kept = get(migration.id(), "");
        assertThat(kept.path("plan").path("origin").asText()).isEqualTo("KEPT");
        assertThat(kept.path("plan").path("start").asText()).isEqualTo("2027-03-27T17:00:00Z");
        assertThat(kept.path("plan").path("revision").asInt()).isEqualTo(1);
        assertThat(web.getBean(Timeline.class).read(migration.id()))
                .anyMatch(event -> event.step().equals("Keep the plan")
                        && event.message().contains("Sat 27 Mar 2027, 18:00 Europe/Berlin"));

        assertThat(put(migration.id(), "{\"start\": \"2027-04-03T18:00\", \"zone\": \"UTC\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(get(migration.id(), "").path("plan").path("revision").asInt())
                .isEqualTo(2);
        assertThat(web.getBean(Timeline.class).read(migration.id()))
                .anyMatch(event -> event.before() != null
                        && event.before().path("start").asText().equals("2027-03-27T17:00:00Z"));
    }

    @Test
    void shouldShowPlanAgainstActualWhileItRuns() throws Exception {
        Migration migration = byHand("Night of the move");
        Instant planned = clock().instant().plus(Duration.ofMinutes(10));
        put(migration.id(), "{\"start\": \"%s\"}".formatted(LOCAL.format(planned)));
        Timeline timeline = web.getBean(Timeline.class);
        Confirmations confirmations = web.getBean(Confirmations.class);
        clock().pass(Duration.ofMinutes(25));
        timeline.phaseStarted(migration.id(), Phase.CHECK_READINESS);
        clock().pass(Duration.ofMinutes(45));
        answer(confirmations, migration, Question.SITE_IMPORT, Decision.OFFERED);
        answer(confirmations, migration, Question.FREEZE, Decision.CONFIRM);
        timeline.phaseEnded(migration.id(), Phase.CHECK_READINESS);
        timeline.phaseStarted(migration.id(), Phase.BACK_UP_BIGPICTURE);
        clock().pass(Duration.ofHours(6));
        answer(confirmations, migration, Question.REINSTALL_APP, Decision.DONE);
        clock().pass(Duration.ofMinutes(30));
        waits(migration, Question.CREATE_DUMP, "Make the dump by hand", "back-up-bigpicture");

        show(migration.id(), "");

        assertThat(line("Check readiness")).containsText("✓");
        assertThat(line("Confirm the freeze")).containsText("✓");
        assertThat(line("Confirm the freeze")).containsText("late");
        assertThat(line("Back up BigPicture")).containsText("under way");
        assertThat(line("Back up BigPicture").locator(".badge.bad")).containsText("late");
        assertThat(line("Reinstall the app by hand")).containsText("done");
        assertThat(line("Make the dump by hand")).containsText("waits for a person");
        assertThat(line("Make the dump by hand")).containsText("☐");
        assertThat(line("Back up Jira")).containsText("to come");
        assertThat(page.locator(".facts")).containsText("behind");
        assertThat(page.locator("#way-back tr").nth(1)).containsText("now");
        Accessibility.check(page, "runbook-running");
        shouldBeReadOnATelephone();
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        page.pdf(new Page.PdfOptions().setPath(PICTURES.resolve("runbook.pdf")).setFormat("A4"));

        JsonNode late = line(get(migration.id(), ""), "back-up-bigpicture");
        assertThat(late.path("pastLatest").asBoolean()).isTrue();
        assertThat(late.path("actualTo").isNull()).isTrue();
    }

    /** One line above each phase, no label without a value, and every tab within the screen. */
    private void shouldBeReadOnATelephone() {
        page.setViewportSize(400, 1_900);
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("runbook-400-top.png")));
        page.locator("#plan")
                .screenshot(new Locator.ScreenshotOptions().setPath(PICTURES.resolve("runbook-400-plan.png")));
        assertThat(page.locator(".lines tr.phase td")
                        .evaluateAll("cells => cells.map(cell => getComputedStyle(cell).borderTopWidth)"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .isNotEmpty()
                .containsOnly("0px");
        assertThat(page.locator(".lines td[data-l]")
                        .evaluateAll("cells => cells.filter(cell => !cell.textContent.trim()).length"))
                .isEqualTo(0);
        assertThat(page.locator(".tabs a")
                        .evaluateAll("tabs => tabs.filter(tab => tab.getBoundingClientRect().right > 400).length"))
                .isEqualTo(0);
        page.setViewportSize(1280, 900);
    }

    @Test
    void shouldPlanWithTheModesOfTheMigrationWhateverThoseOfTheAssessmentWere() throws Exception {
        FrontWeb.empty(web);
        UUID assessment = UUID.randomUUID();
        // Made with the default modes: people reinstall the app.
        when(web.getBean(Assessments.class).document(assessment))
                .thenReturn(Optional.of(AssessmentPageTest.assessment("a text")));
        when(web.getBean(Assessments.class).all(any()))
                .thenReturn(List.of(new Assessments.Kept(
                        assessment,
                        Assessments.State.DONE,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        "ann",
                        "https://jira.example.com",
                        null,
                        null,
                        null,
                        Set.of())));
        Migration automatic =
                registered("Automatic", SampleSettings.sampleSettings().automatic());

        JsonNode plan = get(automatic.id(), "").path("plan");

        assertThat(plan.path("sources").get(0).asText()).contains("The assessment of https://jira.example.com");
        assertThat(worksOfPeople(plan))
                .contains("Judge the differences, try the app")
                .doesNotContain("Reinstall the app at the same version", "Switch the integrations on, one by one");
        // The assessment's sizes: 1,000,000 issues at 2,000 a minute.
        assertThat(plan.path("parts").findValuesAsText("likely")).contains("PT8H20M");
        assertThat(worksOfPeople(get(byHand("By hand").id(), "").path("plan")))
                .contains("Reinstall the app at the same version", "Switch the integrations on, one by one");
    }

    @Test
    void shouldPlanAheadWhileTheFirstPhaseWaitsForItsDay() throws Exception {
        Migration migration = byHand("Days ahead");
        web.getBean(Timeline.class).phaseStarted(migration.id(), Phase.CHECK_READINESS);
        clock().pass(Duration.ofHours(1));
        answer(web.getBean(Confirmations.class), migration, Question.SITE_IMPORT, Decision.OFFERED);
        Instant weekend = clock().instant().plus(Duration.ofDays(5)).truncatedTo(ChronoUnit.MINUTES);
        assertThat(put(migration.id(), "{\"start\": \"%s\"}".formatted(LOCAL.format(weekend)))
                        .statusCode())
                .isEqualTo(200);

        show(migration.id(), "");

        assertThat(page.locator("main")).not().containsText("days ahead");
        assertThat(page.locator(".facts")).not().containsText("Against the plan");
        assertThat(page.locator(".lines")).not().containsText("early");
        assertThat(get(migration.id(), "").path("behind").isNull()).isTrue();

        // when its day has come
        clock().pass(Duration.ofDays(5).plusMinutes(2));
        show(migration.id(), "");
        assertThat(page.locator(".facts")).containsText("Against the planon time");
    }

    @Test
    void shouldRefuseAPlanThatBeginsAfterItsMigration() throws Exception {
        Migration migration = byHand("Too late");
        Instant began = clock().instant();
        web.getBean(Timeline.class).phaseStarted(migration.id(), Phase.CHECK_READINESS);
        clock().pass(Duration.ofMinutes(3));
        answer(web.getBean(Confirmations.class), migration, Question.FREEZE, Decision.CONFIRM);
        clock().pass(Duration.ofMinutes(1));
        web.getBean(Timeline.class).phaseEnded(migration.id(), Phase.CHECK_READINESS);
        web.getBean(Timeline.class).phaseStarted(migration.id(), Phase.BACK_UP_BIGPICTURE);
        String nextWeek = LOCAL.format(began.plus(Duration.ofDays(5)));

        HttpResponse<String> refused = put(migration.id(), "{\"start\": \"%s\"}".formatted(nextWeek));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body())
                .contains("The plan would begin after the migration", "The freeze was confirmed on", "Choose a start");
        show(migration.id(), "?start=" + nextWeek);
        assertThat(page.locator("main .note")).containsText("after the migration itself did. The freeze was confirmed");
        assertThat(page.locator(".lines")).not().containsText("early");
        assertThat(page.locator("#keep")).hasCount(0);

        // The moment at which it really began is good, and what went faster is a number in the table.
        assertThat(put(migration.id(), "{\"start\": \"%s\"}".formatted(LOCAL.format(began)))
                        .statusCode())
                .isEqualTo(200);
        assertThat(row(call("GET", api(migration.id()) + ".csv", null).body(), "Confirm the freeze"))
                .containsPattern(",done,-[1-9][0-9]*,UTC$");
    }

    @Test
    void shouldSayTheSameOfATaskThatCameUpInEveryForm() throws Exception {
        MigrationId id = ReportWeb.migrated(web);

        JsonNode came = line(get(id, ""), "restore-jira.import-backup");
        assertThat(came.path("cameUp").asBoolean()).isTrue();
        assertThat(came.path("planned").isNull()).isTrue();
        assertThat(came.path("sinceStart").isNull()).isTrue();
        assertThat(row(call("GET", api(id) + ".csv", null).body(), "Import the backup by hand"))
                .containsPattern("\"?came up, was not planned\"?,,,,,,[0-9-]+ [0-9:]+,done,,UTC$");
        assertThat(call("GET", api(id) + ".ics", null).body().replace("\r\n ", ""))
                .contains("Import the backup by hand\\, came up\\, was not planned");
        show(id, "");
        assertThat(line("Import the backup by hand")).containsText("came up, was not planned");
        assertThat(line("Import the backup by hand").locator("[data-l=planned]"))
                .hasCount(0);
    }

    private static String row(String table, String task) {
        return table.lines()
                .filter(line -> line.contains("," + task + ","))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> worksOfPeople(JsonNode plan) {
        return plan.path("parts")
                .valueStream()
                .filter(part -> part.path("doer").asText().equals("PEOPLE"))
                .map(part -> part.path("work").asText())
                .toList();
    }

    @Test
    void shouldShowWhatHappenedOfAMigrationThatIsOver() throws Exception {
        MigrationId id = ReportWeb.migrated(web);

        show(id, "");

        assertThat(page.locator(".lead")).containsText("Nobody kept a plan: it begins with the first phase");
        assertThat(page.locator(".lines tr.phase .badge.good").first()).isVisible();
        assertThat(line("Restore Jira")).containsText("done");
        assertThat(line("Confirm the import")).containsText("✓");
        // Ferry did it automatically, by the settings; the record says that a person did.
        assertThat(line("Import the backup by hand")).containsText("came up, was not planned");
        assertThat(line("Decide about failed checks")).containsText("came up, was not planned");
        assertThat(line("Approve new accounts")).containsText("was not needed");
        assertThat(page.locator("#keep")).hasCount(0);
        assertThat(page.locator("#way-back tr").last()).containsText("now");
        assertThat(page.content()).doesNotContain("acme.test");
        Accessibility.check(page, "runbook-over");

        assertThat(put(id, "{\"start\": \"2027-03-27T18:00\"}").statusCode()).isEqualTo(409);
    }

    @Test
    void shouldPlanByTheRehearsalOfTheSameSource() throws Exception {
        ReportWeb.rehearsed(web);
        Migration migration = ReportWeb.registered(web, "After the rehearsal", false);

        JsonNode runbook = get(migration.id(), "");

        assertThat(runbook.path("plan").path("sources").get(0).asText())
                .contains("Rehearsal of the spring move", "Back up BigPicture, Back up Jira");
        JsonNode part = runbook.path("plan")
                .path("parts")
                .valueStream()
                .filter(one -> one.path("phase").asText().equals("back-up-jira"))
                .findFirst()
                .orElseThrow();
        assertThat(part.path("basis").asText()).isEqualTo("MEASURED");
        assertThat(part.path("takes").path("likely").asText()).isEqualTo("PT1H10M");
        assertThat(runbook.path("haveReady").findValuesAsText("details"))
                .anyMatch(details -> details.startsWith("For 790 active people"));
    }

    @Test
    void shouldPlanARehearsalWithoutWhatItLeavesOut() throws Exception {
        Migration rehearsal = ReportWeb.registered(web, "Only a rehearsal", true);

        JsonNode runbook = get(rehearsal.id(), "?start=2027-03-27T18:00");

        assertThat(runbook.path("kind").asText()).isEqualTo("REHEARSAL");
        assertThat(runbook.path("lines").findValuesAsText("key"))
                .containsExactly("check-readiness", "back-up-bigpicture", "back-up-jira", "map-users");
        assertThat(runbook.path("gates")).isEmpty();
        assertThat(runbook.path("plan").path("frozen").isNull()).isTrue();
        assertThat(runbook.path("announcements").get(0).path("text").asText()).contains("You can go on working.");
    }

    @Test
    void shouldDownloadATableAndACalendar() throws Exception {
        Migration migration = byHand("=cmd|' /C calc'!A0");

        HttpResponse<String> table =
                call("GET", api(migration.id()) + ".csv?start=2027-03-27T18:00&zone=Europe/Berlin", null);
        assertThat(table.headers().firstValue("Content-Type").orElseThrow()).isEqualTo("text/csv;charset=UTF-8");
        assertThat(table.headers().firstValue("Content-Disposition").orElseThrow())
                .isEqualTo("attachment; filename=\"runbook-" + migration.id() + ".csv\"");
        assertThat(table.body()).contains("Check readiness,,", "2027-03-27 18:00", "Europe/Berlin");
        assertThat(call("GET", api(migration.id()) + ".csv", null).body()).contains("T+0:00");

        HttpResponse<String> none = call("GET", api(migration.id()) + ".ics", null);
        assertThat(none.statusCode()).isEqualTo(409);
        assertThat(none.body()).contains("The plan has no start", "?start=");
        HttpResponse<String> calendar =
                call("GET", api(migration.id()) + ".ics?start=2027-03-27T18:00&zone=Europe/Berlin", null);
        assertThat(calendar.headers().firstValue("Content-Type").orElseThrow())
                .isEqualTo("text/calendar;charset=UTF-8");
        assertThat(calendar.body()).contains("DTSTART:20270327T170000Z");
    }

    @Test
    void shouldSayWhatIsWrongWithAStart() throws Exception {
        Migration migration = byHand("Badly begun");
        assertThat(call("GET", api(migration.id()) + "?start=tomorrow", null).body())
                .contains("\"field\":\"start\"", "2026-11-07T18:00");
        assertThat(call("GET", api(migration.id()) + "?zone=Atlantis", null).statusCode())
                .isEqualTo(400);
        assertThat(put(migration.id(), "{\"start\": \"2027-03-28T02:30\", \"zone\": \"Europe/Berlin\"}")
                        .body())
                .contains("the clocks go forward");

        show(migration.id(), "?start=2027-03-28T02:30&zone=Europe/Berlin");
        assertThat(page.locator("#start [role=alert]")).containsText("the clocks go forward");
        assertThat(page.locator("#start-at")).hasValue("2027-03-28T02:30");
        show(migration.id(), "?start=%3Cscript%3E&zone=%22%3E");
        assertThat(page.locator("#start [role=alert]").first()).containsText("expected is");
    }

    @Test
    void shouldLetViewersReadAndKeepNothing() {
        Migration migration = byHand("Only looked at");
        EverybodyIsSignedIn.with(Role.VIEWER);

        show(migration.id(), "?start=2027-03-27T18:00");

        assertThat(page.locator("#plan")).isVisible();
        assertThat(page.locator("#keep")).hasCount(0);
    }

    @Test
    void shouldSayWhereAStoppedMigrationEnded() {
        Migration migration = byHand("Stopped");
        web.getBean(Timeline.class).phaseStarted(migration.id(), Phase.CHECK_READINESS);
        clock().pass(Duration.ofMinutes(5));
        web.getBean(Migrations.class).recordOutcome(migration.id(), Outcome.STOPPED);

        show(migration.id(), "");

        assertThat(line("Check readiness")).containsText("interrupted");
        assertThat(line("Back up Jira")).containsText("not reached");
        assertThat(page.locator("#way-back .badge")).hasCount(0);
    }

    private static void answer(Confirmations confirmations, Migration migration, Question question, Decision decision) {
        confirmations.record(migration.id(), question, decision, null, Actor.ofTask("ann@example.org"), Map.of());
    }

    private void waits(Migration migration, Question question, String name, String process) {
        when(waitingTasks.of(migration.id()))
                .thenReturn(List.of(new WaitingTask(
                        "501",
                        name,
                        question.userTask(),
                        process,
                        clock().instant().minus(Duration.ofMinutes(20)),
                        List.of("operator"),
                        null,
                        "http://camunda.example/tasklist/501")));
    }

    private static Migration byHand(String name) {
        return registered(name, SampleSettings.sampleSettings());
    }

    private static Migration registered(String name, SampleSettings settings) {
        return web.getBean(Migrations.class)
                .register(new NewMigration(
                        name,
                        App.BIGPICTURE,
                        settings.from(SampleSettings.site("https://jira.example.com", "source-jira"))
                                .toATargetOfItsOwn()
                                .build(),
                        null));
    }

    private Locator line(String title) {
        return page.locator(".lines tbody tr")
                .filter(new Locator.FilterOptions()
                        .setHas(page.locator("td:first-child", new Page.LocatorOptions().setHasText(title))))
                .first();
    }

    private static JsonNode line(JsonNode runbook, String key) {
        return runbook.path("lines")
                .valueStream()
                .filter(line -> line.path("key").asText().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private void show(MigrationId id, String query) {
        page.navigate(FrontWeb.address(web) + "/migrations/" + id + "/runbook" + query);
    }

    private static String api(MigrationId id) {
        return "/api/migrations/" + id + "/runbook";
    }

    private JsonNode get(MigrationId id, String query) throws Exception {
        HttpResponse<String> answer = call("GET", api(id) + query, null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> put(MigrationId id, String body) throws Exception {
        return call("PUT", api(id), body);
    }

    private HttpResponse<String> call(String method, String path, @Nullable String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(FrontWeb.address(web).resolve(path))
                        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json")
                        .build(),
                BodyHandlers.ofString());
    }

    private static TestClock clock() {
        return web.getBean(TestClock.class);
    }
}
