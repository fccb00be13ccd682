package io.ferry.localengine;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.DeployResourceCommandStep1.DeployResourceCommandStep2;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.search.enums.ProcessInstanceState;
import io.camunda.client.api.search.enums.UserTaskState;
import io.camunda.client.api.search.response.UserTask;
import io.ferry.api.Chromium;
import io.ferry.demo.EngineInstallation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pages of the local engine as people use them, in a real browser: lists, filters, every form of Ferry's filled in with
 * every decision, processes started, incidents retried. What is typed must be what the engine then holds.
 */
class EnginePagesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path MODELS = Path.of("bpmn");
    private static final String ZONE = "Asia/Tokyo";
    private static final String HOSTILE = "<img src=x onerror=alert(1)> & co";

    /** A migration's name is anything that a person typed. */
    private static final String CONTEXT =
            "REHEARSAL · # <img src=x onerror=alert(1)> *co* [sign in](https://evil.example)"
                    + " ![](https://evil.example/a.png) `x` · jira.example.com → example.atlassian.net";

    /** The form that begins a migration asks for what the others show first. */
    private static final String START = "start-migration.form";

    /** What Ferry's processes may know when they ask a person. */
    private static final String VARIABLES = """
            {"migrationId": "m-1", "appName": "BigPicture", "taskContextDisplayName": "%s",
             "sourceUrl": "https://jira.example.com", "targetUrl": "https://example.atlassian.net",
             "problem": {"code": "OUTCOME_UNKNOWN", "title": "It is not known", "detail": "No answer.", "whatToDo": "Look."},
             "links": {"mapping": "http://127.0.0.1:8090/migrations/m-1/mapping"},
             "matching": {"people": 12, "matched": 8, "unmatched": 4, "missing": 3, "conflicts": 1, "seatsUsed": 20},
             "mapping": {"mapped": 9, "unmapped": 2, "conflicts": 1, "approved": false},
             "backupVerdict": {"complete": true, "importable": false, "issues": 3456, "projects": 12, "people": 40,
               "jiraVersion": "9.12.4", "findings": [{"severity": "ERROR", "message": "It ends early", "whatToDo": "Repeat"}]},
             "dumpFile": {"name": "dump.zip", "bytes": 1234567, "sha256": "ab12"},
             "targetState": {"boxes": 5, "appVersion": "8.52.0", "seenAt": "2026-11-29 03:00"},
             "originalState": {"seenAt": "2026-11-28 22:00"},
             "targetApp": {"installed": true, "version": "8.52.0", "versionFits": true, "licenceTold": true,
               "licenceValid": false},
             "readiness": {"passedCount": 7, "failed": [{"title": "Version <8>", "message": "Too old", "whatToDo": "Update"}]},
             "jiraComparison": {"differences": [{"what": "Issues", "expected": "3456", "found": "3400"}]},
             "rolledBack": {"differences": [{"what": "Boxes", "expected": "5", "found": "4"}]},
             "verification": {"verdict": "DIFFERENT", "rules": [{"name": "boxes", "question": "Are all there?",
               "expected": "5", "found": "4", "verdict": "DIFFERENT", "explanation": "One is missing"}]},
             "safetyDump": {"description": "Before restore", "madeAt": "01:00", "later": [{"description": "Another",
               "madeAt": "02:00"}]},
             "integrations": {"items": [
               {"id": "c-1", "name": "Azure <DevOps>", "state": "NOT_OPERATIONAL", "reason": "no token", "whatToDo": "Give one",
                "before": "worked", "change": "reads", "primary": false},
               {"id": "c-0", "name": "Jira", "state": "OPERATIONAL", "reason": "none", "whatToDo": "nothing",
                "before": "worked", "change": "nothing", "primary": true}]}}
            """.formatted(CONTEXT);

    private static final Map<String, Map<String, String>> OFFERED = Map.of("picked", Map.of("c-1", "Azure <DevOps>"));

    private static Chromium chromium;
    private static LocalEngine engine;
    private static CamundaClient client;

    private final List<String> mistakes = new ArrayList<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void start() throws IOException {
        EngineInstallation installation = EngineInstallation.of(System.getenv());
        assumeTrue(
                installation.isSetUp(),
                "The local engine is not set up (bash src/localengine/setup.sh): its pages are not tested");
        chromium = Chromium.start();
        engine = LocalEngine.start(0, 0, installation.folder().resolve("pages"));
        client = EngineClient.of(engine, true);
        deployAll();
    }

    @AfterAll
    static void stop() {
        Stream.of(client, engine, chromium).forEach(EnginePagesTest::close);
    }

    private static void close(AutoCloseable part) {
        try {
            if (part != null) {
                part.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ferry's own models and forms; for each form a process that asks by it; and what the other tests need. */
    private static void deployAll() throws IOException {
        DeployResourceCommandStep2 all = client.newDeployResourceCommand()
                .addResourceStringUtf8(
                        asking("ask", HOSTILE, "<zeebe:priorityDefinition priority=\"80\"/>"), "ask.bpmn")
                .addResourceStringUtf8(
                        asking(
                                "ask-in-time",
                                "Decide in time",
                                "<zeebe:taskSchedule dueDate=\"=due\"/>"
                                        + "<zeebe:assignmentDefinition candidateGroups=\"approver\"/>"),
                        "ask-in-time.bpmn")
                .addResourceStringUtf8(
                        drawn(
                                "caller",
                                "Call and wait",
                                "<bpmn:callActivity id=\"Middle\" name=\"Call\"><bpmn:extensionElements>"
                                        + "<zeebe:calledElement processId=\"called\" propagateAllChildVariables=\"false\"/>"
                                        + "</bpmn:extensionElements></bpmn:callActivity>"),
                        "caller.bpmn")
                .addResourceStringUtf8(
                        drawn(
                                "called",
                                "Work " + HOSTILE,
                                "<bpmn:serviceTask id=\"Middle\" name=\"Do it\"><bpmn:extensionElements>"
                                        + "<zeebe:taskDefinition type=\"work-of-pages\" retries=\"1\"/>"
                                        + "</bpmn:extensionElements></bpmn:serviceTask>"),
                        "called.bpmn");
        for (Path file : files(".bpmn", ".form", ".dmn")) {
            String name = file.getFileName().toString();
            all.addResourceFile(file.toString());
            if (name.endsWith(".form")) {
                String form = name.replace(".form", "");
                all.addResourceStringUtf8(
                        asking("by-" + form, form, "<zeebe:formDefinition formId=\"" + form + "\"/>"),
                        "by-" + form + ".bpmn");
            }
        }
        // All of them at once are much for an engine that has just started on a small computer.
        all.requestTimeout(Duration.ofMinutes(1)).send().join();
    }

    private static List<Path> files(String... endings) {
        try (Stream<Path> files = Files.list(MODELS)) {
            return files.filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void open() {
        open("demo", 1280, ColorScheme.LIGHT);
    }

    private void open(String user, int width, ColorScheme colors) {
        if (context != null) {
            context.close();
        }
        context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, 900)
                        .setLocale("en-GB")
                        .setTimezoneId(ZONE)
                        .setColorScheme(colors)
                        .setBaseURL("http://127.0.0.1:" + engine.webPort())
                        .setHttpCredentials(user, user));
        context.setDefaultTimeout(10_000);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type())) {
                mistakes.add(page.url() + ": " + message.text());
            }
        });
        page.onPageError(mistakes::add);
        page.onDialog(dialog -> {
            mistakes.add("A text ran as a script: " + dialog.message());
            dialog.dismiss();
        });
    }

    @AfterEach
    void shouldHaveMadeNoMistake() {
        assertThat(mistakes).isEmpty();
        context.close();
    }

    static Stream<Arguments> everyFormWithEveryDecision() {
        return files(".form").stream().flatMap(file -> {
            List<String> decisions = FormOnPage.decisions(read(file));
            String name = file.getFileName().toString();
            return decisions.isEmpty()
                    ? Stream.of(Arguments.of(name, ""))
                    : decisions.stream().map(decision -> Arguments.of(name, decision));
        });
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everyFormWithEveryDecision")
    void shouldHandOnWhatAPersonEntersAndRefuseWhatIsWrong(String name, String decision) {
        JsonNode form = read(MODELS.resolve(name));
        ObjectNode variables = (ObjectNode) parsed(VARIABLES);
        UserTask task = asked("by-" + name.replace(".form", ""), variables.toString());
        page.navigate("/tasklist/" + task.getUserTaskKey());
        assertThat(heading()).hasText(name.replace(".form", ""));
        assertThat(completion()).isDisabled();
        FormOnPage onPage = new FormOnPage(page, form, variables, OFFERED);
        onPage.shouldShowItsData();
        if (!name.equals(START)) {
            assertThat(page.locator(".fjs-form-field").first().locator("h3")).hasText(CONTEXT);
            assertThat(page.locator(".fjs-form :is(img, [href*=evil])")).hasCount(0);
        }
        assertThat(page.locator(":is(.fjs-input, .fjs-textarea):not([readonly], [disabled])"))
                .hasCount(0);
        button("Assign to me").click();
        assertThat(completion()).isEnabled();

        ObjectNode expected = variables.deepCopy();
        if (!decision.isEmpty()) {
            completion().click();
            assertThat(alert()).containsText("This is not complete yet");
            assertThat(page.getByText("Field is required.").first()).isVisible();
            expected.set("decision", onPage.decide(decision));
        }
        Map<Locator, String> wrong = onPage.enterWhatIsWrong();
        if (!wrong.isEmpty()) {
            completion().click();
            assertThat(alert()).containsText("This is not complete yet");
            wrong.forEach((place, message) ->
                    assertThat(place.locator(".fjs-form-field-error")).containsText(message));
        }
        expected.setAll(onPage.enterWhatIsRight());
        completion().click();

        assertThat(status()).hasText("Task completed: " + name.replace(".form", "") + ".");
        assertThat(heading()).hasText("Open tasks");
        assertThat(variablesOf(task.getProcessInstanceKey())).isEqualTo(expected);
        assertThat(stateOf(task)).isEqualTo(UserTaskState.COMPLETED);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyForm")
    void shouldDrawAFormOfWhichNothingIsKnownOrEverythingIsNull(String name) {
        ObjectNode nulls = JSON.createObjectNode();
        parsed(VARIABLES).fieldNames().forEachRemaining(nulls::putNull);
        read(MODELS.resolve(name)).path("components").findValuesAsText("key").forEach(nulls::putNull);
        for (String variables : List.of("{}", nulls.toString())) {
            page.navigate("/tasklist/"
                    + asked("by-" + name.replace(".form", ""), variables).getUserTaskKey());
            assertThat(page.locator(".fjs-form-field").first()).isVisible();
            assertThat(page.locator(".fjs-powered-by")).isVisible();
            assertThat(alert()).isHidden();
            if (!name.equals(START)) {
                assertThat(page.locator(".fjs-form h3").first()).hasText("A migration without a name");
            }
        }
    }

    static Stream<String> everyForm() {
        return files(".form").stream().map(file -> file.getFileName().toString());
    }

    @Test
    void shouldListTasksAsTheyComeAndFilterThem() {
        page.navigate("/tasklist");
        assertThat(page.getByText("Signed in as demo")).isVisible();
        assertThat(page.getByText("keeps nothing when it stops")).isVisible();

        UserTask plain = asked("ask", "{}");
        UserTask late = asked("ask-in-time", due(Duration.ofHours(-1)));
        UserTask early = asked("ask-in-time", due(Duration.ofDays(1)));
        assertThat(row(plain).locator("td")).hasText(new String[] {
            HOSTILE, "Process of " + HOSTILE, "–", "–", inTheReadersZone(plain.getCreationDate()), "–", "80"
        });
        assertThat(row(late)).containsText("approver");
        assertThat(row(late)).containsText("Overdue");
        assertThat(row(early)).not().containsText("Overdue");

        choose("Due", "Overdue");
        assertThat(row(late)).isVisible();
        assertThat(row(early)).isHidden();
        choose("Due", "Due later");
        assertThat(row(early)).isVisible();
        assertThat(row(late)).isHidden();
        choose("Due", "Any time");
        choose("Group", "approver");
        assertThat(row(late)).isVisible();
        assertThat(row(plain)).isHidden();
        choose("Group", "Any group");
        choose("Show", "Assigned to me");
        assertThat(row(plain)).isHidden();
        client.newAssignUserTaskCommand(plain.getUserTaskKey())
                .assignee("demo")
                .send()
                .join();
        assertThat(row(plain)).containsText("Me");
        page.reload();
        assertThat(row(plain)).isVisible();
        assertThat(row(late)).isHidden();
        choose("Show", "Unassigned");
        assertThat(row(late)).isVisible();
        assertThat(row(plain)).isHidden();
        choose("Show", "All open tasks");
        choose("Sort by", "Due date");
        assertThat(page.locator("tbody tr")
                        .filter(new Locator.FilterOptions().setHasText("Decide in time"))
                        .first())
                .containsText("Overdue");
        client.newCompleteUserTaskCommand(late.getUserTaskKey()).send().join();
        assertThat(row(late)).isHidden();
    }

    @Test
    void shouldSayInTheListToWhichMigrationATaskBelongs() {
        UserTask task = asked("by-correct-settings", VARIABLES);
        UserTask other = asked("by-correct-settings", "{\"taskContextDisplayName\": \"Second try\"}");
        page.navigate("/tasklist");
        assertThat(row(task).locator("td").first().locator(".context")).hasText(CONTEXT);
        assertThat(row(other).locator("td").first().locator(".context")).hasText("Second try");
        UserTask without = asked("ask", "{}");
        assertThat(row(without)).isVisible();
        assertThat(row(without).locator(".context")).hasCount(0);
    }

    @Test
    void shouldLetOnlyTheAssigneeCompleteAndTellWhatOthersDoMeanwhile() {
        UserTask task = asked("ask", "{}");
        open("approver", 1280, ColorScheme.LIGHT);
        page.navigate("/tasklist/" + task.getUserTaskKey());
        assertThat(page.getByText("Signed in as approver")).isVisible();
        assertThat(page.getByText("This task has no form.")).isVisible();
        assertThat(heading()).hasText(HOSTILE);

        // somebody else is faster
        page.route("**/assignment", assignment -> {
            client.newAssignUserTaskCommand(task.getUserTaskKey())
                    .assignee("demo")
                    .send()
                    .join();
            assignment.resume();
        });
        button("Assign to me").click();
        assertThat(alert()).containsText("it has already been assigned");
        assertThat(page.getByText("It waits for demo.")).isVisible();
        assertThat(completion()).isDisabled();
        mistakes.removeIf(mistake -> mistake.contains("status of 409"));
        page.unroute("**/assignment");

        button("Unassign").click();
        button("Assign to me").click();
        assertThat(page.getByText("It waits for you to complete it.")).isVisible();
        assertThat(completion()).isEnabled();

        client.newCompleteUserTaskCommand(task.getUserTaskKey()).send().join();
        assertThat(page.getByText("The task is completed.")).isVisible();
        assertThat(completion()).isDisabled();
        assertThat(button("Unassign")).isHidden();
    }

    @Test
    void shouldCompleteATaskByKeyboardAlone() {
        UserTask task = asked("by-record-the-safety-dump", VARIABLES);
        page.navigate("/tasklist");
        page.locator("#task-" + task.getUserTaskKey()).focus();
        page.keyboard().press("Enter");
        press("Assign to me");
        assertThat(button("Unassign")).isFocused();
        until(page.getByRole(AriaRole.TEXTBOX).first());
        // slowly: the page looks for news meanwhile, and may take nothing back of what is being typed
        String typed = "Dump of 2026-11-29 02:15, made by the app itself";
        page.keyboard().type(typed, new Keyboard.TypeOptions().setDelay(80));
        press("Complete task");

        assertThat(status()).containsText("Task completed");
        assertThat(variablesOf(task.getProcessInstanceKey())
                        .path("safetyDumpDescription")
                        .asText())
                .isEqualTo(typed);
        assertThat(stateOf(task)).isEqualTo(UserTaskState.COMPLETED);
    }

    private void press(String name) {
        until(button(name));
        page.keyboard().press("Enter");
    }

    private void until(Locator target) {
        assertThat(target).isEnabled();
        for (int i = 0; i < 40 && !(boolean) target.evaluate("element => element === document.activeElement"); i++) {
            page.keyboard().press("Tab");
        }
        assertThat(target).isFocused();
    }

    @Test
    void shouldStartAProcessByItsFormAndHandOnWhatWasEntered() {
        page.navigate("/tasklist/processes");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Migrate BigPicture"))
                .click();
        FormOnPage form =
                new FormOnPage(page, read(MODELS.resolve("start-migration.form")), JSON.createObjectNode(), OFFERED);
        Map<Locator, String> wrong = form.enterWhatIsWrong();
        assertThat(wrong).isNotEmpty();
        button("Start process").click();
        wrong.forEach((place, message) ->
                assertThat(place.locator(".fjs-form-field-error")).containsText(message));
        ObjectNode entered = JSON.createObjectNode().setAll(form.enterWhatIsRight());
        button("Start process").click();

        assertThat(status()).containsText("Process started: Migrate BigPicture");
        page.getByText("See it in Operate").click();
        assertThat(page.locator(".djs-shape.passed[data-element-id^=Event_]").first())
                .isVisible();
        long instance = Long.parseLong(page.url().replaceFirst(".*/", ""));
        assertThat(variablesOf(instance)).isEqualTo(entered);
    }

    @Test
    void shouldLeaveTheProcessThatAPersonStarts() {
        page.navigate("/tasklist/processes?hasStartForm=yes");
        assertThat(page.locator("tbody tr")).hasCount(1);
        assertThat(page.locator("tbody tr")).containsText("Migrate BigPicture from Data Center to Cloud");
        choose("Show", "All processes");
        assertThat(page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText("(started by Ferry)")))
                .hasCount(13);
    }

    @Test
    void shouldStartAProcessThatAsksNothing() {
        page.navigate("/tasklist/processes");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Process of Decide in time"))
                .click();
        assertThat(page.getByText("starts with nothing to enter")).isVisible();
        button("Start process").click();
        page.getByText("See it in Operate").click();
        assertThat(page.getByText("This model has no diagram.")).isVisible();
    }

    @Test
    void shouldShowWhereAnInstanceStandsAndRetryAnIncidentInACalledProcess() {
        long caller = started("caller", "{\"hostile\": \"" + HOSTILE + "\", \"long\": \"" + "x".repeat(9_000) + "\"}");
        failTheJob(caller);

        page.navigate("/operate");
        choose("Show", "With incidents");
        Locator listed =
                page.locator("tr").filter(new Locator.FilterOptions().setHas(page.locator("#instance-" + caller)));
        assertThat(listed).containsText("Incident");
        listed.getByRole(AriaRole.LINK).click();
        assertThat(heading()).hasText("Call and wait");
        assertThat(shape("Start")).hasClass(Pattern.compile(".*passed.*"));
        assertThat(shape("Middle")).hasClass(Pattern.compile(".*stuck.*"));
        assertThat(page.locator(".djs-connection.passed")).hasCount(1);
        assertThat(page.locator(".bjs-powered-by")).isVisible();
        assertThat(variable("hostile")).containsText("\"" + HOSTILE + "\"");
        assertThat(variable("long")).not().containsText("x".repeat(9_000));
        variable("long").getByText("Show all").click();
        assertThat(variable("long")).containsText("x".repeat(9_000) + "\"");

        page.locator(".djs-overlays").getByText("Step in").click();
        assertThat(heading()).hasText("Work " + HOSTILE);
        Locator incident = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Incidents"));
        assertThat(incident).containsText("The site " + HOSTILE + " is gone");
        assertThat(incident).containsText("Do it");
        button("Retry").click();
        assertThat(status()).containsText("tried again");
        assertThat(incident).not().containsText("is gone");
        assertThat(shape("Middle")).hasClass(Pattern.compile(".*active.*"));
        ActivatedJob again = activated();
        assertThat(again.getRetries()).isEqualTo(3);
        client.newCompleteCommand(again).send().join();
        assertThat(shape("End")).hasClass(Pattern.compile(".*passed.*"));

        page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Called by"))
                .getByRole(AriaRole.LINK)
                .click();
        assertThat(shape("End")).hasClass(Pattern.compile(".*passed.*"));
        assertThat(page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("About")))
                .containsText("Completed");
        page.getByText("History", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("History")))
                .containsText("Call activity");
        assertThat(client.newProcessInstanceGetRequest(caller).send().join().getState())
                .isEqualTo(ProcessInstanceState.COMPLETED);
    }

    @ParameterizedTest
    @MethodSource("everyProcess")
    void shouldDrawTheDiagramOfEveryProcess(String process) {
        page.navigate("/operate/processes/" + started(process, "{}"));
        assertThat(page.locator(".djs-shape:is(.passed, .active, .stuck)").first())
                .isVisible();
        assertThat(alert()).isHidden();
    }

    static Stream<String> everyProcess() {
        return files(".bpmn").stream().map(file -> file.getFileName().toString().replace(".bpmn", ""));
    }

    @Test
    void shouldSayThatTheEngineDoesNotAnswerAndGoOnWhenItDoes() {
        UserTask task = asked("ask", "{}");
        page.navigate("/tasklist/" + task.getUserTaskKey());
        assertThat(button("Assign to me")).isVisible();

        context.setOffline(true);
        assertThat(page.locator("#offline")).containsText("The local engine does not answer.");
        button("Assign to me").click();
        assertThat(page.locator("#problem")).containsText("The local engine does not answer.");
        context.setOffline(false);

        assertThat(page.locator("#offline")).isHidden();
        button("Assign to me").click();
        assertThat(button("Unassign")).isVisible();
        assertThat(page.locator("#problem")).isHidden();
        mistakes.removeIf(mistake -> mistake.contains("ERR_INTERNET_DISCONNECTED"));
    }

    @Test
    void shouldSayWhatIsNotThere() {
        page.navigate("/tasklist/1");
        assertThat(alert()).hasText("User Task with key '1' not found.");
        page.navigate("/operate/nowhere");
        assertThat(alert()).hasText("There is no such page.");
        mistakes.removeIf(mistake -> mistake.contains("status of 404"));
    }

    @Test
    void shouldLoadNothingFromElsewhereAndNeedNoExceptionForScripts() {
        List<String> asked = new ArrayList<>();
        page.onRequest(request -> asked.add(request.url()));
        page.navigate("/tasklist/" + asked("by-correct-settings", VARIABLES).getUserTaskKey());
        assertThat(page.locator(".fjs-form-field").first()).isVisible();
        String policy =
                page.navigate("/operate/processes/" + started("caller", "{}")).headerValue("content-security-policy");
        assertThat(shape("Middle")).isVisible();

        assertThat(policy).startsWith("default-src 'self'").doesNotContain("unsafe", "script-src");
        assertThat(asked)
                .hasSizeGreaterThan(10)
                .allSatisfy(url -> assertThat(url)
                        .matches("(?s)data:image/.*|http://127\\.0\\.0\\.1:" + engine.webPort() + "/.*"));
    }

    @Test
    void shouldBeReadableNarrowAndWideLightAndDark() {
        UserTask task = asked("by-correct-settings", VARIABLES);
        long instance = started("migrate", VARIABLES);
        Map<String, String> paths = Map.of(
                "tasks", "/tasklist",
                "task", "/tasklist/" + task.getUserTaskKey(),
                "processes", "/tasklist/processes",
                "instances", "/operate?called=yes",
                "instance", "/operate/processes/" + instance);
        for (int width : List.of(360, 1600)) {
            for (ColorScheme colors : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                open("demo", width, colors);
                paths.forEach((name, path) -> {
                    page.navigate(path);
                    assertThat(page.locator(".list, .fjs-form, .djs-shape").first())
                            .isVisible();
                    assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                            .as("%s at %d", name, width)
                            .isLessThanOrEqualTo(width);
                    page.screenshot(new Page.ScreenshotOptions()
                            .setPath(Path.of("target/pictures/engine-%s-%d-%s.png"
                                    .formatted(name, width, colors.name().toLowerCase(Locale.ROOT))))
                            .setFullPage(true));
                });
            }
        }
    }

    private Locator heading() {
        return page.locator("main > h1");
    }

    private Locator alert() {
        return page.locator("#problem");
    }

    private Locator status() {
        return page.getByRole(AriaRole.STATUS);
    }

    private Locator completion() {
        return button("Complete task");
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator row(UserTask task) {
        return page.locator("tr")
                .filter(new Locator.FilterOptions().setHas(page.locator("#task-" + task.getUserTaskKey())));
    }

    private Locator variable(String name) {
        return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Variables"))
                .locator("tr")
                .filter(new Locator.FilterOptions()
                        .setHas(page.getByText(name, new Page.GetByTextOptions().setExact(true))));
    }

    private Locator shape(String elementId) {
        return page.locator(".djs-shape[data-element-id='" + elementId + "']");
    }

    private void choose(String filter, String choice) {
        page.getByLabel(filter, new Page.GetByLabelOptions().setExact(true)).selectOption(choice);
    }

    private static long started(String process, String variables) {
        return client.newCreateInstanceCommand()
                .bpmnProcessId(process)
                .latestVersion()
                .variables(variables)
                .send()
                .join()
                .getProcessInstanceKey();
    }

    /** Starts a process that asks a person at once, and waits for the task. */
    private static UserTask asked(String process, String variables) {
        return EngineClient.waitingTask(client, started(process, variables));
    }

    private static UserTaskState stateOf(UserTask task) {
        return client.newUserTaskGetRequest(task.getUserTaskKey()).send().join().getState();
    }

    private static JsonNode variablesOf(long instance) {
        ObjectNode variables = JSON.createObjectNode();
        client.newVariableSearchRequest()
                .filter(filter -> filter.processInstanceKey(instance))
                .send()
                .join()
                .items()
                .forEach(variable -> variables.set(variable.getName(), parsed(variable.getValue())));
        return variables;
    }

    private static ActivatedJob activated() {
        return EngineClient.activated(client, "work-of-pages");
    }

    private static void failTheJob(long instance) {
        client.newFailCommand(activated())
                .retries(0)
                .errorMessage("The site " + HOSTILE + " is gone")
                .send()
                .join();
        Awaitility.await()
                .until(() -> client.newProcessInstanceGetRequest(instance)
                        .send()
                        .join()
                        .getHasIncident());
    }

    private static String due(Duration fromNow) {
        return "{\"due\": \"" + Instant.now().plus(fromNow) + "\"}";
    }

    private static String inTheReadersZone(OffsetDateTime moment) {
        return DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.UK)
                .format(moment.atZoneSameInstant(ZoneId.of(ZONE)));
    }

    private static JsonNode read(Path form) {
        try {
            return JSON.readTree(Files.readString(form, UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A process that asks a person and ends; without a diagram. */
    private static String asking(String id, String name, String extensions) {
        return definitions("""
                <bpmn:process id="%s" name="Process of %s" isExecutable="true">
                  <bpmn:startEvent id="Start"/>
                  <bpmn:sequenceFlow id="ToTask" sourceRef="Start" targetRef="Task"/>
                  <bpmn:userTask id="Task" name="%s">
                    <bpmn:extensionElements><zeebe:userTask/>%s</bpmn:extensionElements>
                  </bpmn:userTask>
                </bpmn:process>
                """.formatted(id, escaped(name), escaped(name), extensions));
    }

    /** A process of a start, one element with the id {@code Middle}, and an end, with its diagram. */
    private static String drawn(String id, String name, String middle) {
        return definitions("""
                <bpmn:process id="%s" name="%s" isExecutable="true">
                  <bpmn:startEvent id="Start"/>
                  <bpmn:sequenceFlow id="First" sourceRef="Start" targetRef="Middle"/>
                  %s
                  <bpmn:sequenceFlow id="Second" sourceRef="Middle" targetRef="End"/>
                  <bpmn:endEvent id="End"/>
                </bpmn:process>
                <bpmndi:BPMNDiagram id="Diagram"><bpmndi:BPMNPlane id="Plane" bpmnElement="%s">%s</bpmndi:BPMNPlane>
                </bpmndi:BPMNDiagram>
                """.formatted(
                        id,
                        escaped(name),
                        middle,
                        id,
                        shape("Start", 100, 36)
                                + shape("Middle", 200, 100)
                                + shape("End", 400, 36)
                                + edge("First", 136, 200)
                                + edge("Second", 300, 400)));
    }

    private static String shape(String element, int x, int width) {
        return "<bpmndi:BPMNShape id=\"%s_di\" bpmnElement=\"%s\"><dc:Bounds x=\"%d\" y=\"100\" width=\"%d\" height=\"%d\"/></bpmndi:BPMNShape>"
                .formatted(element, element, x, width, Math.min(width, 80));
    }

    private static String edge(String flow, int from, int to) {
        return "<bpmndi:BPMNEdge id=\"%s_di\" bpmnElement=\"%s\"><di:waypoint x=\"%d\" y=\"118\"/><di:waypoint x=\"%d\" y=\"118\"/></bpmndi:BPMNEdge>"
                .formatted(flow, flow, from, to);
    }

    private static String definitions(String content) {
        return """
                <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                    xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
                    xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
                    targetNamespace="test">%s</bpmn:definitions>
                """.formatted(content);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
