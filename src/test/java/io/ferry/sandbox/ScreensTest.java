package io.ferry.sandbox;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.ferry.api.Chromium;
import io.ferry.sandbox.side.Side;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The practice pages in a real browser, clicked through as a trainee does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScreensTest {
    @TempDir
    private static Path folder;

    private PretendSites sites;
    private Chromium chromium;
    private BrowserContext browser;
    private Page page;

    @BeforeAll
    void start() {
        chromium = Chromium.start();
        sites = PretendSites.start(options -> options.exportFolder(folder.resolve("export")));
    }

    @AfterAll
    void stop() {
        chromium.close();
        sites.close();
    }

    @BeforeEach
    void signInNowhere() {
        sites.reset();
        browser = chromium.browser().newContext();
        browser.setDefaultTimeout(5_000);
        page = browser.newPage();
    }

    @AfterEach
    void leave() {
        browser.close();
    }

    @Test
    void shouldSayOnEveryPageThatItIsPretend() {
        open(Side.JIRA_DATA_CENTER, "/");
        assertThat(page.locator(".practice")).containsText("a pretend site");
        signInToDataCenter("/");
        assertThat(page.locator(".practice")).containsText("a pretend site");
    }

    @Test
    void shouldRefuseAWrongPassword() {
        open(Side.JIRA_DATA_CENTER, "/");
        fill("Username", "admin");
        fill("Password", "wrong");
        click("Log in");
        assertThat(page.locator(".error")).containsText("incorrect");
    }

    @Test
    void shouldFreezeTheSource() {
        signInToDataCenter("/plugins/servlet/softwareplant-bigpicture/");
        link("Fields");
        page.locator("select").all().forEach(field -> field.selectOption("Not synchronized"));
        click("Save");
        assertThat(page.locator("select").first()).hasValue("Not synchronized");
        link("Jira");
        link("Announcement banner");
        page.locator("input[type=password]").fill("sandbox-dc");
        click("Confirm");
        page.getByLabel("Announcement").fill("Closed until tomorrow");
        click("Set Banner");
        assertThat(page.locator(".announcement")).hasText("Closed until tomorrow");
        assertThat(sites.state()
                        .path("events")
                        .path("dataCenter.fields")
                        .path(0)
                        .path("synchronized")
                        .asInt())
                .isZero();
    }

    @Test
    void shouldReinstallOnlyTheSameVersion() {
        signInToDataCenter("/plugins/servlet/upm");
        page.locator("input[type=password]").fill("sandbox-dc");
        click("Confirm");
        assertThat(page.locator("table")).containsText("8.52.0");
        upload("bigpicture.obr", "version=8.99.0\n");
        click("Upload app");
        assertThat(page.locator(".error")).containsText("is not the installed version");
        open(Side.JIRA_DATA_CENTER, "/sandbox/marketplace");
        var file = page.waitForDownload(() -> link("Download 8.52.0")).path();
        open(Side.JIRA_DATA_CENTER, "/plugins/servlet/upm");
        page.locator("input[type=file]").setInputFiles(file);
        click("Upload app");
        assertThat(page.locator(".note")).containsText("is being installed");
        // Less than ten minutes, after which the password would be asked for again.
        sites.clock.pass(PretendSites.LONG_WORK.dividedBy(2));
        assertThat(page.locator("table")).containsText("Installed and enabled");
        assertThat(sites.state()
                        .path("counts")
                        .path("dataCenter.reinstallations")
                        .asInt())
                .isOne();
    }

    @Test
    void shouldBackUpJiraAndFetchTheFile() throws Exception {
        signInToDataCenter("/secure/admin/XmlBackup!default.jspa");
        page.locator("input[type=password]").fill("sandbox-dc");
        click("Confirm");
        page.getByLabel("File name").fill("practice");
        click("Backup");
        assertThat(page.locator("#backup-file")).containsText("practice.zip");
        page.locator("main").getByRole(AriaRole.LINK).click();
        var zip = page.waitForDownload(() -> link("practice.zip")).path();
        assertThat(zip).hasSameBinaryContentAs(folder.resolve("export/practice.zip"));
    }

    @Test
    void shouldCarryADumpIntoTheCloudAndBack() throws Exception {
        // given a new dump on Data Center
        signInToDataCenter("/plugins/servlet/softwareplant-bigpicture/");
        link("Database dumps");
        link("New dump");
        page.getByLabel("JCMA dump").check();
        click("Create dump");
        assertThat(page.locator(".error")).containsText("not for this route");
        page.goBack();
        page.getByLabel("Basic dump").check();
        fill("Description", "practice");
        click("Create dump");
        assertThat(page.locator("h1")).hasText("The app is starting");
        sites.passLongWork();
        assertThat(page.locator("h1")).hasText("Database dumps");
        page.reload();
        var dump = page.waitForDownload(() -> link("Download")).path();

        // and a cloud site with the data and the app
        signInToCloud("/jira/settings/system/general-configuration");
        link("Import Jira Server");
        page.locator("input[type=file]").setInputFiles(generatedBackup());
        click("Import");
        assertThat(page.locator(".error")).containsText("Merge users");
        page.goBack();
        page.locator("input[type=file]").setInputFiles(generatedBackup());
        page.getByLabel("Merge users").check();
        click("Import");
        assertThat(page.locator(".note")).containsText("Processing");
        sites.passLongWork();
        assertThat(page.locator(".note")).containsText("The import has ended");
        link("Manage apps");
        link("Find new apps");
        fill("Search", "bigpicture");
        click("Search");
        click("Try it free");
        sites.passLongWork();
        assertThat(page.locator("table")).containsText("Valid: free trial");

        // when it is restored there
        link("Dashboard");
        link("BigPicture");
        link("Database dumps");
        link("Import");
        page.locator("input[type=file]").setInputFiles(dump);
        click("Import");
        link("Restore");
        click("Next");
        assertThat(page.locator(".error")).containsText("On-premises to cloud");
        page.goBack();
        page.getByLabel("On-premises to cloud").check();
        click("Next");
        assertThat(page.locator("main p").first()).containsText("Matched by email address");
        var first = page.locator("input[list=accounts]").first();
        first.fill("nobody");
        click("Next");
        assertThat(page.locator(".error")).containsText("no account of this id");
        page.locator("input[list=accounts]").first().fill("");
        click("Next");
        click("Next");
        assertThat(page.locator(".error")).containsText("Tick");
        page.getByLabel("All actions done").check();
        click("Next");
        page.getByLabel("Type RESTORE").fill("restore");
        click("Restore");
        assertThat(page.locator(".error")).containsText("RESTORE");
        page.goBack();
        page.getByLabel("continue without them").fill("WITHOUT THESE USERS");
        page.getByLabel("Type RESTORE").fill("RESTORE");
        click("Restore");
        sites.passLongWork();
        assertThat(page.locator(".note")).containsText("The restore has ended");

        // then the safety dump is there, the connections are off, and can be switched on
        link("Database dumps");
        assertThat(page.locator("table")).containsText("Before the restore of practice");
        link("Connections");
        var second = page.getByRole(AriaRole.SWITCH).nth(1);
        assertThat(second).hasText("Off");
        second.click();
        assertThat(page.getByRole(AriaRole.SWITCH).nth(1)).hasText("On");
        assertThat(page.locator("table")).containsText("Operational");
        page.getByRole(AriaRole.SWITCH).first().click();
        assertThat(page.locator(".error")).containsText("cannot be switched off");

        // and the way back works
        link("Dashboard");
        link("BigPicture");
        link("Database dumps");
        page.locator("tr", new Page.LocatorOptions().setHasText("Before the restore of practice"))
                .getByText("Restore", new com.microsoft.playwright.Locator.GetByTextOptions().setExact(true))
                .click();
        click("Next");
        page.getByLabel("All actions done").check();
        click("Next");
        page.getByLabel("Type RESTORE").fill("RESTORE");
        click("Restore");
        sites.passLongWork();
        assertThat(page.locator(".note")).containsText("The restore has ended");
        assertThat(sites.state().path("bigPictureCloud").path("boxes").asInt()).isZero();
    }

    @Test
    void shouldInviteUsers() {
        signInToCloud("/admin/users");
        page.getByLabel("Email addresses").fill("new.one@example.com, wrong");
        click("Invite users");
        assertThat(page.locator(".error")).containsText("wrong: ");
        assertThat(page.locator("table")).containsText("new.one@example.com");
    }

    private Path generatedBackup() throws Exception {
        var file = folder.resolve("export/generated.zip");
        if (!Files.exists(file)) {
            var session = sites.signIn("sandbox-dc").cookie("JSESSIONID");
            var granted = sites.form(
                    "/secure/admin/WebSudoAuthenticate.jspa", "JSESSIONID=" + session, "webSudoPassword", "sandbox-dc");
            sites.form(
                    "/secure/admin/XmlBackup.jspa",
                    "JSESSIONID=" + granted.cookie("JSESSIONID"),
                    "filename",
                    "generated.zip");
        }
        return file;
    }

    private void open(Side side, String path) {
        page.navigate(sites.address(side).resolve(path).toString());
    }

    private void signInToDataCenter(String path) {
        open(Side.JIRA_DATA_CENTER, path);
        fill("Username", "admin");
        fill("Password", "sandbox-dc");
        click("Log in");
    }

    private void signInToCloud(String path) {
        open(Side.JIRA_CLOUD, path);
        fill("Email", "admin@cloud.example.com");
        fill("Password", "sandbox-cloud");
        click("Log in");
    }

    private void fill(String label, String text) {
        if (text != null) {
            page.getByLabel(label).fill(text);
        }
    }

    private void link(String name) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true))
                .first()
                .click();
    }

    private void click(String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private void upload(String name, String content) {
        page.locator("input[type=file]")
                .setInputFiles(
                        new FilePayload(name, "application/octet-stream", content.getBytes(StandardCharsets.UTF_8)));
    }
}
