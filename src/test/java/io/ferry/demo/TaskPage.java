package io.ferry.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.HttpCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The page of tasks in a real browser: that of the local engine, or Tasklist of a real cluster. */
final class TaskPage {
    private static final Pattern COMPLETE = Pattern.compile("complete task", Pattern.CASE_INSENSITIVE);

    private final Page page;
    private final Cluster cluster;
    private final UserTaskClient tasks;

    /** Opens it and signs in. */
    TaskPage(BrowserContext browser, Cluster cluster) {
        this.page = browser.newPage();
        this.cluster = cluster;
        this.tasks = new UserTaskClient(cluster);
        page.navigate(cluster.tasklist().toString());
        Cluster.SignIn signIn = cluster.signIn();
        if (signIn != null && page.url().contains("/login")) {
            page.locator("input[name=username]").fill(signIn.user());
            page.locator("input[name=password]").fill(signIn.password());
            page.locator("button[type=submit]").click();
            page.waitForURL(url -> !url.contains("/login"));
        }
    }

    /** A browser that signs in where a page asks for it by HTTP, as the local engine's do. */
    static BrowserContext browser(Browser browser, Cluster cluster) {
        var options = new Browser.NewContextOptions().setViewportSize(1400, 1200);
        Cluster.SignIn signIn = cluster.signIn();
        if (signIn != null) {
            options.setHttpCredentials(new HttpCredentials(signIn.user(), signIn.password())
                    .setOrigin(
                            cluster.rest().getScheme() + "://" + cluster.rest().getAuthority()));
        }
        BrowserContext context = browser.newContext(options);
        context.setDefaultTimeout(30_000);
        return context;
    }

    /** Opens a task, assigned to nobody, and takes it. */
    void claim(String taskKey) {
        page.navigate(cluster.tasklist() + "/" + taskKey);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Assign to me"))
                .click();
        assertThat(complete()).isEnabled();
        assertThat(form()).isVisible();
    }

    /** What form-js has drawn. */
    Locator form() {
        return page.locator(".fjs-form").first();
    }

    /** Where a link of the form leads. */
    String href(String link) {
        return String.valueOf(form().getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(link).setExact(true))
                .first()
                .getAttribute("href"));
    }

    /** Chooses among the form's answers, by the whole text. */
    void choose(String answer) {
        form().getByText(answer, new Locator.GetByTextOptions().setExact(true)).click();
    }

    /** A field of the form. */
    Locator field(String label) {
        return form().getByLabel(label);
    }

    /** Completes the task that is open, and waits until Camunda says so. */
    void complete(String taskKey) {
        complete().click();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> isCompleted(taskKey));
    }

    /** Takes a picture of the whole page. */
    void picture(Path file) {
        picture(file, 1400, 2000);
    }

    /** Takes a picture of the page in a window of this size. */
    void picture(Path file, int width, int height) {
        page.setViewportSize(width, height);
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }

    private Locator complete() {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(COMPLETE));
    }

    private boolean isCompleted(String taskKey) throws IOException, InterruptedException {
        return tasks.state(taskKey).equals("COMPLETED");
    }
}
