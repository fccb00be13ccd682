package io.ferry.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.reset;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import io.ferry.fixtures.SampleSettings;
import io.ferry.fixtures.TestClock;
import io.ferry.migration.Actor;
import io.ferry.migration.App;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Decision;
import io.ferry.migration.Event;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.NewMigration;
import io.ferry.migration.Notices;
import io.ferry.migration.Outcome;
import io.ferry.migration.Phase;
import io.ferry.migration.Question;
import io.ferry.migration.Timeline;
import io.ferry.process.common.RetriedSteps;
import io.ferry.process.engine.Cluster;
import io.ferry.process.engine.Incident;
import io.ferry.process.engine.Incidents;
import io.ferry.process.engine.StartedInCamunda;
import io.ferry.process.engine.WaitingTask;
import io.ferry.process.engine.WaitingTasks;
import io.ferry.remote.RemoteFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** The front page and the page of one migration as people see them: in a real browser, on the record and a database. */
class FrontPageTest {
    private static final Path PICTURES = Path.of("target/pictures");

    private static ConfigurableApplicationContext web;
    private static Chromium chromium;

    private final List<String> mistakes = new ArrayList<>();
    private WaitingTasks waitingTasks;
    private Incidents incidents;
    private Cluster cluster;
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
    void anEmptyRecord() {
        FrontWeb.empty(web);
        // What was asked of Camunda before is old by now.
        clock().pass(Duration.ofMinutes(1));
        waitingTasks = web.getBean(WaitingTasks.class);
        incidents = web.getBean(Incidents.class);
        cluster = web.getBean(Cluster.class);
        reset(waitingTasks, incidents, cluster, web.getBean(RetriedSteps.class), web.getBean(StartedInCamunda.class));
        when(waitingTasks.home()).thenReturn("http://camunda.example/tasklist");
        when(incidents.home()).thenReturn("http://camunda.example/operate");
        when(incidents.linkTo(anyLong()))
                .thenAnswer(call -> "http://camunda.example/operate/processes/" + call.getArgument(0));
        open(1280, true);
    }

    private void open(int width, boolean scripts) {
        if (page != null) {
            page.context().close();
        }
        page = chromium.page(
                new Browser.NewContextOptions().setViewportSize(width, 900).setJavaScriptEnabled(scripts), mistakes);
    }

    @AfterEach
    void shouldHaveMadeNoMistake() {
        assertThat(mistakes).isEmpty();
        page.context().close();
    }

    @Test
    void shouldSayWhatToDoFirst() {
        // when
        show("/");

        // then
        assertThat(page.locator("#nothing")).containsText("Start with a rehearsal");
        assertThat(page.locator("#nothing").getByText("Processes in Tasklist"))
                .hasAttribute("href", "http://camunda.example/tasklist/processes?hasStartForm=yes");
        assertThat(page.locator("#nothing")).containsText("./ferry demo");
        Accessibility.check(page, "front-empty");
    }

    @Test
    void shouldShowWhatWaitsForWhomAndWhatIsStuck() {
        // given
        ReportWeb.migrated(web);
        ReportWeb.rehearsed(web);
        MigrationId free = underWay("Second try", 90);
        MigrationId id = underWay("Spring <b>move</b> & more", 77);
        waits(id, "Confirm the freeze", "operator", null, Duration.ofMinutes(125));
        waits(id, "Confirm the <import>", "approver", "ann@example.org", Duration.ofHours(73));
        when(incidents.of(argThat(keys -> keys != null && keys.contains(77L))))
                .thenReturn(List.of(new Incident(
                        1,
                        2L,
                        "JOB_NO_RETRIES",
                        "The target did not answer. <img src=x onerror=alert(1)> Look whether it is there.",
                        clock().instant().minus(Duration.ofMinutes(7)),
                        "http://camunda.example/operate/processes/78")));

        // when
        show("/");

        // then
        var card = page.locator("article").first();
        assertThat(card.getByText("Spring <b>move</b> & more")).hasAttribute("href", "/migrations/" + id);
        assertThat(card).containsText("Back up Jira for ");
        assertThat(card).containsText(", 40 %");
        assertThat(card).containsText("Confirm the freeze waits for an operator, for 2 h 5 min");
        assertThat(card).containsText("Confirm the <import> waits for ann, who took it, for 3 days 1 h");
        assertThat(card).containsText("Stuck for 7 min: The target did not answer. <img src=x");
        assertThat(card.getByText("Look in Operate"))
                .hasAttribute("href", "http://camunda.example/operate/processes/78");
        assertThat(page.locator("article").nth(1)).containsText("Nobody has to do anything right now.");
        assertThat(page.locator("article").nth(1).locator("h2 a")).hasAttribute("href", "/migrations/" + free);
        assertThat(page.locator("#ended tbody tr")).hasCount(2);
        assertThat(page.locator("#ended")).containsText("Migrated");
        assertThat(page.locator("#ended")).containsText("Rehearsed");
        assertThat(page.content()).doesNotContain("ann@example.org");
        Accessibility.check(page, "front");
    }

    @Test
    void shouldShowWhatWasStartedInCamundaAndIsNotOnRecord() {
        // given
        Instant now = clock().instant();
        when(web.getBean(StartedInCamunda.class).unregistered())
                .thenReturn(List.of(
                        new StartedInCamunda.Unregistered(
                                "REHEARSAL · Spring <b>move</b> · jira.example.com → example.atlassian.net",
                                "Migrate BigPicture from Data Center to Cloud",
                                now.minus(Duration.ofMinutes(12)),
                                List.of(new WaitingTask(
                                        "501",
                                        "Correct settings",
                                        "Task_CorrectSettings",
                                        "Migrate BigPicture from Data Center to Cloud",
                                        now.minus(Duration.ofMinutes(11)),
                                        List.of("operator"),
                                        null,
                                        "http://camunda.example/tasklist/501")),
                                List.of(),
                                "http://camunda.example/operate/processes/500"),
                        new StartedInCamunda.Unregistered(
                                "Roll back (started by Ferry)",
                                "Roll back (started by Ferry)",
                                now.minus(Duration.ofHours(2)),
                                List.of(),
                                List.of(new Incident(
                                        9,
                                        null,
                                        "IO_MAPPING_ERROR",
                                        "Ferry starts this process as a part of a migration",
                                        now.minus(Duration.ofHours(2)),
                                        "http://camunda.example/operate/processes/600")),
                                "http://camunda.example/operate/processes/600")));

        // when
        show("/");

        // then
        assertThat(page.locator("#nothing")).hasCount(0);
        var first = page.locator("article").first();
        assertThat(first.getByText("REHEARSAL · Spring <b>move</b> · jira.example.com → example.atlassian.net"))
                .hasAttribute("href", "http://camunda.example/operate/processes/500");
        assertThat(first).containsText("Started in Camunda 12 min ago as Migrate BigPicture");
        assertThat(first).containsText("Correct settings waits for an operator, for 11 min");
        assertThat(first.getByText("Correct settings")).hasAttribute("href", "http://camunda.example/tasklist/501");
        var second = page.locator("article").nth(1);
        assertThat(second).containsText("Stuck for 2 h 0 min: Ferry starts this process as a part of a migration");
        assertThat(second.getByText("Look in Operate"))
                .hasAttribute("href", "http://camunda.example/operate/processes/600");
        Accessibility.check(page, "front-unregistered");
        pictures("front-unregistered");
    }

    @Test
    void shouldSayThatItDoesNotKnowWhatWasStartedInCamunda() {
        // given
        when(web.getBean(StartedInCamunda.class).unregistered())
                .thenThrow(RemoteFailure.passing("Operate did not answer.", "See whether it runs."));

        // when
        show("/");

        // then
        assertThat(page.locator(".note.warn"))
                .containsText("Migrations started in Camunda are unknown right now: Operate did not answer.");
    }

    @Test
    void shouldSayThatFerryTriesAgainWhileASiteIsDown() {
        // given
        MigrationId id = underWay("Spring move", 77);
        Instant now = clock().instant();
        when(web.getBean(RetriedSteps.class).of(id))
                .thenReturn(List.of(new RetriedSteps.RetriedStep(
                        "Take baseline",
                        now.minus(Duration.ofMinutes(12)),
                        now.plus(Duration.ofMinutes(4)),
                        "https://jira.example.com does not answer. Look whether it runs.")));

        for (String address : List.of("/", "/migrations/" + id)) {
            // when
            show(address);

            // then
            assertThat(page.locator(".waits")).containsText("Take baseline has failed for 12 min, since ");
            assertThat(page.locator(".waits")).containsText("Ferry tries again at ");
            assertThat(page.locator(".waits")).containsText("does not answer. Look whether it runs.");
            assertThat(page.locator("main")).not().containsText("Nobody has to do anything right now.");
            Accessibility.check(page, address.equals("/") ? "front-retried" : "migration-retried");
        }
    }

    @Test
    void shouldFollowWithoutBeingLoadedAnewAndAskCamundaSoftly() {
        // given
        MigrationId id = underWay("Followed", 77);
        page.clock().install();
        show("/");
        page.evaluate("window.neverLoadedAnew = true");
        page.locator("article h2 a").focus();
        assertThat(page.locator("article")).not().containsText("Judge");

        // when
        waits(id, "Judge the result", "approver", null, Duration.ZERO);
        clock().pass(Duration.ofMinutes(3));
        page.clock().fastForward(11_000);

        // then
        assertThat(page.locator("article")).containsText("Judge the result waits for an approver, for 3 min");
        assertThat(page.locator("article h2 a")).isFocused();
        assertThat(page.evaluate("window.neverLoadedAnew")).isEqualTo(true);

        // when many look within a few seconds
        clearInvocations(waitingTasks);
        for (int i = 0; i < 5; i++) {
            get("/", "127.0.0.1");
            get("/migrations/" + id, "127.0.0.1");
        }

        // then
        verify(waitingTasks, never()).of(any());
    }

    @Test
    void shouldAskNothingWhileNobodyLooks() {
        // given
        page.addInitScript(
                "window.looked = true; Object.defineProperty(document, 'hidden', { get: () => !window.looked })");
        page.clock().install();
        show("/");
        var asked = new ArrayList<String>();
        page.onRequest(request -> asked.add(request.url()));

        // when
        page.evaluate("window.looked = false; document.dispatchEvent(new Event('visibilitychange'))");
        page.clock().fastForward(600_000);

        // then
        assertThat(asked).isEmpty();

        // when somebody looks again
        page.waitForRequest(
                Pattern.compile(".*"),
                () -> page.evaluate("window.looked = true; document.dispatchEvent(new Event('visibilitychange'))"));
    }

    @Test
    void shouldSayWhenFerryDoesNotAnswer() {
        // given
        underWay("Followed", 77);
        page.clock().install();
        show("/");
        assertThat(page.locator("#stale")).isHidden();

        // when
        page.route("**", route -> route.abort());
        page.clock().fastForward(11_000);

        // then
        assertThat(page.locator("#stale")).isVisible();
        assertThat(page.locator("article")).containsText("Followed");

        // when
        page.unroute("**");
        page.clock().fastForward(21_000);

        // then
        assertThat(page.locator("#stale")).isHidden();
        mistakes.removeIf(text -> text.contains("ERR_FAILED"));
    }

    @Test
    void shouldShowTheRecordWhileCamundaIsSilent() {
        // given
        MigrationId id = underWay("In the dark", 77);
        when(waitingTasks.of(any()))
                .thenThrow(RemoteFailure.passing(
                        "Tasklist at http://camunda.example did not answer.", "See whether it runs."));
        when(incidents.of(any()))
                .thenThrow(RemoteFailure.passing(
                        "Operate at http://camunda.example did not answer.", "See whether it runs."));
        underWay("In the dark, too", 78);

        // when
        show("/");

        // then
        assertThat(page.locator(".note.warn")).hasCount(2);
        assertThat(page.locator(".note.warn").first()).containsText("Waiting tasks are unknown right now");
        assertThat(page.locator("article")).hasCount(2);
        assertThat(page.locator("article").first()).containsText("Back up Jira");
        assertThat(page.locator("main")).not().containsText("Nobody has to do anything");
        // Silent for the first migration, it is not asked for the second one, nor right again.
        verify(waitingTasks, times(1)).of(any());
        pictures("front-camunda-silent");

        // when
        show("/migrations/" + id);

        // then
        assertThat(page.locator("#phases")).containsText("Back up BigPicture");
        verify(waitingTasks, times(1)).of(any());
    }

    @Test
    void shouldSayOnceThatCamundaDoesNotAnswerAndGoOnWhenItDoes() {
        // given
        String sentence =
                Cluster.inOneSentence("Camunda does not answer at http://camunda.example: the connection is refused");
        when(cluster.trouble()).thenReturn(Optional.of(sentence));

        // when, then: even where nothing waits for it
        show("/");
        assertThat(page.locator(".note.warn")).hasText(new String[] {sentence});

        // when
        MigrationId id = underWay("In the dark", 77);
        underWay("In the dark, too", 78);
        waits(id, "Confirm the import", "approver", null, Duration.ofMinutes(5));
        show("/");

        // then
        assertThat(page.locator(".note.warn")).hasText(new String[] {sentence});
        assertThat(page.locator("article")).hasCount(2);
        assertThat(page.locator("article").first()).containsText("Back up Jira");
        assertThat(page.locator("main")).not().containsText("Nobody has to do anything");
        Accessibility.check(page, "front-camunda-away");

        // when
        show("/migrations/" + id);

        // then
        assertThat(page.locator(".note.warn")).hasText(new String[] {sentence});
        assertThat(page.locator("#phases")).containsText("Back up BigPicture");
        pictures("migration-camunda-away");
        verify(waitingTasks, never()).of(any());
        verify(incidents, never()).of(any());

        // when
        when(cluster.trouble()).thenReturn(Optional.empty());
        show("/migrations/" + id);

        // then
        assertThat(page.locator(".note.warn")).hasCount(0);
        assertThat(page.locator("#now")).containsText("Confirm the import");
    }

    @Test
    void shouldGiveOneReasonOnce() {
        // given
        MigrationId id = underWay("In the dark", 77);
        when(waitingTasks.of(any()))
                .thenThrow(RemoteFailure.passing("Camunda does not answer.", "See whether it runs."));
        when(incidents.of(any())).thenThrow(RemoteFailure.passing("Camunda does not answer.", "See whether it runs."));

        // when
        show("/migrations/" + id);

        // then
        assertThat(page.locator(".note.warn")).hasText(new String[] {
            "Waiting tasks and incidents are unknown right now: Camunda does not answer. See whether it runs."
        });
    }

    @Test
    void shouldSayWhenRemindersDoNotGoOut() {
        // given
        MigrationId id = underWay("Nobody is told", 77);
        var notices = web.getBean(Notices.class);
        var key = new Notices.Key("task:1", "PT4H");
        notices.begin(id, "e-mail", List.of(key));
        notices.failed(id, "e-mail", List.of(key), "The mail server does not answer, says <ann@example.org>");
        clock().pass(Duration.ofMinutes(12));

        for (String path : List.of("/", "/migrations/" + id)) {
            // when
            show(path);

            // then
            assertThat(page.locator(".note.warn"))
                    .hasText("Reminders by e-mail do not go out. The last try was 12 min ago: The mail server does not"
                            + " answer, says <(address)>");
        }
        pictures("front-not-told");

        // when
        notices.begin(id, "e-mail", List.of(key));
        notices.sent(id, "e-mail", List.of(key));
        show("/");

        // then
        assertThat(page.locator(".note.warn")).hasCount(0);
    }

    @Test
    void shouldShowOneMigrationWithItsPhasesFilesAndWhatHappened() {
        // given
        MigrationId id = underWay("Spring <b>move</b>", 77);
        waits(id, "Confirm the import", "approver", null, Duration.ofMinutes(12));
        var facts = web.getBean(FactsOfMigration.class);
        facts.verified(id, FactName.DUMP_FILE, file("ferry-353dabdc31b9.dump", 2_621_440));
        facts.verified(id, FactName.BACKUP_FILE, file("<script>alert(1)</script>.zip", 5_368_709_120L));
        for (int i = 0; i < 60; i++) {
            record(id, Event.Kind.NOTE, "Look " + i);
        }
        record(id, Event.Kind.PROBLEM, "The connection broke. <i>Ferry tries again.</i>");

        // when
        show("/migrations/" + id);

        // then
        assertThat(page.locator("h1")).hasText("Spring <b>move</b>");
        assertThat(page.locator("#now")).containsText("Confirm the import waits for an approver, for 12 min");
        assertThat(page.locator("#now").getByText("Confirm the import")).hasAttribute("href", "http://tasklist/1");
        assertThat(page.locator("#phases")).containsText("under way, 40 %");
        assertThat(page.locator("#phases")).containsText("to come");
        assertThat(page.locator("#files")).containsText("2.6 MB (2,621,440 bytes)");
        assertThat(page.locator("#files")).containsText("5.4 GB");
        assertThat(page.locator("#files")).containsText("<script>alert(1)</script>.zip");
        assertThat(page.locator("#files")).containsText("e8".repeat(32));
        assertThat(page.locator("#events tbody tr")).hasCount(20);
        assertThat(page.locator("#events tbody tr").first())
                .containsText("Problem: The connection broke. <i>Ferry tries again.</i>");
        for (String other : List.of("Report", "User mapping", "Differences")) {
            String address = page.locator("nav").getByText(other).getAttribute("href");
            assertThat(page.request().get(web() + address).status()).as(address).isEqualTo(200);
        }
        assertThat(page.locator("nav").getByText("Operate"))
                .hasAttribute("href", "http://camunda.example/operate/processes/77");
        assertThat(page.locator("#phases li.done")).hasCount(2);
        assertThat(page.locator("#phases [aria-current=step] progress")).hasAttribute("value", "40");
        Accessibility.check(page, "migration");

        // when
        page.locator("#events").getByText("Show all ").click();

        // then
        assertThat(page.locator("#events tbody tr")).hasCount(63);
    }

    @Test
    void shouldShowAMigrationThatHasEnded() {
        // given
        MigrationId id = ReportWeb.migrated(web);

        // when
        show("/migrations/" + id);

        // then
        assertThat(page.locator(".top .badge")).containsText("Migrated, ");
        assertThat(page.locator(".top .badge.good")).hasCount(0);
        assertThat(page.locator("main section").first().getByRole(AriaRole.HEADING))
                .hasText("Open points");
        assertThat(page.locator("#open-points li.look"))
                .containsText(new String[] {"boxes: different", "Transfer the attachments: later, said ann."});
        assertThat(page.locator("#now")).containsText("100 %");
        assertThat(page.locator("#phases li")).hasCount(10);
        assertThat(page.locator("main")).not().containsText("to come");
        Accessibility.check(page, "migration-ended");
    }

    @Test
    void shouldNeedNoScript() {
        // given
        MigrationId id = underWay("Without script", 77);
        waits(id, "Confirm the freeze", "operator", null, Duration.ofMinutes(1));
        open(1280, false);

        // when
        show("/");

        // then
        assertThat(page.locator("article")).containsText("Confirm the freeze waits for an operator");
        assertThat(page.locator("noscript meta[http-equiv=refresh]")).hasCount(1);
    }

    @Test
    void shouldPageThroughWhatHasEnded() {
        // given
        var migrations = web.getBean(Migrations.class);
        for (int i = 0; i < 23; i++) {
            clock().pass(Duration.ofMinutes(1));
            migrations.recordOutcome(
                    ReportWeb.registered(web, "Old " + i, false).id(), Outcome.STOPPED);
        }

        // when
        show("/");
        assertThat(page.locator("#ended tbody tr").first()).containsText("Old 22");
        page.getByText("Next ones").click();

        // then
        assertThat(page.locator("#ended tbody tr")).hasCount(3);
        assertThat(page.locator("#ended tbody tr").last()).containsText("Old 0");
    }

    @Test
    void shouldFindMigrationsWithoutScript() {
        // given
        MigrationId import1 = underWay("Spring 100% import", 77);
        waits(import1, "Confirm the import", "approver", null, Duration.ofMinutes(5));
        waiting.clear();
        MigrationId taken = underWay("Autumn move", 78);
        waits(taken, "Judge the result", "approver", "ann", Duration.ofMinutes(5));
        underWay("Winter move", 79);
        ReportWeb.rehearsed(web);
        ReportWeb.migrated(web);
        open(1280, false);
        show("/");
        assertThat(page.getByRole(AriaRole.STATUS)).hasText("3 under way, 2 ended");
        assertThat(page.locator("#ended")).containsText("Migrated, ");
        assertThat(page.locator("#ended li.look").first()).containsText("different");

        // when, then: by a part of the name, of which nothing is a pattern
        page.getByLabel("Name").fill("100%");
        page.getByText("Show", new Page.GetByTextOptions().setExact(true))
                .last()
                .click();
        assertThat(page.locator("article h2")).hasText(new String[] {"Spring 100% import"});
        assertThat(page.getByRole(AriaRole.STATUS)).hasText("1 under way, 0 ended");
        assertThat(page.getByLabel("Name")).hasValue("100%");

        // when, then: what waits for whoever looks
        show("/?show=mine");
        assertThat(page.locator("article h2")).hasText(new String[] {"Spring 100% import"});
        show("/?show=waiting&sort=name");
        assertThat(page.locator("article h2")).hasText(new String[] {"Autumn move", "Spring 100% import"});
        show("/?show=stuck");
        assertThat(page.locator("#none")).containsText("No migration fits.");

        // when, then: kinds and apps
        show("/?kind=rehearsal");
        assertThat(page.locator("#ended tbody tr")).hasCount(1);
        assertThat(page.locator("article")).hasCount(0);
        show("/?app=biggantt");
        assertThat(page.locator("#none")).isVisible();
        show("/?show=ended&sort=oldest&kind=migration");
        assertThat(page.locator("#ended tbody tr")).hasCount(1);
        assertThat(page.getByLabel("Order")).hasValue("oldest");
        assertThat(get("/?show=%3Cscript%3E", "127.0.0.1").status()).isEqualTo(400);
        assertThat(get("/?q=" + "x".repeat(101), "127.0.0.1").status()).isEqualTo(400);
    }

    @Test
    void shouldPageThroughWhatIsUnderWay() {
        // given
        for (int i = 0; i < 21; i++) {
            clock().pass(Duration.ofMinutes(1));
            ReportWeb.registered(web, "Move " + i, false);
        }

        // when
        show("/?sort=newest");
        assertThat(page.locator("article")).hasCount(20);
        assertThat(page.locator("article").first()).containsText("Move 20");
        page.getByText("Next page").click();

        // then
        assertThat(page.locator("article h2")).hasText(new String[] {"Move 0"});
        assertThat(page.locator("nav.pages")).containsText("Page 2 of 2");
    }

    @Test
    void shouldKeepWhatSomebodyTypesWhileItFollows() {
        // given
        underWay("Followed", 77);
        page.clock().install();
        show("/");
        page.getByLabel("Name").fill("half a na");

        // when
        underWay("Another one", 78);
        clock().pass(Duration.ofMinutes(3));
        page.clock().fastForward(11_000);

        // then
        assertThat(page.locator("article")).hasCount(1);
        assertThat(page.getByLabel("Name")).hasValue("half a na");
    }

    @Test
    void shouldTellTheTimeLeftOfTheWholeAndOfThePhaseAndPeopleApart() {
        // given
        MigrationId id = underWay("Company site", 7);
        web.getBean(FactsOfMigration.class)
                .verified(
                        id,
                        FactName.BASELINE,
                        Map.of("issues", 400_000, "projects", 200, "people", 3_000, "boxes", 500));
        clock().pass(Duration.ofMinutes(4));
        for (String address : List.of("/", "/migrations/" + id)) {
            // when
            show(address);

            // then
            assertThat(page.locator(".time-left"))
                    .containsText(Pattern.compile("^Time left: (about|between) .* of work for Ferry and the sites\\."
                            + " People's tasks come on top: about \\d+ h.*, but that is up to them\\.$"));
            assertThat(page.locator(".progress")).containsText("left");
            Accessibility.check(page, address.equals("/") ? "front-time-left" : "migration-time-left");
        }

        // when a person is waited for, time passes and the work does not
        String before = page.locator(".time-left").textContent();
        waits(id, "Decide about the backup", "operator", null, Duration.ofMinutes(1));
        clock().pass(Duration.ofHours(3));
        show("/migrations/" + id);

        // then
        assertThat(page.locator(".time-left"))
                .containsText("It waits for a person now, and how long that takes is up to people.");
        assertThat(page.locator(".time-left")).containsText(before.substring(0, before.indexOf(" of work for Ferry")));
    }

    @Test
    void shouldSayWhichStepsByHandARehearsalStillHasBeforeIt() {
        // given
        Migration rehearsal = web.getBean(Migrations.class)
                .register(
                        new NewMigration(
                                "A rehearsal",
                                App.BIGPICTURE,
                                SampleSettings.sampleSettings().rehearsal(true).build(),
                                null),
                        7);
        var timeline = web.getBean(Timeline.class);
        timeline.phaseStarted(rehearsal.id(), Phase.CHECK_READINESS);
        web.getBean(FactsOfMigration.class)
                .verified(rehearsal.id(), FactName.BASELINE, Map.of("issues", 200, "projects", 2, "people", 20));
        timeline.phaseEnded(rehearsal.id(), Phase.CHECK_READINESS);
        timeline.phaseStarted(rehearsal.id(), Phase.BACK_UP_BIGPICTURE);
        clock().pass(Duration.ofSeconds(10));
        web.getBean(Confirmations.class)
                .record(rehearsal.id(), Question.REINSTALL_APP, Decision.DONE, null, Actor.ofTask("ann"), Map.of());
        for (String address : List.of("/", "/migrations/" + rehearsal.id())) {
            // when
            show(address);

            // then: the dump and the backup are still to come, and nothing of the target
            assertThat(page.locator(".time-left"))
                    .containsText(
                            Pattern.compile("^Time left: .* of work for Ferry and the sites, and 2 steps by hand\\."
                                    + " By hand: Create and download the dump; Create and fetch the Jira backup\\."
                                    + " People's tasks come on top: about \\d+ min, but that is up to them\\.$"));
            assertThat(page.locator(".progress")).containsText(" of work left, and 1 step by hand");
        }

        // when a person is waited for
        waits(rehearsal.id(), "Make the dump by hand", "operator", null, Duration.ofMinutes(1));
        clock().pass(Duration.ofHours(3));
        show("/migrations/" + rehearsal.id());

        // then
        assertThat(page.locator(".time-left"))
                .containsText(
                        "2 steps by hand. By hand: Create and download the dump; Create and fetch the Jira backup."
                                + " It waits for a person now");
        assertThat(page.locator("#now")).containsText("The time left rests on");
    }

    @Test
    void shouldRefuseOtherNamesAndMissUnknownMigrations() {
        assertThat(get("/", "evil.example").status()).isEqualTo(403);
        assertThat(get("/migrations/m-1234", "127.0.0.1").status()).isEqualTo(404);
        assertThat(get("/migrations/%3Cscript%3E", "127.0.0.1").text()).doesNotContain("<script>");
        var answer = get("/", "127.0.0.1");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get("content-security-policy"))
                .contains("default-src 'none'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe-inline");
    }

    /** Registered and as far as the backup of Jira, 40 % of it. */
    private MigrationId underWay(String name, long instance) {
        MigrationId id = ReportWeb.registered(web, name, false).id();
        web.getBean(Migrations.class).recordProcessInstance(id, instance);
        var timeline = web.getBean(Timeline.class);
        for (Phase phase : List.of(Phase.CHECK_READINESS, Phase.BACK_UP_BIGPICTURE)) {
            timeline.phaseStarted(id, phase);
            clock().pass(Duration.ofMinutes(20));
            timeline.phaseEnded(id, phase);
        }
        timeline.phaseStarted(id, Phase.BACK_UP_JIRA);
        timeline.progress(id, Phase.BACK_UP_JIRA, 40);
        record(id, Event.Kind.STARTED, "Run Jira backup");
        record(id, Event.Kind.NOTE, "Jira is writing the backup");
        return id;
    }

    private final List<WaitingTask> waiting = new ArrayList<>();

    private void waits(MigrationId id, String name, String group, @Nullable String assignee, Duration since) {
        waiting.add(new WaitingTask(
                "1",
                name,
                "Task_X",
                "Some phase",
                clock().instant().minus(since),
                List.of(group),
                assignee,
                "http://tasklist/1"));
        when(waitingTasks.of(eq(id))).thenReturn(List.copyOf(waiting));
    }

    private void record(MigrationId id, Event.Kind kind, String message) {
        web.getBean(Timeline.class).record(id, Phase.BACK_UP_JIRA, "Run Jira backup", kind, message);
    }

    private static Map<String, Object> file(String name, long bytes) {
        return Map.of("id", "f1", "name", name, "bytes", bytes, "sha256", "e8".repeat(32));
    }

    private static TestClock clock() {
        return web.getBean(TestClock.class);
    }

    private static String web() {
        return FrontWeb.address(web).toString();
    }

    private void show(String path) {
        page.navigate(web() + path);
    }

    /** Looks at the page as on a desk and as on a telephone; nothing may stand beside the telephone's screen. */
    private void pictures(String name) {
        picture(name + "-wide");
        page.setViewportSize(360, 740);
        assertThat(page.evaluate("document.documentElement.scrollWidth"))
                .as("width of %s on a telephone", name)
                .isEqualTo(360);
        picture(name + "-phone");
        page.setViewportSize(1280, 900);
    }

    private void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
    }

    private APIResponse get(String path, String host) {
        return page.request()
                .get(
                        web() + path,
                        RequestOptions.create().setHeader("Accept", "text/html").setHeader("Host", host));
    }
}
