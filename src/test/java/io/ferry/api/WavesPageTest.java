package io.ferry.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.ferry.access.Role;
import io.ferry.migration.Actor;
import io.ferry.migration.Migrations;
import io.ferry.migration.Outcome;
import io.ferry.migration.Phase;
import io.ferry.migration.Timeline;
import io.ferry.migration.VisibleTeams;
import io.ferry.process.engine.WaitingTask;
import io.ferry.process.engine.WaitingTasks;
import io.ferry.wave.Wave;
import io.ferry.wave.WaveLine;
import io.ferry.wave.Waves;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Waves as people use them: in a real browser. */
class WavesPageTest {
    private static final String HEADER =
            "name,app,source.url,source.credential,target.url,target.credential,plannedStart\r\n";

    @TempDir
    private static Path folder;

    private static Chromium chromium;
    private static ConfigurableApplicationContext web;

    private final List<String> mistakes = new ArrayList<>();
    private Page page;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        web = WavesWeb.start(folder);
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
        for (Wave wave : waves().list(VisibleTeams.ALL, 0, 100)) {
            waves().end(wave.id(), Actor.named("test"));
        }
        migrations()
                .list(VisibleTeams.ALL, 0, 100)
                .forEach(earlier -> migrations().recordOutcome(earlier.id(), Outcome.STOPPED));
        EverybodyIsSignedIn.with(Role.values());
        page = chromium.page(1280, mistakes);
    }

    @AfterEach
    void shouldHaveMadeNoMistake() {
        EverybodyIsSignedIn.with(Role.values());
        chromium.browser().contexts().forEach(BrowserContext::close);
        assertThat(mistakes).isEmpty();
    }

    private static Waves waves() {
        return web.getBean(Waves.class);
    }

    private static Migrations migrations() {
        return web.getBean(Migrations.class);
    }

    private void visit(String path) {
        page.navigate("http://127.0.0.1:" + web.getEnvironment().getRequiredProperty("local.server.port") + path);
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static String row(int number, String start) {
        return "Site " + number + ",BIGPICTURE,http://127.0.0.1:8181,source-jira," + WavesWeb.target(number)
                + ",target-jira," + start + "\r\n";
    }

    private static FilePayload file(String name, String content) {
        return new FilePayload(name, "text/csv", content.getBytes(StandardCharsets.UTF_8));
    }

    private static Wave wave() {
        return waves().list(VisibleTeams.ALL, 0, 1).getFirst();
    }

    private static WaveLine line(int number) {
        return waves().lines(wave().id()).get(number - 1);
    }

    @Test
    void shouldCorrectAFaultyListAndFollowTheWave() {
        // given a list with faults
        visit("/waves");
        Accessibility.check(page, "waves-none");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("New wave"))
                .click();
        page.locator("#file")
                .setInputFiles(file(
                        "list.csv",
                        HEADER
                                + row(1, "")
                                + row(2, "").replace("BIGPICTURE", "BIGTHING")
                                + row(1, "2020-01-01T10:00")
                                + row(4, "")));
        assertThat(page.locator("#lines")).hasValue(Pattern.compile("^name,app,"));

        // when, then they are all shown
        button("Check").click();
        assertThat(page.locator("#name-error")).containsText("a name of 1 to 100 characters");
        assertThat(page.locator("#name")).isFocused();
        assertThat(page.locator("#faults-rows tr")).hasCount(4);
        assertThat(page.locator("#faults-rows")).containsText("it is also that of line 1");
        Accessibility.check(page, "new-wave-faults");
        assertThat(waves().list(VisibleTeams.ALL, 0, 100))
                .noneMatch(wave -> wave.name().equals("First weekend"));

        // when they are corrected
        page.locator("#name").fill("First weekend");
        page.locator("#sideBySide").fill("2");
        page.locator("#stopAfterFailures").fill("1");
        page.locator("#lines")
                .fill(HEADER
                        + IntStream.rangeClosed(1, 4).mapToObj(n -> row(n, "")).collect(Collectors.joining())
                        + row(5, "2031-01-04T18:00"));
        button("Check").click();
        assertThat(page.locator("#fine")).hasText("Nothing is wrong: 5 migrations. Nothing has been started.");
        assertThat(page.locator("#faults")).isHidden();
        button("Start the wave…").click();
        assertThat(page.locator("#ask-text")).containsText("5 migrations; 2 at the same time");
        Accessibility.check(page, "new-wave-ask");
        button("Start").click();

        // then
        page.waitForURL("**/waves/*");
        page.waitForCondition(() -> line(2).standing() == WaveLine.Standing.RUNNING);
        shouldShowWhatWaitsForWhom();
        shouldStopAndGoOn();
        shouldPauseAndEnd();
    }

    private void shouldShowWhatWaitsForWhom() {
        web.getBean(Timeline.class).phaseStarted(line(1).migration(), Phase.CHECK_READINESS);
        when(web.getBean(WaitingTasks.class).of(any()))
                .thenAnswer(call -> call.getArgument(0).equals(line(1).migration())
                        ? List.of(new WaitingTask(
                                "1",
                                "Confirm the freeze",
                                "freeze",
                                "Check readiness",
                                Instant.now().minusSeconds(7200),
                                List.of("operator"),
                                null,
                                "http://camunda.example/tasklist/1"))
                        : List.of());
        page.reload();
        page.waitForCondition(() -> {
            page.reload();
            return page.locator("#waiting").textContent().contains("Confirm the freeze");
        });
        assertThat(page.locator("#waiting")).containsText("waits for an operator, for 2 h");
        assertThat(page.locator("#overview")).containsText("2 under way, 3 waiting");
        assertThat(page.locator("#overview")).containsText("Phases under way: Check readiness (1)");
        assertThat(page.locator("#forecast")).containsText("Not known: it rests on 3 completed migrations");
        assertThat(page.locator("#migrations")).containsText("Waits for its planned start, 4 Jan 2031");
        assertThat(page.locator("#migrations")).containsText("Waits for the end of one of the lines 1, 2.");
        Accessibility.check(page, "wave-under-way");
        // It keeps itself up to date.
        migrations().recordOutcome(line(2).migration(), Outcome.ROLLED_BACK);
        page.waitForCondition(() -> wave().state() == Wave.State.STOPPED);
        assertThat(page.locator(".top .badge"))
                .hasText("Stopped after 1 failure", new LocatorAssertions.HasTextOptions().setTimeout(30_000));
    }

    private void shouldStopAndGoOn() {
        assertThat(page.locator(".note.warn")).containsText("Stopped after 1 failure: no further migration starts.");
        Accessibility.check(page, "wave-stopped");
        // With keys alone.
        button("Resume…").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("dialog")).containsText("Have you looked at them?");
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog")).hasCount(0);
        assertThat(button("Resume…")).isFocused();
        button("Resume…").click();
        page.locator("dialog")
                .getByText("Resume", new Locator.GetByTextOptions().setExact(true))
                .click();
        page.waitForCondition(() -> line(3).standing() == WaveLine.Standing.RUNNING);
        assertThat(button("Pause")).isVisible();
    }

    private void shouldPauseAndEnd() {
        button("Pause").click();
        assertThat(page.locator(".top .badge")).hasText("Paused");
        assertThat(page.locator("#events")).containsText("tester");
        button("Resume").click();
        assertThat(page.locator(".top .badge")).hasText("Under way");
        for (int done : new int[] {1, 3}) {
            migrations().recordOutcome(line(done).migration(), Outcome.MIGRATED);
        }
        page.waitForCondition(() -> line(4).standing() == WaveLine.Standing.RUNNING);
        migrations().recordOutcome(line(4).migration(), Outcome.MIGRATED);
        page.reload();
        assertThat(page.locator("#forecast")).containsText("Probably over at");
        assertThat(page.locator("#forecast")).containsText("As 3 migrations of this wave took");
        Accessibility.check(page, "wave-forecast");
        button("End the wave…").click();
        assertThat(page.locator("dialog")).containsText("1 migration that has not started is left out");
        Accessibility.check(page, "wave-end");
        page.locator("dialog")
                .getByText("End the wave", new Locator.GetByTextOptions().setExact(true))
                .last()
                .click();
        assertThat(page.locator(".top .badge")).hasText("Ended early");
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Report").setExact(true))
                .click();
        page.waitForURL("**/report");
        assertThat(page.locator("main")).containsText("3 completed, 1 failed, 1 left out");
        assertThat(page.locator("main")).containsText("Rolled back");
        assertThat(page.locator("main")).containsText("Ended; 1 migration was left out");
        Accessibility.check(page, "wave-report");
        visit("/waves");
        assertThat(page.locator("main")).containsText("3 completed, 1 failed, 1 left out");
        Accessibility.check(page, "waves");
    }

    @Test
    void shouldTakeJsonAndSayWhatIsNone() {
        visit("/new-wave");
        page.locator("#name").fill("From JSON");
        page.locator("#lines").fill("{\"lines\": [");
        button("Check").click();
        assertThat(page.locator("#refused")).containsText("The list is no JSON");
        page.locator("#lines").fill("""
                        [{"migration": {"name": "Site 9", "app": "BIGPICTURE", "rehearsal": true,
                          "source": {"url": "http://127.0.0.1:8181", "credential": "source-jira"},
                          "target": {"url": "%s", "credential": "target-jira"}}}]""".formatted(WavesWeb.target(9)));
        button("Check").click();
        assertThat(page.locator("#fine"))
                .hasText("Nothing is wrong: 1 migration, 1 of them a rehearsal. Nothing has been started.");
        page.locator("#file").setInputFiles(new FilePayload("latin.csv", "text/csv", new byte[] {(byte) 0xe4}));
        assertThat(page.locator("#refused")).containsText("is not in UTF-8");
        page.locator("#file").setInputFiles(file("large.csv", "x".repeat((1 << 20) + 1)));
        assertThat(page.locator("#refused")).containsText("larger than 1 MB");
    }

    @Test
    void shouldOfferNothingToWhoMayOnlyLook() {
        EverybodyIsSignedIn.with(Role.VIEWER);
        visit("/waves");
        assertThat(page.locator("main .button")).hasCount(0);
        page.navigate(page.url() + "/00000000-0000-0000-0000-000000000000");
        assertThat(page.locator("h1")).hasText("There is no such wave");
    }
}
