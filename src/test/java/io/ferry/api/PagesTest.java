package io.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import io.ferry.backup.findings.BackupFinding;
import io.ferry.backup.findings.BackupPlace;
import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.findings.FindingRecord;
import io.ferry.migration.MigrationId;
import io.ferry.process.engine.Incidents;
import io.ferry.process.engine.WaitingTasks;
import io.ferry.verification.BackupFindings;
import io.ferry.verification.FindingRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/** What all pages have in common: nothing inline, readable for everybody, and written by templates alone. */
class PagesTest {
    /** A tag as in {@code "<p>"} or {@code "</td>"}; Java's own angle brackets hold names with capital letters. */
    private static final Pattern TAG = Pattern.compile("</?[a-z][a-z0-9]{0,10}[ >/\"]");

    private static ConfigurableApplicationContext web;
    private static Chromium chromium;
    private static MigrationId id;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        web = FrontWeb.start();
        when(web.getBean(WaitingTasks.class).home()).thenReturn("http://camunda.example/tasklist");
        when(web.getBean(Incidents.class).home()).thenReturn("http://camunda.example/operate");
        id = ReportWeb.migrated(web);
        var records = new FindingRecords();
        records.onRecord(
                FindingCode.WORKFLOW_MALFORMED, new FindingRecord("Workflow", "10100", "Release", 7, 99, "not XML"));
        web.getBean(BackupFindings.class)
                .keep(
                        id,
                        List.of(
                                new BackupFinding(
                                        FindingCode.WORKFLOW_MALFORMED,
                                        "The workflow “Release” is not XML.",
                                        new BackupPlace("entities.xml", 7, 99, "Workflow")),
                                new BackupFinding(
                                        FindingCode.CLOUD_EXPORT,
                                        "A cloud export.",
                                        new BackupPlace("entities.xml", 0, -1, null))),
                        records);
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/migrations/ID",
                "/migrations/ID/mapping",
                "/migrations/ID/findings",
                "/migrations/ID/findings?finding=WORKFLOW_MALFORMED",
                "/migrations/ID/differences",
                "/migrations/nobody",
                "/api/migrations/ID/report"
            })
    void shouldBeReadableForEverybodyWithNothingInline(String path) {
        List<String> mistakes = new ArrayList<>();
        try (BrowserContext context = chromium.browser().newContext()) {
            Page page = context.newPage();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error") && !message.text().contains("status of 404")) {
                    mistakes.add(message.text());
                }
            });
            Response answer = page.navigate(FrontWeb.address(web) + path.replace("ID", id.value()));

            assertThat(answer.headerValue("content-security-policy"))
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe", "nonce");
            assertThat(page.evaluate("document.querySelectorAll('[style], script:not([src])').length"))
                    .isEqualTo(0);
            // The report is kept as one file.
            assertThat(page.evaluate("document.querySelectorAll('style').length"))
                    .isEqualTo(path.endsWith("/report") ? 1 : 0);
            Accessibility.check(page, "page" + path.replaceAll("[^a-z]+", "-"));
        }
        assertThat(mistakes).isEmpty();
    }

    @Test
    void shouldApplyTheStyleThatTheReportCarries() {
        try (BrowserContext context = chromium.browser().newContext()) {
            Page page = context.newPage();
            page.navigate(FrontWeb.address(web) + "/api/migrations/" + id + "/report");

            assertThat(page.evaluate("getComputedStyle(document.querySelector('section')).borderTopWidth"))
                    .isEqualTo("1px");
        }
    }

    @Test
    void shouldWriteNoHtmlInJava() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/java/io/ferry/api"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> writesHtml(read(file)))
                            .toList())
                    .as("write it in a template of src/main/jte")
                    .isEmpty();
        }
    }

    @Test
    void shouldNoticeHtmlInJava() {
        assertThat(List.of(
                        "html.tag(\"<p>\")",
                        "return \"</td>\";",
                        "\"A text <a href=\" + address",
                        "    <li>in a text block</li>"))
                .allMatch(PagesTest::writesHtml);
        assertThat(List.of("\"a < b\"", "\"<\"", "List<String> all = List.of(\"x\")", "for (int i = 0; i < b; i++) {"))
                .noneMatch(PagesTest::writesHtml);
    }

    private static boolean writesHtml(String java) {
        return java.lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("*") && !line.startsWith("/**") && !line.startsWith("//"))
                .anyMatch(line -> TAG.matcher(line).find());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
