package io.ferry.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.ferry.demo.UserTaskClient.WaitingTask;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;

/**
 * Somebody who does a migration by hand for the first time, in a real browser: reads the form of each task, follows its links,
 * does on the pretend sites' pages what it says, hands files over, answers. Knows nothing that the forms do not say, but the
 * sign-ins of the pretend sites, which the sandbox prints.
 */
final class Trainee {
    private final TaskPage tasks;
    private final Page site;
    private final Path pictures;
    private final Path downloads;
    private final List<String> done = new ArrayList<>();

    Trainee(BrowserContext browser, Cluster cluster, Path downloads, Path pictures) {
        this.tasks = new TaskPage(browser, cluster);
        this.site = browser.newPage();
        this.downloads = downloads;
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        this.pictures = pictures;
    }

    /** What was answered so far, by the forms' names. */
    List<String> done() {
        return List.copyOf(done);
    }

    /** Does one task from its beginning to its end. */
    void follow(WaitingTask task) {
        tasks.claim(task.key());
        assertThat(tasks.form().locator("h1").first()).isVisible();
        picture(task.question());
        switch (task.question()) {
            case "check-the-site-import" -> lookForTheImport();
            case "confirm-the-freeze" -> freeze();
            case "reinstall-the-app-by-hand" -> reinstall();
            case "make-the-dump-by-hand" -> makeTheDump();
            case "make-the-jira-backup-by-hand" -> makeTheBackup();
            case "confirm-the-import" -> {
                choose("Import, and overwrite what is there");
                fill("Type IMPORT to confirm", "IMPORT");
            }
            case "import-the-backup-by-hand" -> importTheBackup();
            case "install-the-app-by-hand" -> installTheApp();
            case "approve-new-accounts" -> choose("Create the accounts");
            case "create-the-accounts-by-hand" -> createTheAccounts();
            case "map-people-by-hand" -> mapPeople();
            case "approve-unmapped-people" -> {
                choose("Leave them unmapped permanently");
                fill("Type LEAVE UNMAPPED to confirm", "LEAVE UNMAPPED");
                fill("Reason", "Practice: nobody to ask");
            }
            case "confirm-the-restore" -> {
                choose("Restore, and overwrite what is there");
                tasks.field("All these actions are done").check();
                fill("Type RESTORE to confirm", "RESTORE");
            }
            case "restore-the-dump-by-hand" -> restore();
            case "record-the-safety-dump" -> recordTheSafetyDump();
            case "judge-the-result" -> judge();
            case "reactivate-integrations-by-hand" -> reactivate();
            case "finish-remaining-tasks" -> choose("Close the list: what is open stays an open point of the report");
            default -> throw new AssertionError("Nobody expected the task " + task.question());
        }
        picture(task.question() + "-filled-in");
        tasks.complete(task.key());
        done.add(task.question());
    }

    private void lookForTheImport() {
        go("Settings > System");
        link("Import Jira Server");
        assertThat(site.locator("input[type=file]")).isVisible();
        choose("The screen is there");
        fill("What did you see", site.locator("h1").first().innerText() + ", with a field for the zip file");
    }

    private void freeze() {
        go("System > Announcement banner");
        site.getByLabel("Announcement").fill("Closed for a migration");
        press("Set Banner");
        go("BigPicture");
        link("Fields");
        site.locator("select").all().forEach(field -> field.selectOption("Not synchronized"));
        press("Save");
        choose("The source is frozen: continue");
        fill("How are people kept out", "Banner since 22:00");
    }

    private void reinstall() {
        go("Apps > Manage apps");
        String version = site.locator("td").nth(1).innerText();
        go("the app's version history");
        Path file = download(() -> link("Download " + version));
        go("Apps > Manage apps");
        site.locator("input[type=file]").setInputFiles(file);
        press("Upload app");
        assertThat(site.locator("main")).containsText("Installed and enabled");
        choose("Done: let Ferry check and continue");
        fill("Which version did you reinstall", version);
    }

    private void makeTheDump() {
        String description = tasks.form().locator("code").first().innerText();
        go("BigPicture");
        link("Database dumps");
        link("New dump");
        site.getByLabel("Description").fill(description);
        // Otherwise the first refresh would cut off the way to the list.
        pressAndWait("Create dump");
        refreshUntil(row(description).getByText("Download"));
        Path dump = download(() -> row(description).getByText("Download").click());
        upload("Ferry's page for this dump", dump);
        choose("Done: let Ferry check and continue");
        fill("What the list says about the dump", description);
    }

    private void makeTheBackup() {
        String name = tasks.form().locator("code").first().innerText();
        go("System > Backup system");
        site.getByLabel("File name").fill(name);
        press("Backup");
        assertThat(site.locator("#backup-file")).containsText(name);
        site.locator("main").getByRole(AriaRole.LINK).first().click();
        Path zip = download(() -> link(name + ".zip"));
        upload("Ferry's page for this backup", zip);
        choose("Done: let Ferry check and continue");
    }

    private void importTheBackup() {
        Path zip = fromFerry("Ferry's page");
        go("Settings > System");
        link("Import Jira Server");
        site.locator("input[type=file]").setInputFiles(zip);
        site.getByLabel("Merge users").check();
        press("Import");
        assertThat(site.locator(".note")).containsText("The import has ended");
        String message = site.locator(".note").innerText();
        choose("The import has ended: compare the counts");
        fill("What the site said at the end", message);
    }

    private void installTheApp() {
        go("Apps > Manage apps");
        link("Find new apps");
        site.getByLabel("Search").fill("BigPicture");
        press("Search");
        press("Try it free");
        assertThat(site.locator("main table")).containsText("Valid");
        choose("Done: let Ferry check and continue");
        fill("What Manage apps says", site.locator("main tr").last().innerText());
    }

    private void createTheAccounts() {
        String list = href("the mapping page")
                .replaceFirst("/migrations/(.*)/mapping.*", "/api/migrations/$1/new-accounts.csv");
        List<String> addresses = table(fetch(list)).stream()
                .map(row -> row.getOrDefault("e_mail", ""))
                .toList();
        go("the user list of the organisation");
        site.getByLabel("Email addresses").fill(String.join("\n", addresses));
        press("Invite users");
        assertThat(site.locator(".error")).hasCount(0);
        choose("Done: let Ferry check and continue");
    }

    private void mapPeople() {
        site.navigate(href("the mapping page"));
        assertThat(site.locator("#left")).not().hasText("…");
        if (!site.locator("#left").innerText().equals("0")) {
            assertThat(site.locator("#rows tr").first()).isVisible();
            int open = site.locator("#rows tr").count();
            for (int n = 0; n < open; n++) {
                Locator row = site.locator("#person-" + n);
                row.locator("[data-leave]").click();
                site.locator("#reason").fill("practice");
                site.locator("#leave-dialog button.primary").click();
                assertThat(row).containsText("Left unmapped");
            }
        }
        assertThat(site.locator("#left")).hasText("0");
        choose("Done: let Ferry check the mapping");
    }

    private void restore() {
        Path dump = fromFerry("Ferry's page");
        String csv =
                href("the user mapping").replaceFirst("/migrations/(.*)/mapping.*", "/api/migrations/$1/mapping.csv");
        Map<String, String> accounts = new LinkedHashMap<>();
        table(fetch(csv))
                .forEach(row ->
                        accounts.put(row.getOrDefault("source_key", ""), row.getOrDefault("target_account_id", "")));
        go("BigPicture in the cloud");
        link("Database dumps");
        link("Import");
        site.locator("input[type=file]").setInputFiles(dump);
        press("Import");
        link("Restore");
        site.getByLabel("On-premises to cloud").check();
        press("Next");
        site.getByLabel("Email").last().fill(SandboxSignIn.CLOUD.name());
        site.getByLabel("API token").fill(SandboxSignIn.CLOUD.secret());
        press("List inactive users");
        assertThat(site.getByText("Matched by email address")).isVisible();
        for (Locator field : site.locator("input[list=accounts]").all()) {
            String key = String.valueOf(field.getAttribute("name")).replaceFirst("account-", "");
            field.fill(accounts.getOrDefault(key, ""));
        }
        press("Next");
        site.getByLabel("All actions done").check();
        press("Next");
        Locator phrase = site.getByLabel("continue without them");
        if (phrase.count() > 0) {
            phrase.fill("WITHOUT THESE USERS");
        }
        site.getByLabel("Type RESTORE").fill("RESTORE");
        press("Restore");
        assertThat(site.locator(".note")).containsText("The restore has ended");
        choose("The restore succeeded: continue");
        fill("What the app said at the end", site.locator(".note").innerText());
    }

    private void recordTheSafetyDump() {
        go("BigPicture in the cloud");
        link("Database dumps");
        fill(
                "Description and date of the safety dump",
                row("Before the restore").innerText().replace('\t', ' '));
    }

    private void judge() {
        choose("Accept the result");
        Locator reason = tasks.field("Reason");
        if (reason.count() > 0) {
            reason.fill("Practice: what can be compared is equal");
        }
    }

    private void reactivate() {
        go("BigPicture in the cloud");
        link("Connections");
        Set<String> seen = new HashSet<>();
        while (true) {
            Locator off = site.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setChecked(false));
            if (off.count() == 0) {
                break;
            }
            String name = String.valueOf(off.first().getAttribute("aria-label"));
            if (!seen.add(name)) {
                throw new AssertionError(name + " does not stay on");
            }
            off.first().click();
            assertThat(site.getByRole(
                            AriaRole.SWITCH,
                            new Page.GetByRoleOptions().setName(name).setChecked(true)))
                    .isVisible();
        }
        choose("Done: the connections work");
        fill("Which connections work again", "All");
    }

    private void upload(String linkOfFerrysPage, Path file) {
        site.navigate(href(linkOfFerrysPage));
        assertThat(site.locator("#give")).isVisible();
        site.locator("#file").setInputFiles(file);
        assertThat(site.locator("#there-title")).hasText("Uploaded");
        assertThat(site.locator("#there-name")).hasText(String.valueOf(file.getFileName()));
    }

    private Path fromFerry(String linkOfFerrysPage) {
        site.navigate(href(linkOfFerrysPage));
        return download(() -> site.locator("#download").click());
    }

    private void picture(String name) {
        tasks.picture(pictures.resolve("%02d-%s.png".formatted(done.size() + 1, name)));
    }

    private String href(String linkOfTheForm) {
        return tasks.href(linkOfTheForm);
    }

    /** Follows a link of the form, signing in at the site where it asks. */
    private void go(String linkOfTheForm) {
        site.navigate(href(linkOfTheForm));
        if (site.getByLabel("Username").count() > 0) {
            site.getByLabel("Username").fill(SandboxSignIn.DATA_CENTER.name());
            site.getByLabel("Password").fill(SandboxSignIn.DATA_CENTER.secret());
            pressAndWait("Log in");
        }
        if (site.locator("input[name=webSudoPassword]").count() > 0) {
            site.locator("input[name=webSudoPassword]").fill(SandboxSignIn.DATA_CENTER.secret());
            pressAndWait("Confirm");
        }
        if (site.locator("form[action='/login']").count() > 0) {
            site.getByLabel("Email").fill(SandboxSignIn.CLOUD.name());
            site.getByLabel("Password").fill(SandboxSignIn.CLOUD.secret());
            pressAndWait("Log in");
        }
    }

    private void pressAndWait(String button) {
        site.waitForNavigation(() -> press(button));
    }

    private void press(String button) {
        site.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private void link(String name) {
        site.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true))
                .first()
                .click();
    }

    private Locator row(String text) {
        return site.locator("tr", new Page.LocatorOptions().setHasText(text)).first();
    }

    /** Loads the page again until something stands there; a page that does so by itself is left alone, since two loads at once cut each other off. */
    private void refreshUntil(Locator there) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    if (there.count() == 0
                            && site.locator("meta[http-equiv=refresh]").count() == 0) {
                        site.reload();
                    }
                    return there.count() > 0;
                });
    }

    private Path download(Runnable click) {
        Download download = site.waitForDownload(click);
        Path file = downloads.resolve(download.suggestedFilename());
        download.saveAs(file);
        return file;
    }

    private String fetch(String address) {
        return site.request().get(address).text();
    }

    private void choose(String answer) {
        tasks.choose(answer);
    }

    private void fill(String label, String text) {
        tasks.field(label).fill(text);
    }

    /** Rows of a table without line breaks in its cells, by the names of the columns. */
    private static List<Map<String, String>> table(String csv) {
        List<String> lines = csv.replace("\uFEFF", "").lines().toList();
        List<String> names = cells(lines.getFirst());
        return lines.stream()
                .skip(1)
                .map(line -> {
                    List<String> cells = cells(line);
                    Map<String, String> row = new LinkedHashMap<>();
                    for (int n = 0; n < names.size() && n < cells.size(); n++) {
                        row.put(names.get(n), cells.get(n));
                    }
                    return row;
                })
                .toList();
    }

    private static List<String> cells(String line) {
        return java.util.Arrays.stream(line.split("[,;](?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1))
                .map(cell -> cell.replaceAll("^\"|\"$", "").replaceFirst("^'", ""))
                .toList();
    }
}
