package io.ferry.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.LoadState;
import io.camunda.client.api.JsonMapper;
import io.ferry.backup.findings.BackupFinding;
import io.ferry.backup.findings.BackupPlace;
import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.findings.FindingRecord;
import io.ferry.base.PlainText;
import io.ferry.base.TableCell;
import io.ferry.demo.EngineInstallation;
import io.ferry.migration.Actor;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Decision;
import io.ferry.migration.Event;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Phase;
import io.ferry.migration.Question;
import io.ferry.migration.Timeline;
import io.ferry.process.model.Problem;
import io.ferry.users.SourcePerson;
import io.ferry.users.TargetAccount;
import io.ferry.users.UserDecisions;
import io.ferry.users.UserMatching;
import io.ferry.verification.BackupFindings;
import io.ferry.verification.Comparison;
import io.ferry.verification.ComparisonPoint;
import io.ferry.verification.ComparisonsOnRecord;
import io.ferry.verification.FindingRecords;
import io.ferry.verification.RuleResult;
import io.ferry.verification.Verdict;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Texts that sites and people choose, tried as everything that somebody may take them for: markup, formulas, commands to a
 * terminal, Markdown, expressions, lines of the log and headers. Each is the name or the reason of everything that Ferry
 * shows; where a guard can be left out, the text is first shown to bite.
 */
class HostileTextsTest {
    private static final List<String> MARKUP = List.of(
            "<script>window.hostile=1</script>",
            "<img src=x onerror=\"window.hostile=1\">",
            "\"><x-hostile onmouseover='window.hostile=1'>",
            "'><x-hostile>",
            "</title></textarea></style><x-hostile>",
            "<svg onload=window.hostile=1>",
            "javascript:window.hostile=1",
            "${7*7} {{7*7}} #{7*7}");
    private static final List<String> FORMULAS = List.of(
            "=cmd|' /C calc'!A0",
            "+1+1",
            "-1+1",
            "@SUM(1)",
            "\t=1+1",
            "\r=1+1",
            "\n=1+1",
            " =1+1",
            "a;=1+1",
            "a\t=1+1",
            "a\n=1+1",
            "\uFF1D1+1",
            "'=1+1");
    private static final List<String> TERMINAL = List.of(
            "a\u001B[2Jb",
            "a\u009B31mb",
            "a\u001B]0;title\u0007b",
            "moc\u202Elive\u202C",
            "a\u2066b",
            "a\rb",
            "a\u2028b");
    private static final List<String> MARKDOWN = List.of(
            "[Sign in again](https://evil.example/)",
            "![](https://evil.example/seen.png)",
            "[a][b] and [b]: https://evil.example/",
            "<https://evil.example/>",
            "<a href=\"https://evil.example/\">Sign in</a>",
            "<img src=\"https://evil.example/seen.png\">");
    private static final List<String> OTHERS = List.of(
            "\"=1+1", "={{1+1}}", "a\r\n00:00:00.000 INFO  Ferry: all is well", "a\r\nBcc: somebody@evil.example");
    private static final List<String> ALL = Stream.of(MARKUP, FORMULAS, TERMINAL, MARKDOWN, OTHERS)
            .flatMap(List::stream)
            .toList();

    /** What no terminal may get, besides the ends of lines. */
    private static final Pattern OBEYED = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n\\t]]");

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path home;

    private static WholeFerry ferry;
    private static Chromium chromium;
    private static MigrationId id;

    @BeforeAll
    static void everythingHasAHostileName() {
        chromium = Chromium.start();
        ferry = WholeFerry.start(home);
        id = ReportWeb.registered(ferry.server(), MARKUP.get(0) + MARKUP.get(2), false)
                .id();
        Timeline timeline = ferry.part(Timeline.class);
        timeline.phaseStarted(id, Phase.VERIFY);
        for (String text : ALL) {
            timeline.record(id, Phase.VERIFY, "Verify", Event.Kind.PROBLEM, text);
            ferry.part(Confirmations.class)
                    .record(id, Question.FAILED_CHECKS, Decision.GO_ON, text, Actor.ofTask(text), Map.of("what", text));
        }
        FactsOfMigration facts = ferry.part(FactsOfMigration.class);
        facts.verified(
                id,
                FactName.DUMP_FILE,
                Map.of("id", "1", "name", MARKUP.get(2), "bytes", 1, "sha256", "ab".repeat(32)));
        facts.verified(
                id,
                FactName.TARGET_JIRA,
                Map.of("content", "NOT_EMPTY", "title", MARKUP.get(2), "production", MARKUP.get(3)));
        facts.verified(id, FactName.SAFETY_DUMP, Map.of("description", MARKUP.get(2), "kept", true));
        facts.verified(
                id,
                FactName.INTEGRATIONS,
                Map.of(
                        "items",
                        ALL.stream()
                                .map(text -> Map.of("id", text, "name", text, "primary", false, "state", text))
                                .toList()));
        comparisons();
        findings();
        people();
    }

    private static void comparisons() {
        List<RuleResult.Item> items = ALL.stream()
                .map(text -> new RuleResult.Item(text, Verdict.DIFFERENT, text, text))
                .toList();
        ferry.part(ComparisonsOnRecord.class)
                .keep(
                        id,
                        ComparisonPoint.RESULT,
                        new Comparison(
                                Verdict.DIFFERENT,
                                List.of(new RuleResult(
                                        "boxes",
                                        MARKUP.get(2),
                                        Verdict.DIFFERENT,
                                        MARKUP.get(3),
                                        MARKUP.get(4),
                                        null,
                                        items,
                                        items.size()))));
    }

    private static void findings() {
        FindingRecords records = new FindingRecords();
        ALL.forEach(text -> records.onRecord(
                FindingCode.WORKFLOW_MALFORMED, new FindingRecord("Workflow", text, text, 7, 99, text)));
        ferry.part(BackupFindings.class)
                .keep(
                        id,
                        List.of(new BackupFinding(
                                FindingCode.WORKFLOW_MALFORMED,
                                String.join(" ", MARKUP),
                                new BackupPlace("entities.xml", 7, 99, MARKUP.get(2)))),
                        records);
    }

    private static void people() {
        UserMatching matching = ferry.part(UserMatching.class);
        matching.putPeople(
                id,
                IntStream.range(0, ALL.size())
                        .mapToObj(i -> new SourcePerson(
                                ALL.get(i) + i, ALL.get(i), ALL.get(i), "person" + i + "@evil.example", true, false))
                        .toList());
        matching.putAccounts(
                id,
                IntStream.range(0, ALL.size())
                        .mapToObj(i -> new TargetAccount(
                                "712020:" + i,
                                ALL.get(i),
                                null,
                                true,
                                TargetAccount.Kind.PERSON,
                                TargetAccount.Source.JIRA_CLOUD))
                        .toList());
        matching.match(id);
        for (int i = 0; i < ALL.size(); i += 2) {
            ferry.part(UserDecisions.class).leaveUnmapped(id, ALL.get(i) + i, ALL.get(i), ALL.get(i));
        }
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (ferry != null) {
            ferry.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/migrations/ID",
                "/migrations/ID?everything=true",
                "/migrations/ID/mapping?show=all",
                "/migrations/ID/mapping?show=all&q=%22%3E%3Cx-hostile%3E",
                "/migrations/ID/files",
                "/migrations/ID/files/dump",
                "/migrations/ID/findings?finding=WORKFLOW_MALFORMED",
                "/migrations/ID/differences?rule=%22%3E%3Cx-hostile%3E",
                "/migrations/ID/differences",
                "/api/migrations/ID/report?addresses=whole",
                "/migrations/%3Cx-hostile%3E"
            })
    void shouldShowMarkupAsText(String path) {
        try (BrowserContext context =
                chromium.browser().newContext(new Browser.NewContextOptions().setExtraHTTPHeaders(ferry.signedIn()))) {
            Page page = context.newPage();
            page.navigate(ferry.address(path.replace("ID", id.value())).toString());
            page.waitForLoadState(LoadState.NETWORKIDLE);

            assertThat(hostileParts(page))
                    .as("elements and links of a hostile text")
                    .isEqualTo(0);
            assertThat(page.evaluate("window.hostile === undefined")).isEqualTo(true);
        }
    }

    @Test
    void shouldSeeMarkupThatBites() {
        try (BrowserContext context = chromium.browser().newContext()) {
            Page page = context.newPage();
            page.setContent("<title>" + MARKUP.get(4) + "</title>" + String.join("", MARKUP));

            assertThat(hostileParts(page)).isNotEqualTo(0);
            assertThat(page.evaluate("window.hostile")).isEqualTo(1);
        }
    }

    private static Object hostileParts(Page page) {
        return page.evaluate("document.querySelectorAll('x-hostile, [onerror], [onload], [onmouseover], img[src=x],"
                + " script:not([src]), [href^=\"javascript:\" i]').length");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/migrations/ID/mapping.csv",
                "/api/migrations/ID/new-accounts.csv",
                "/api/migrations/ID/findings/WORKFLOW_MALFORMED.csv",
                "/api/migrations/ID/comparisons/result.csv"
            })
    void shouldBeginNoFormulaInATable(String path) throws Exception {
        String table = get(path).body();

        assertThat(table).contains("SUM(1)");
        for (char separator : new char[] {',', ';', '\t'}) {
            assertThat(cells(table, separator))
                    .as("cells of a spreadsheet that separates by “%s”", separator)
                    .noneMatch(HostileTextsTest::isFormula);
        }
    }

    @Test
    void shouldSeeFormulasThatBiteAndReadBackWhatWasDefused() {
        for (String text : FORMULAS.subList(0, FORMULAS.size() - 1)) {
            assertThat(Stream.of(',', ';', '\t')
                            .flatMap(separator -> cells(CSVFormat.RFC4180.format("x", text), separator).stream()))
                    .as(text)
                    .anyMatch(HostileTextsTest::isFormula);
        }
        assertThat(ALL).allSatisfy(text -> {
            assertThat(TableCell.restored(TableCell.defused(text))).isEqualTo(text);
            assertThat(TableCell.restored(TableCell.defused("'" + text))).isEqualTo("'" + text);
            assertThat(TableCell.restored(TableCell.defused("a; '" + text))).isEqualTo("a; '" + text);
        });
    }

    /** A spreadsheet for commas heeds quotation marks; one for other separators finds none where it expects them. */
    private static List<String> cells(String table, char separator) {
        if (separator != ',') {
            return table.lines()
                    .flatMap(line -> Stream.of(line.split(Pattern.quote(String.valueOf(separator)), -1)))
                    .map(cell -> cell.replaceFirst("^\"", ""))
                    .toList();
        }
        try (var parsed = CSVFormat.RFC4180.parse(new StringReader(table))) {
            return parsed.stream().flatMap(CSVRecord::stream).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFormula(String cell) {
        String seen = cell.stripLeading();
        return !seen.isEmpty() && "=+-@\uFF1D\uFF0B\uFF0D\uFF20".indexOf(seen.charAt(0)) >= 0;
    }

    @Test
    void shouldGiveATerminalNothingToObey() throws Exception {
        assertThat(TERMINAL).allMatch(text -> OBEYED.matcher(text).find());
        assertThat(ALL).allSatisfy(text -> {
            assertThat(PlainText.line(text)).doesNotContainPattern(OBEYED).doesNotContain("\n", "\t");
            assertThat(PlainText.lines(text)).doesNotContainPattern(OBEYED);
            String json = JSON.writeValueAsString(Map.of("text", text));
            assertThat(PlainText.json(json)).doesNotContainPattern(OBEYED);
            assertThat(JSON.readTree(PlainText.json(json))).isEqualTo(JSON.readTree(json));
            assertThat(PlainText.html(text)).doesNotContainPattern(OBEYED);
        });
    }

    @Test
    void shouldLetNoTextForgeALineOfTheLog() {
        LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger logger = logback.getLogger("io.ferry.Hostile");
        PatternLayout layout = new PatternLayout();
        layout.setContext(logback);
        layout.setPattern(ferry.server().getEnvironment().getRequiredProperty("logging.pattern.console"));
        layout.start();
        for (String text : ALL) {
            String logged = layout.doLayout(new LoggingEvent(
                    HostileTextsTest.class.getName(),
                    logger,
                    Level.WARN,
                    "It says {}",
                    new IllegalStateException(text, new IllegalArgumentException(text)),
                    new Object[] {text}));

            assertThat(logged).doesNotContainPattern(OBEYED).contains("IllegalArgumentException", "It says ");
            assertThat(logged.lines().filter(line -> line.matches("\\d\\d:.*")))
                    .as("lines that look like an entry")
                    .hasSize(1);
            assertThat(logged).endsWith("\n");
        }
        layout.setPattern("%d{HH:mm:ss.SSS} %msg%n%throwable");
        layout.start();
        String bitten = layout.doLayout(new LoggingEvent("", logger, Level.WARN, OTHERS.get(2), null, null));
        assertThat(bitten.lines().filter(line -> line.matches("\\d\\d:.*"))).hasSize(2);
    }

    @Test
    void shouldPutNoPicturesAndNoLinksUnderOtherNamesIntoForms() throws Exception {
        Path viewer = EngineInstallation.of(System.getenv()).folder().resolve("pages/form-viewer.js");
        assumeTrue(
                Files.isRegularFile(viewer), "The local engine's pages are not set up (bash src/localengine/setup.sh)");
        JsonMapper variables = ferry.part(JsonMapper.class);
        String problem = variables.toJson(
                Map.of("problem", new Problem("REFUSED", String.join(" ", MARKDOWN), String.join(" ", ALL), "Look.")));

        assertThat(drawn(viewer, problem)).isEqualTo(0);
        assertThat(drawn(viewer, JSON.writeValueAsString(Map.of("problem", Map.of("detail", MARKDOWN.getFirst())))))
                .as("without the guard")
                .isNotEqualTo(0);
    }

    /** Before it is registered, a migration's name is as somebody typed it: nothing but the form stands in between. */
    @Test
    void shouldShowAHostileNameAsItIsInTheFirstLineOfAForm() throws Exception {
        Path viewer = EngineInstallation.of(System.getenv()).folder().resolve("pages/form-viewer.js");
        assumeTrue(
                Files.isRegularFile(viewer), "The local engine's pages are not set up (bash src/localengine/setup.sh)");
        JsonNode heading = JSON.readTree(Path.of("bpmn/correct-settings.form").toFile())
                .path("components")
                .path(0);
        try (BrowserContext context = chromium.browser().newContext()) {
            Page page = formPage(context, viewer);
            for (String text : ALL) {
                String shown = (String) page.evaluate("""
                        async ([component, text]) => {
                          const { Form } = await import('/form-viewer.js');
                          const place = document.getElementById('form');
                          place.replaceChildren();
                          const form = new Form({ container: place });
                          await form.importSchema({ type: 'default', id: 'f', components: [JSON.parse(component)] },
                            { taskContextDisplayName: text });
                          const line = place.querySelector('h3');
                          if (line.children.length > 0) throw new Error(line.innerHTML);
                          return line.textContent;
                        }""", List.of(heading.toString(), text));

                assertThat(shown.strip())
                        .isEqualTo(text.replaceAll("[\\s\u2028]+", " ").strip());
            }
            assertThat(page.evaluate("window.hostile === undefined")).isEqualTo(true);
        }
    }

    private static Page formPage(BrowserContext context, Path viewer) throws IOException {
        Page page = context.newPage();
        String script = Files.readString(viewer);
        page.route("http://form.test/**", route -> {
            boolean isScript = route.request().url().endsWith(".js");
            route.fulfill(new Route.FulfillOptions()
                    .setContentType(isScript ? "text/javascript" : "text/html")
                    .setBody(isScript ? script : "<!doctype html><div id=form></div>"));
        });
        page.navigate("http://form.test/");
        return page;
    }

    /** How many pictures, and links whose text is another than their address, are in a form that shows a problem as Ferry's do. */
    private static Object drawn(Path viewer, String variables) throws Exception {
        try (BrowserContext context = chromium.browser().newContext()) {
            Page page = formPage(context, viewer);
            return page.evaluate("""
                    async data => {
                      const { Form } = await import('/form-viewer.js');
                      const form = new Form({ container: document.getElementById('form') });
                      await form.importSchema({ type: 'default', id: 'f', components: [{ type: 'text', id: 't', text:
                        '### {{problem.title}}\\n\\n{{problem.detail}}\\n\\n**What to do:** {{problem.whatToDo}}' }] }, JSON.parse(data));
                      if (!document.getElementById('form').innerText.includes('What to do')) throw new Error('not drawn');
                      const leadsAstray = link => !decodeURI(link.getAttribute('href')).startsWith(link.textContent);
                      return [...document.querySelectorAll('#form a[href]:not(.fjs-powered-by-link)')].filter(leadsAstray).length
                        + document.querySelectorAll('#form img, #form [src]').length;
                    }""", variables);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldKeepNamesOfFilesOutOfHeadersAndFolders(String name) throws Exception {
        String kind = "/api/migrations/" + id + "/files/safety-dump";
        byte[] content = new byte[10_000];
        new Random(name.hashCode()).nextBytes(content);
        HttpResponse<String> begun = send(tus(kind + "/uploads?replace=true")
                .header("Upload-Length", String.valueOf(content.length))
                .header("Upload-Metadata", "filename " + Base64.getEncoder().encodeToString(name.getBytes(UTF_8)))
                .POST(BodyPublishers.noBody()));
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
        send(tus(begun.headers().firstValue("Location").orElseThrow())
                .header("Upload-Offset", "0")
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(content)));
        JsonNode file = uploaded(kind);

        HttpResponse<String> answer = get(file.path("content").asText());

        assertThat(file.path("name").asText()).doesNotContainPattern(OBEYED).doesNotContain("/", "\\", "\n");
        assertThat(answer.headers().allValues("Content-Disposition"))
                .singleElement()
                .asString()
                .startsWith("attachment; filename")
                .matches("[ -~]*");
        assertThat(answer.headers().map()).doesNotContainKeys("set-cookie", "x-evil");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        try (Stream<Path> files = Files.walk(home)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(path -> String.valueOf(path.getFileName()))
                            .filter(written -> !written.startsWith("ferry")))
                    .isSubsetOf(
                            "content",
                            "artifact.json",
                            "incoming.json",
                            "camunda-tokens",
                            "script-key",
                            "running",
                            "record-mark");
        }
    }

    static List<String> names() {
        return List.of(
                "../../../../etc/passwd",
                "..\\..\\evil.exe",
                "a\"; filename=\"evil.html",
                "a\r\nSet-Cookie: a=b\r\nX-Evil: 1\r\n\r\n<x-hostile>",
                "<x-hostile>.html",
                "=cmd|' /C calc'!A0.csv",
                "gnp.\u202Egpj.exe",
                "\u001B[2J",
                "..",
                "名前.zip",
                "a".repeat(1_000));
    }

    private static JsonNode uploaded(String kind) throws Exception {
        long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            JsonNode shown = JSON.readTree(get(kind).body());
            assertThat(shown.path("refused").isObject()).as(shown.toString()).isFalse();
            if (shown.path("file").isObject() && !shown.path("coming").isObject()) {
                return shown.path("file");
            }
            assertThat(System.nanoTime()).as(shown.toString()).isLessThan(giveUpAt);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static HttpRequest.Builder tus(String path) {
        return ferry.request(path).header("Tus-Resumable", "1.0.0");
    }

    private static HttpResponse<String> get(String path) throws Exception {
        HttpResponse<String> answer = send(ferry.request(path.replace("ID", id.value())));
        assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(200);
        return answer;
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
