package io.ferry.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import io.ferry.fixtures.SandboxSites;
import io.ferry.migration.Actor;
import io.ferry.migration.Drafts;
import io.ferry.migration.Migration;
import io.ferry.migration.Migrations;
import io.ferry.migration.Mode;
import io.ferry.migration.Operation;
import io.ferry.migration.Outcome;
import io.ferry.migration.VisibleTeams;
import io.ferry.process.common.ApprovalProperties;
import io.ferry.sandbox.side.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The page on which people enter a new migration, as they use it: in a real browser, against the pretend sites. */
class NewMigrationPageTest {
    private static final Actor TESTER = new Actor(EverybodyIsSignedIn.TESTER, Actor.Channel.LINK, null, null);

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static SandboxSites sites;

    private static Chromium chromium;
    private static ConfigurableApplicationContext web;

    private final List<String> mistakes = new ArrayList<>();
    private Page page;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        sites = SandboxSites.start(folder.resolve("sites"), options -> {});
        web = NewMigrationWeb.start(
                folder,
                sites,
                "--ferry.connection-test.per-minute=1000",
                "--ferry.endpoints.sandbox.app=/rest/assumed/app");
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (web != null) {
            web.close();
        }
        if (sites != null) {
            sites.close();
        }
    }

    @BeforeEach
    void open() {
        migrations()
                .list(VisibleTeams.ALL, 0, 100)
                .forEach(earlier -> migrations().recordOutcome(earlier.id(), Outcome.STOPPED));
        web.getBean(Drafts.class).delete(TESTER);
        page = chromium.page(1280, mistakes);
        visit();
    }

    @AfterEach
    void shouldHaveMadeNoMistake() {
        chromium.browser().contexts().forEach(BrowserContext::close);
        assertThat(mistakes).isEmpty();
    }

    @Test
    void shouldStartTheMigrationThatItShows() throws Exception {
        // given
        Accessibility.check(page, "new-migration-what");
        field("name").fill("Spring move");
        field("rehearsal").uncheck();
        next("Source");
        field("source.url").fill(source());
        field("source.credential").focus();
        assertThat(page.locator("[id='source.credential'] optgroup").first())
                .hasAttribute("label", "Declared for this host");
        field("source.credential").selectOption("source-jira");
        field("source.credentialEnds").fill("2031-02-03");
        field("source.bigPictureCredential").selectOption("source-app");
        field("source.endpoints").selectOption("sandbox");
        button("Test connection").click();
        assertThat(page.locator("#source-look")).containsText("“Sandbox Data Center” is ready");
        assertThat(page.locator("#source-look li")).hasCount(8);
        assertThat(button("Test connection")).isFocused();
        Accessibility.check(page, "new-migration-source");
        next("Target");
        field("target.url").fill(target());
        field("target.credential").selectOption("target-jira");
        button("Test connection").click();
        assertThat(page.locator("#target-look")).containsText("“Sandbox Cloud” is ready");
        next("Who does what");
        field("modes.createDump").selectOption("AUTOMATIC");
        assertThat(page.locator("[id='modes.backUpJira'] option").first())
                .hasText("Default: depends on the export folder");
        Accessibility.check(page, "new-migration-modes");
        next("Limits, dates and approvers");
        field("plannedEnd").fill("2031-01-02");
        field("thresholds.unmatchedPeopleLimit").fill("25");
        field("thresholds.tolerableDifferencePercent").fill("2.5");
        field("thresholds.stuckAfter").selectOption("PT2H");
        Accessibility.check(page, "new-migration-limits");
        next("Review and start");
        assertThat(page.locator("#effect")).containsText("overwrites the target");
        assertThat(page.locator("#wrongs")).isEmpty();
        Accessibility.check(page, "new-migration-review");
        String shown = page.locator("#json").textContent();
        String command = page.locator("#curl").textContent();

        // when
        Request sent = page.waitForRequest(
                request -> request.method().equals("POST") && request.url().endsWith("/api/migrations"),
                () -> button("Start the migration").click());
        page.waitForURL("**/migrations/*");

        // then
        assertThat(sent.postData()).isEqualTo(shown);
        Migration started =
                migrations().list(VisibleTeams.ALL, 0, 1).getContent().getFirst();
        assertThat(page.url()).endsWith("/migrations/" + started.id());
        assertThat(started.name()).isEqualTo("Spring move");
        assertThat(started.settings().rehearsal()).isFalse();
        assertThat(started.settings().source().url()).hasToString(source());
        assertThat(started.settings().source().credential().value()).isEqualTo("source-jira");
        assertThat(started.settings().source().credentialEnds()).isEqualTo(LocalDate.of(2031, 2, 3));
        assertThat(started.settings().source().endpoints()).isEqualTo("sandbox");
        assertThat(started.settings().mode(Operation.CREATE_DUMP)).isEqualTo(Mode.AUTOMATIC);
        assertThat(started.settings().mode(Operation.BACK_UP_JIRA)).isEqualTo(Mode.MANUAL);
        assertThat(started.settings().thresholds().unmatchedPeopleLimit()).isEqualTo(25);
        assertThat(started.settings().thresholds().tolerableDifferencePercent()).isEqualTo(2.5);
        assertThat(started.settings().plannedEnd()).isEqualTo(LocalDate.of(2031, 1, 2));
        assertThat(web.getBean(Drafts.class).of(TESTER)).isEmpty();
        shouldRepeatItByScript(command, started);
    }

    /** The command is run as it stands, by a shell. */
    private static void shouldRepeatItByScript(String command, Migration first) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "There is no curl: the command is not run");
        migrations().recordOutcome(first.id(), Outcome.STOPPED);
        Path home = Files.createDirectories(folder.resolve("home-of-scripts"));
        Files.writeString(Files.createDirectories(home.resolve(".ferry")).resolve("script-key"), "key");
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true);
        shell.environment().put("HOME", home.toString());
        Process process = shell.start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as(said).isTrue();
        Migration second =
                migrations().list(VisibleTeams.ALL, 0, 1).getContent().getFirst();
        assertThat(second.id()).as(said).isNotEqualTo(first.id());
        assertThat(second.settings()).isEqualTo(first.settings());
        assertThat(second.name()).isEqualTo(first.name());
    }

    @Test
    void shouldSayWhatIsWrongWithEachFieldAsItIsLeft() {
        wrong("name", "ann@example.com", "without e-mail addresses");
        go("Source");
        wrong("source.url", "ftp://jira.example.com", "an http or https address");
        wrong("source.url", "https://admin:hunter2@jira.example.com", "without user information");
        assertThat(page.content()).doesNotContain("“https://admin");
        wrong("source.url", "", "the site's address");
        field("source.url").fill(source());
        choose("source.credential", "elsewhere", "a credential that is declared for 127.0.0.1");
        field("source.credential").selectOption("source-jira");
        choose("source.bigPictureCredential", "elsewhere", "a credential that is declared for 127.0.0.1");
        wrong("source.exportFolder", "export", "an absolute path");
        wrong("source.exportFolder", "/no/such/folder", "a folder on Ferry's computer");
        half("source.credentialEnds");
        half("source.bigPictureCredentialEnds");
        over("source.credentialEnds");
        over("source.bigPictureCredentialEnds");
        Accessibility.check(page, "new-migration-wrong");
        go("Target");
        wrong("target.url", "jira", "an http or https address");
        wrong("target.url", "https://169.254.169.254", "an address that Ferry calls");
        field("target.url").fill(target());
        choose("target.credential", "source-jira", "a credential that is declared for 127.0.0.1");
        choose("target.bigPictureCredential", "source-app", "a credential that is declared for");
        half("target.credentialEnds");
        half("target.bigPictureCredentialEnds");
        over("target.credentialEnds");
        over("target.bigPictureCredentialEnds");
        go("Limits");
        half("plannedEnd");
        over("plannedEnd");
        wrong("thresholds.unmatchedPeopleLimit", "many", "a whole number");
        wrong("thresholds.unmatchedPeopleLimit", "1.5", "a whole number");
        field("thresholds.unmatchedPeopleLimit").fill("");
        wrong("thresholds.tolerableDifferencePercent", "lots", "a number such as 0.5");
        field("thresholds.tolerableDifferencePercent").fill("");
        // What is beyond the bounds is said once everything can be read.
        assertThat(page.locator("#steps button.faulty")).not().hasCount(0);
    }

    @Test
    void shouldSayWhatIsOutOfBoundsAndLeadThere() {
        enterBothSites();
        go("Who does what");
        field("modes.backUpJira").selectOption("AUTOMATIC");
        go("Review");
        assertThat(page.locator("#wrongs")).containsText("Correct this before the start");
        page.locator("#wrongs").getByRole(AriaRole.BUTTON).click();
        assertThat(field("source.exportFolder")).isFocused();
        assertThat(error("source.exportFolder")).containsText("modes.backUpJira is AUTOMATIC");
        go("Who does what");
        field("modes.backUpJira").selectOption("");
        go("Target");
        field("target.url").fill(source());
        field("target.credential").selectOption("source-jira");
        assertThat(error("target.url")).containsText("another site than the source");
        field("target.url").fill(target());
        field("target.credential").selectOption("target-jira");
        go("Limits");
        wrong("thresholds.unmatchedPeopleLimit", "0", "a number of people, 1 or more");
        field("thresholds.unmatchedPeopleLimit").fill("");
        wrong("thresholds.tolerableDifferencePercent", "101", "a percentage from 0 to 100");
        field("thresholds.tolerableDifferencePercent").fill("");
        go("What moves");
        field("dressRehearsal").check();
        field("rehearsal").uncheck();
        assertThat(error("dressRehearsal")).containsText("true only if rehearsal is true");
        button("Next").click();
        assertThat(field("dressRehearsal")).isFocused();
        field("dressRehearsal").uncheck();
        assertThat(error("dressRehearsal")).isHidden();
        go("Review");
        assertThat(page.locator("#wrongs")).isEmpty();
    }

    @Test
    void shouldStartARehearsalWithKeysAlone() {
        // when
        tabTo("name");
        type("By keys");
        tabToButton("Next");
        press("Enter");
        assertThat(page.getByRole(AriaRole.HEADING, level2("Source: Jira Data Center")))
                .isFocused();
        tabTo("source.url");
        type(source());
        tabTo("source.credential");
        waitForChoices("source.credential");
        type("source-j");
        tabToButton("Test connection");
        press("Enter");
        assertThat(page.locator("#source-look")).containsText("is ready");
        tabToButton("Next");
        press("Enter");
        tabTo("target.url");
        type(target());
        tabTo("target.credential");
        waitForChoices("target.credential");
        type("target-j");
        for (int i = 0; i < 3; i++) {
            tabToButton("Next");
            press("Enter");
        }
        assertThat(page.getByRole(AriaRole.HEADING, level2("Review and start"))).isFocused();
        tabToButton("Start the rehearsal");
        press("Enter");
        page.waitForURL("**/migrations/*");

        // then
        Migration started =
                migrations().list(VisibleTeams.ALL, 0, 1).getContent().getFirst();
        assertThat(started.name()).isEqualTo("By keys");
        assertThat(started.settings().rehearsal()).isTrue();
        assertThat(started.settings().target().credential().value()).isEqualTo("target-jira");
    }

    @Test
    void shouldKeepTheDraftUntilItIsDiscarded() {
        // given
        assertThat(button("Discard the draft…")).isHidden();
        enterBothSites();
        assertThat(page.locator("#saved")).containsText("Draft saved at");

        // when
        visit();

        // then
        assertThat(page.locator("#saved")).containsText("This is your draft of");
        assertThat(field("name")).hasValue("Both sites");
        go("Source");
        assertThat(field("source.url")).hasValue(source());
        assertThat(field("source.credential")).hasValue("source-jira");

        // when
        button("Discard the draft…").click();
        Accessibility.check(page, "new-migration-discard");
        button("Discard").click();

        // then
        page.waitForURL("**/new-migration");
        assertThat(button("Discard the draft…")).isHidden();
        assertThat(field("name")).hasValue("");
        assertThat(web.getBean(Drafts.class).of(TESTER)).isEmpty();
    }

    @Test
    void shouldSayWhatAnswersAndWhatDoesNot() {
        go("Source");
        button("Test connection").click();
        assertThat(page.locator("#source-look")).containsText("Ferry has not called the site");
        assertThat(error("source.url")).containsText("the site's address");
        field("source.url").fill(source());
        field("source.credential").selectOption("wrong-password");
        assertThat(page.locator("#source-look")).isEmpty();
        button("Test connection").click();
        assertThat(page.locator("#source-look")).containsText("is not ready yet");
        assertThat(page.locator("#source-look li.failed")).containsText("does not take the credential");
        Accessibility.check(page, "new-migration-refused");
        field("source.credential").selectOption("source-jira");
        assertThat(page.locator("#source-look")).isEmpty();
    }

    @Test
    void shouldNotLoseAClickWhileAnAnswerComes() {
        Locator source = page.locator("#steps button", new Page.LocatorOptions().setHasText("Source"));
        field("name").fill("somebody@example.com");
        source.hover();

        // Pressing leaves the field, which is checked; the answer comes before the button is let go.
        page.waitForResponse("**/api/migrations/check", () -> page.mouse().down());
        page.evaluate("() => new Promise(shown => requestAnimationFrame(() => requestAnimationFrame(shown)))");
        page.mouse().up();

        assertThat(page.locator("section.step:visible h2")).containsText("Source");
        assertThat(page.locator("#steps button").first()).containsText("1 error");
    }

    @Test
    void shouldSayThatAnotherMigrationHasTheTarget() {
        enterBothSites();
        go("What moves");
        field("rehearsal").uncheck();
        go("Review");
        button("Start the migration").click();
        page.waitForURL("**/migrations/*");
        visit();
        enterBothSites();
        go("What moves");
        field("rehearsal").uncheck();
        go("Review");
        button("Start the migration").click();
        assertThat(page.locator("#trouble")).containsText("two would overwrite each other");
        assertThat(button("Start the migration")).isFocused();
    }

    @Test
    void shouldNotOfferTheStartToWhoeverMayNot() {
        EverybodyIsSignedIn.signIn();
        String html = Pages.html(new NewMigrationPage(
                new Frame("New migration", null, null, List.of(), null, null, null),
                List.of("north", "south"),
                List.of(),
                List.of(),
                List.of(),
                false,
                "$FERRY_TOKEN"));
        assertThat(html)
                .contains("<option>north</option>", "<option>south</option>")
                .doesNotContain("id=\"start\"")
                .contains("Your roles do not let you start", "is a token of your OpenID Connect provider");
    }

    @Test
    void shouldSayWhoConfirms() {
        assertThat(NewMigrationPage.confirming(new ApprovalProperties(
                        List.of("ann", "bob"),
                        java.util.Map.of("ann", "ann", "bob", "bob"),
                        java.util.Set.of(io.ferry.migration.Question.ROLL_BACK, io.ferry.migration.Question.IMPORT),
                        null,
                        true,
                        ApprovalProperties.Channel.FERRY)))
                .containsExactly(
                        "The import, the restore and the roll-back are confirmed on Ferry's page, by people who signed in to"
                                + " Ferry.",
                        "Approvers: ann, bob.",
                        "Two people must confirm: import, roll-back.",
                        "Whoever starts the migration may not confirm. Start it here, not by a script: Ferry must know who"
                                + " started it.");
    }

    private void enterBothSites() {
        field("name").fill("Both sites");
        go("Source");
        field("source.url").fill(source());
        field("source.credential").selectOption("source-jira");
        go("Target");
        field("target.url").fill(target());
        field("target.credential").selectOption("target-jira");
        field("target.credential").blur();
    }

    private void visit() {
        page.navigate("about:blank");
        page.navigate(FrontWeb.address(web) + "/new-migration");
        assertThat(page.locator("#steps button")).hasCount(6);
    }

    private Locator field(String name) {
        return page.locator("[id='" + name + "']");
    }

    private Locator error(String name) {
        return page.locator("[id='" + name + "-error']");
    }

    private Locator button(String text) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(text).setExact(true));
    }

    private static Page.GetByRoleOptions level2(String text) {
        return new Page.GetByRoleOptions().setName(text).setLevel(2);
    }

    private void go(String step) {
        page.locator("#steps button", new Page.LocatorOptions().setHasText(step))
                .click();
    }

    private void next(String title) {
        button("Next").click();
        assertThat(page.locator("section.step:visible h2")).containsText(title);
    }

    private void wrong(String name, String value, String expected) {
        field(name).fill(value);
        field(name).blur();
        assertThat(error(name)).containsText(expected);
        assertThat(field(name)).hasAttribute("aria-invalid", "true");
    }

    private void choose(String name, String value, String expected) {
        field(name).selectOption(value);
        assertThat(error(name)).containsText(expected);
    }

    /** Types the first part of a date, and leaves it so. */
    private void half(String name) {
        field(name).focus();
        page.keyboard().type("02");
        field(name).blur();
        assertThat(error(name)).containsText("a date such as");
        field(name).fill("");
        assertThat(error(name)).isHidden();
    }

    /** Enters a day that is over. */
    private void over(String name) {
        wrong(name, "2026-01-31", "today or a later day");
        field(name).fill("");
        field(name).blur();
        assertThat(error(name)).isHidden();
    }

    private void tabTo(String name) {
        tabUntil("document.activeElement.id === '" + name + "'", name);
    }

    private void tabToButton(String text) {
        tabUntil("document.activeElement.textContent.trim() === '" + text + "'", text);
    }

    private void tabUntil(String there, String what) {
        for (int i = 0; i < 60; i++) {
            press("Tab");
            if (Boolean.TRUE.equals(page.evaluate(there))) {
                return;
            }
        }
        throw new AssertionError("No key leads to " + what);
    }

    private void press(String key) {
        page.keyboard().press(key);
    }

    private void type(String text) {
        page.keyboard().type(text);
    }

    /** People read the choices before they choose. */
    private void waitForChoices(String name) {
        assertThat(page.locator("[id='" + name + "'] optgroup").first())
                .hasAttribute("label", "Declared for this host");
    }

    private static String source() {
        return sites.address(Side.JIRA_DATA_CENTER).toString();
    }

    private static String target() {
        return sites.address(Side.JIRA_CLOUD).toString();
    }

    private static Migrations migrations() {
        return web.getBean(Migrations.class);
    }
}
