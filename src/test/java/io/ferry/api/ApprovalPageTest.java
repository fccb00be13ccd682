package io.ferry.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.reset;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.ferry.migration.Actor;
import io.ferry.migration.Migration;
import io.ferry.migration.Question;
import io.ferry.process.common.FerryConfirmations;
import io.ferry.process.common.FerryConfirmations.Entered;
import io.ferry.process.common.FerryConfirmations.Result;
import io.ferry.process.common.FerryConfirmations.Waiting;
import io.ferry.process.engine.WaitingTasks;
import io.ferry.remote.RemoteFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** The page on which an approver confirms, as people use it: in a real browser, with keys alone. */
class ApprovalPageTest {
    private static final String SHA = "ab".repeat(32);
    private static final Map<String, Object> IMPORT = Map.of(
            "targetJira",
            Map.of(
                    "title", "Acme <b>production</b>",
                    "projects", 12,
                    "issues", 48211,
                    "people", 310,
                    "content", "NOT_EMPTY",
                    "production", "acme-production",
                    "seenAt", "2026-01-31T10:00:00Z"),
            "backupVerdict",
            Map.of("issues", 120431, "projects", 87, "people", 1204, "jiraVersion", "9.12.4"));
    private static final Map<String, Object> RESTORE = Map.of(
            "targetState",
            Map.of("boxes", 4, "appVersion", "8.53.0", "seenAt", "2026-01-31T10:00:00Z"),
            "dumpFile",
            Map.of("name", "box.dump", "bytes", 73400320, "sha256", "cd".repeat(32)),
            "mapping",
            Map.of("mapped", 1190, "unmapped", 14, "conflicts", 0, "approved", false),
            "problem",
            Map.of(
                    "title",
                    "The mapping of people has changed.",
                    "detail",
                    "Confirmed: a. Now: b.",
                    "whatToDo",
                    "Read it."));
    private static final Map<String, Object> ROLL_BACK = Map.of(
            "safetyDump",
            Map.of(
                    "description", "Ferry, before the restore",
                    "madeAt", "2026-01-31T10:00:00Z",
                    "later", List.of(Map.of("description", "Ferry, second", "madeAt", "2026-02-01T10:00:00Z"))));

    private static Chromium chromium;
    private static ConfigurableApplicationContext web;
    private static FerryConfirmations confirmations;
    private static Migration migration;

    private final List<String> mistakes = new ArrayList<>();
    private Page page;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        web = FrontWeb.start();
        when(web.getBean(WaitingTasks.class).home()).thenReturn("http://camunda.example/tasklist");
        confirmations = web.getBean(FerryConfirmations.class);
        migration = PeopleWeb.migration(web, "Spring <move> & more");
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
        reset(confirmations);
        waits(Question.IMPORT, IMPORT);
        waits(Question.RESTORE, RESTORE);
        waits(Question.ROLL_BACK, ROLL_BACK);
        page = chromium.page(1280, mistakes);
    }

    @AfterEach
    void shouldHaveMadeNoMistake() {
        chromium.browser().contexts().forEach(BrowserContext::close);
        assertThat(mistakes).isEmpty();
    }

    private static void waits(Question question, Map<String, Object> shown) {
        when(confirmations.isHere(question)).thenReturn(true);
        when(confirmations.waiting(migration.id(), question)).thenReturn(Optional.of(new Waiting(9, shown, SHA, null)));
    }

    private void shows(String... texts) {
        for (String text : texts) {
            assertThat(page.locator("main")).containsText(text);
        }
    }

    private void navigate(String question) {
        page.navigate(FrontWeb.address(web) + "/migrations/" + migration.id() + "/approvals/" + question);
    }

    @Test
    void shouldConfirmAnImportWithKeysAlone() {
        // given
        when(confirmations.confirm(any(), eq(Question.IMPORT), any(), any())).thenReturn(new Result.Confirmed());
        navigate("import");
        shows(
                "48211",
                "Acme <b>production</b>",
                "STOP: this site is not empty",
                "STOP: this looks like a production site",
                "120431",
                SHA);
        Accessibility.check(page, "approval-import");

        // when
        page.locator("#word").focus();
        page.keyboard().type("IMPORT");
        page.keyboard().press("Tab");
        page.keyboard().type("It is the right site");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");

        // then
        assertThat(page.locator("#done")).isVisible();
        assertThat(page.locator("#done")).isFocused();
        assertThat(page.locator("#confirm")).isHidden();
        verify(confirmations)
                .confirm(
                        eq(migration),
                        eq(Question.IMPORT),
                        eq(new Entered(9, SHA, "IMPORT", null, false, "It is the right site")),
                        eq(new Actor(EverybodyIsSignedIn.TESTER, Actor.Channel.LINK, null, null)));
        Accessibility.check(page, "approval-confirmed");
    }

    @Test
    void shouldConfirmARestoreAndThatPeopleStayUnmapped() {
        when(confirmations.confirm(any(), eq(Question.RESTORE), any(), any())).thenReturn(new Result.Confirmed());
        navigate("restore");
        shows("cd".repeat(32), "The mapping of people has changed.", "1190");
        Accessibility.check(page, "approval-restore");

        page.getByLabel("All these actions are done").check();
        page.getByLabel("Type RESTORE to confirm").fill("RESTORE");
        page.getByLabel("Type LEAVE UNMAPPED").fill("LEAVE UNMAPPED");
        page.keyboard().press("Enter");

        assertThat(page.locator("#done")).isVisible();
        verify(confirmations)
                .confirm(
                        eq(migration),
                        eq(Question.RESTORE),
                        eq(new Entered(9, SHA, "RESTORE", "LEAVE UNMAPPED", true, "")),
                        any());
    }

    @Test
    void shouldSayWhatIsMissingAndLeadThere() {
        when(confirmations.confirm(any(), any(), any(), any()))
                .thenReturn(new Result.Incomplete("reason", "a reason of at least 10 characters"))
                .thenReturn(new Result.Refused("Whoever started it may not confirm it.", "A.", "Leave it to another."))
                .thenReturn(new Result.HasChanged());
        navigate("roll-back");
        assertThat(page.locator("main")).containsText("Ferry, second");
        page.getByLabel("Type ROLL BACK to confirm").fill("ROLL BACK");
        page.keyboard().press("Enter");

        assertThat(page.locator("#refused")).containsText("a reason of at least 10 characters");
        assertThat(page.locator("#reason")).isFocused();
        Accessibility.check(page, "approval-refused");

        page.getByText("Roll back", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("#refused")).containsText("Leave it to another.");
        page.getByText("Roll back", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("#refused")).containsText("Load this page again");
        assertThat(page.locator("#done")).isHidden();
    }

    @Test
    void shouldSayWhyNothingCanBeConfirmed() {
        when(confirmations.waiting(migration.id(), Question.IMPORT)).thenReturn(Optional.empty());
        navigate("import");
        assertThat(page.locator("main")).containsText("Nothing waits for this confirmation");
        assertThat(page.locator("form")).hasCount(0);
        Accessibility.check(page, "approval-nothing");

        when(confirmations.waiting(migration.id(), Question.IMPORT))
                .thenThrow(RemoteFailure.passing("Camunda does not answer.", "Look whether it runs."));
        navigate("import");
        assertThat(page.locator("main")).containsText("Camunda does not answer.");

        reset(confirmations);
        when(confirmations.isHere(Question.IMPORT)).thenReturn(true);
        when(confirmations.waiting(migration.id(), Question.IMPORT))
                .thenReturn(Optional.of(new Waiting(9, IMPORT, SHA, "targetJira.projects")));
        navigate("import");
        assertThat(page.locator("main")).containsText("set it right in Operate: targetJira.projects");
        assertThat(page.locator("form")).hasCount(0);

        when(confirmations.isHere(Question.IMPORT)).thenReturn(false);
        navigate("import");
        assertThat(page.locator("main")).containsText("It is confirmed in Tasklist");
        navigate("freeze");
        assertThat(page.locator("main")).containsText("nothing of this name");
        verify(confirmations, never()).confirm(any(), any(), any(), any());
    }
}
