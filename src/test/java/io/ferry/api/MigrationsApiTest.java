package io.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ferry.bigpicture.BigPictureProperties;
import io.ferry.fixtures.SampleSettings;
import io.ferry.migration.Action;
import io.ferry.migration.Actor;
import io.ferry.migration.App;
import io.ferry.migration.ClosedToNewWork;
import io.ferry.migration.Confirmations;
import io.ferry.migration.CredentialName;
import io.ferry.migration.Decision;
import io.ferry.migration.Event;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Intents;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.Mode;
import io.ferry.migration.NewMigration;
import io.ferry.migration.Operation;
import io.ferry.migration.Outcome;
import io.ferry.migration.Phase;
import io.ferry.migration.PhaseHold;
import io.ferry.migration.PhaseRun;
import io.ferry.migration.Question;
import io.ferry.migration.SiteSettings;
import io.ferry.migration.Timeline;
import io.ferry.migration.VisibleTeams;
import io.ferry.process.common.RetriedSteps;
import io.ferry.process.engine.Cluster;
import io.ferry.process.engine.EngineUnavailable;
import io.ferry.process.engine.Incident;
import io.ferry.process.engine.Incidents;
import io.ferry.process.engine.ProcessEngine;
import io.ferry.process.engine.StartedInCamunda;
import io.ferry.process.engine.WaitingTask;
import io.ferry.process.engine.WaitingTasks;
import io.ferry.process.lifecycle.MigrationLifecycle;
import io.ferry.process.reminders.RemindersProperties;
import io.ferry.process.retention.RetainedPeople;
import io.ferry.readiness.SettingsCheck;
import io.ferry.remote.AddressRules;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.CredentialSource;
import io.ferry.remote.DeclaredCredential;
import io.ferry.remote.DeclaredCredentials;
import io.ferry.remote.EndpointSets;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.RemoteProperties;
import io.ferry.users.SourcePerson;
import io.ferry.users.TargetAccount;
import io.ferry.users.UserDecisions;
import io.ferry.users.UserMatching;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.transaction.TransactionSystemException;

/** The interface as callers meet it: on a port, with Ferry's own configuration, the engine replaced. */
@SpringBootTest(
        classes = MigrationsApiTest.ApiOnly.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:api;DB_CLOSE_DELAY=-1",
            "camunda.client.enabled=false",
            // No engine here, thus no models that Ferry could wait for.
            "management.endpoint.health.group.readiness.include=readinessState",
            "ferry.remote.allowed-addresses=127.0.0.1",
            "ferry.public-url=https://ferry.example.com",
            "ferry.home=./target/api-test",
            "ferry.artifacts.export-folders=/tmp"
        })
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@ExtendWith(OutputCaptureExtension.class)
class MigrationsApiTest {
    private static final String SECRET = "marker-of-a-secret";
    private static final String GOOD = """
            {"name": "Spring move", "app": "BIGPICTURE",
             "source": {"url": "http://127.0.0.1:8181", "credential": "source-jira", "endpoints": "sandbox"},
             "target": {"url": "http://127.0.0.1:8182", "credential": "target-jira"},
             "modes": {"createDump": "AUTOMATIC"}, "pollPause": "PT2S"}""";

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final Migrations migrations;
    private final Timeline timeline;
    private final FactsOfMigration facts;
    private final Confirmations confirmations;
    private final Intents intents;
    private final UserMatching matching;
    private final UserDecisions decisions;

    @Value("${local.server.port}")
    private int port;

    @MockitoBean
    private ProcessEngine engine;

    @MockitoBean
    private WaitingTasks waitingTasks;

    @MockitoBean
    private Incidents incidents;

    @MockitoBean
    private RetriedSteps retriedSteps;

    @MockitoBean
    private StartedInCamunda startedInCamunda;

    @MockitoBean
    private Cluster cluster;

    MigrationsApiTest(
            Migrations migrations,
            Timeline timeline,
            FactsOfMigration facts,
            Confirmations confirmations,
            Intents intents,
            UserMatching matching,
            UserDecisions decisions) {
        this.intents = intents;
        this.confirmations = confirmations;
        this.matching = matching;
        this.decisions = decisions;
        this.migrations = migrations;
        this.timeline = timeline;
        this.facts = facts;
    }

    @EnableAutoConfiguration
    @ComponentScan({"io.ferry.forecast", "io.ferry.migration", "io.ferry.users", "io.ferry.verification"})
    @EnableConfigurationProperties({
        ApiProperties.class,
        EndpointSets.class,
        RemoteProperties.class,
        BigPictureProperties.class,
        DeclaredCredentials.class,
        RemindersProperties.class
    })
    @Import({
        EverybodyIsSignedIn.class,
        MigrationsController.class,
        CredentialChoices.class,
        MigrationViews.class,
        BlockerLookup.class,
        TimeLeftLookup.class,
        UserMappingController.class,
        UserDecisionsController.class,
        MappingFilesController.class,
        PeopleProblems.class,
        PeopleRecord.class,
        ReportController.class,
        ReportDocument.class,
        ProblemHandler.class,
        KnownMigrations.class,
        Pages.class,
        MigrationLifecycle.class,
        BodyLimit.class,
        RequestGuard.class,
        SettingsCheck.class,
        AddressRules.class,
        RetainedPeople.class
    })
    static class ApiOnly {
        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        CredentialResolver credentials() {
            Map<String, DeclaredCredential> declared = Map.of(
                    "source-jira", declared("SOURCE", "127.0.0.1:*"),
                    "target-jira", declared("TARGET", "127.0.0.1:*"),
                    "a-token", declared("TOKEN", "127.0.0.1:*", "cloud.bigpicture.one"),
                    "not-set", declared("NOT_SET", "127.0.0.1:*"),
                    "empty", declared("EMPTY", "127.0.0.1:*"),
                    "for-another-host", declared("TOKEN", "jira.example.com"));
            return new CredentialResolver(
                    declared::get,
                    Map.of(
                            "SOURCE",
                            "admin:" + SECRET,
                            "TARGET",
                            "me@example.org:" + SECRET,
                            "TOKEN",
                            SECRET,
                            "EMPTY",
                            " ")::get);
        }

        private static DeclaredCredential declared(String variable, String... hosts) {
            return new DeclaredCredential(CredentialSource.of("env:" + variable), List.of(hosts));
        }
    }

    @BeforeEach
    void startsEveryProcess() {
        // Only one migration goes to a target at a time, and all of these go to the same one.
        migrations
                .list(VisibleTeams.ALL, 0, 100)
                .forEach(earlier -> migrations.recordOutcome(earlier.id(), Outcome.STOPPED));
        when(engine.start(any(), any()))
                .thenAnswer(call -> Math.abs(call.getArgument(0).hashCode()) + 1L);
        when(incidents.linkTo(org.mockito.ArgumentMatchers.anyLong()))
                .thenAnswer(call -> "http://operate/processes/" + call.getArgument(0));
    }

    @Test
    void shouldStartAMigrationAndSayWhereItIs() throws Exception {
        // when
        HttpResponse<String> answer = post("", GOOD);

        // then
        assertThat(answer.statusCode()).isEqualTo(201);
        JsonNode body = json.readTree(answer.body());
        String id = body.path("id").asText();
        assertThat(answer.headers().firstValue("Location")).contains("/api/migrations/" + id);
        assertThat(body.path("state").asText()).isEqualTo("RUNNING");
        verify(engine).start(new MigrationId(id), Duration.ofMinutes(15));
        assertThat(migrations.get(new MigrationId(id)).settings().source().endpoints())
                .isEqualTo("sandbox");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"createDump\": \"AUTOMATIC\"     | \"createDump\": \"MAGIC\"        | modes.createDump",
                "\"createDump\"                    | \"fly\"                          | modes",
                "http://127.0.0.1:8181             | ftp://127.0.0.1                  | source.url",
                "http://127.0.0.1:8181             | http://jira.example.com          | source.url",
                "http://127.0.0.1:8181             | http://127.0.0.1:8182            | target.url",
                "source-jira                        | not-set                      | source.credential",
                "target-jira                        | file:/no/such/file               | target.credential",
                "target-jira                        | env:PATH                         | target.credential",
                "target-jira                        | empty                            | target.credential",
                "target-jira                        | for-another-host                 | target.credential",
                "http://127.0.0.1:8181             | http://127.0.0.2:8181            | source.url",
                "http://127.0.0.1:8181             | https://169.254.169.254          | source.url",
                "target-jira                        | marker-of-a-secret               | target.credential",
                "\"sandbox\"                       | \"elsewhere\"                    | source.endpoints",
                "\"endpoints\": \"sandbox\"        | \"exportFolder\": \"/no/folder\" | source.exportFolder",
                "\"endpoints\": \"sandbox\"        | \"exportFolder\": \"folder\"     | source.exportFolder",
                "\"endpoints\": \"sandbox\"        | \"exportFolder\": \"/etc\"       | source.exportFolder",
                "\"endpoints\": \"sandbox\"        | \"exportFolder\": \"/tmp/../etc\" | source.exportFolder",
                "\"createDump\": \"AUTOMATIC\"     | \"backUpJira\": \"AUTOMATIC\"    | source.exportFolder",
                "PT2S                              | two seconds                      | pollPause",
                "PT2S                              | PT0S                             | pollPause",
                "\"BIGPICTURE\"                    | \"JIRA\"                         | app",
                "\"BIGPICTURE\"                    | {}                               | app",
                "\"name\": \"Spring move\"         | \"nam\": \"Spring move\"         | nam",
                "\"url\": \"http://127.0.0.1:8182\" | \"uri\": \"x\"                  | target.uri",
                "\"pollPause\": \"PT2S\"           | \"rehearsal\": \"perhaps\"       | rehearsal",
                "\"pollPause\": \"PT2S\"           | \"dressRehearsal\": true         | dressRehearsal",
                "\"pollPause\": \"PT2S\"           | \"thresholds\": {\"stuckAfter\": \"PT0S\"} | thresholds.stuckAfter"
            })
    void shouldRefuseAndNameTheFieldAndChangeNothing(String good, String bad, String field, CapturedOutput output)
            throws Exception {
        // given
        long before = migrations.list(VisibleTeams.ALL, 0, 1).getTotalElements();
        assertThat(GOOD).contains(good);

        // when
        HttpResponse<String> answer = post("", GOOD.replace(good, bad));

        // then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = json.readTree(answer.body());
        assertThat(problem.path("errors").findValuesAsText("field")).contains(field);
        assertThat(problem.path("errors").findValuesAsText("expected"))
                .allSatisfy(expected -> assertThat(expected).isNotBlank());
        assertThat(answer.body()).doesNotContain(SECRET).doesNotContain("me@example.org");
        assertThat(output.getAll()).doesNotContain(SECRET);
        assertThat(migrations.list(VisibleTeams.ALL, 0, 1).getTotalElements()).isEqualTo(before);
        verify(engine, never()).start(any(), any());
    }

    @Test
    void shouldTellACallerWhatToDoAndNothingOfFilesAndVariables() throws Exception {
        // given
        Set<String> answers = new HashSet<>();

        // when
        for (String probed : List.of("file:/etc/passwd", "file:/no/such/file", "env:PATH", "env:NOT_SET")) {
            answers.add(post("", GOOD.replace("target-jira", probed)).body());
        }
        String anothersHost =
                post("", GOOD.replace("target-jira", "for-another-host")).body();

        // then
        assertThat(answers)
                .singleElement()
                .satisfies(answer ->
                        assertThat(answer).contains("the name of a credential", "ferry.credentials.NAME.source"));
        assertThat(anothersHost)
                .contains("127.0.0.1:8182", "ferry.credentials.for-another-host.hosts")
                .doesNotContain("jira.example.com");
    }

    @Test
    void shouldLetSitesOfAnOlderFerryBeCorrectedOneByOne() throws Exception {
        // given
        var source = new SiteSettings(
                URI.create("http://127.0.0.1:8181"), new CredentialName("env:SOURCE"), null, null, null);
        var target = new SiteSettings(
                URI.create("http://127.0.0.1:8182"), new CredentialName("file:/run/target"), null, null, null);
        MigrationId id = migrations
                .register(new NewMigration(
                        "Begun before",
                        App.BIGPICTURE,
                        SampleSettings.sampleSettings().from(source).to(target).build(),
                        null))
                .id();

        // when, then
        assertThat(patch("/" + id + "/sites/source", "{\"endpoints\": \"sandbox\"}")
                        .body())
                .contains("source.credential", "ferry.credentials.NAME.source");
        assertThat(patch("/" + id + "/sites/source", "{\"credential\": \"source-jira\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(patch("/" + id + "/sites/target", "{\"credential\": \"target-jira\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"name\": marker-of-a-secret}", "[]", "''", "nothing", "{\"name\": \"x\"} {}", "{\"name\":"})
    void shouldRefuseWhatIsNoRequest(String body) throws Exception {
        HttpResponse<String> answer = post("", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body())
                .doesNotContain(SECRET)
                .doesNotContain("jackson")
                .doesNotContain("\tat ");
    }

    @Test
    void shouldRefuseATokenWhereJiraNeedsAPassword() throws Exception {
        HttpResponse<String> answer = post(
                "",
                GOOD.replace("source-jira", "a-token")
                        .replace("\"createDump\"", "\"backUpJira\"")
                        .replace("\"endpoints\": \"sandbox\"", "\"exportFolder\": \"/tmp\""));
        assertThat(json.readTree(answer.body()).path("errors").findValuesAsText("field"))
                .containsExactly("source.credential");
    }

    @Test
    void shouldRefuseAnAnnouncedBodyOfAHundredMegabytes() throws Exception {
        HttpResponse<String> answer =
                send("POST", "", HttpRequest.BodyPublishers.fromPublisher(endless(), 100_000_000), "application/json");
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(json.readTree(answer.body()).path("type").asText()).isEqualTo("urn:ferry:problem:too-large");
    }

    @Test
    void shouldRefuseAnUnannouncedBodyOfAHundredMegabytes() throws Exception {
        HttpResponse<String> answer = send("POST", "", endless(), "application/json");
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(json.readTree(answer.body()).path("type").asText()).isEqualTo("urn:ferry:problem:too-large");
    }

    @Test
    void shouldKeepNothingWhenTheEngineDidNotTakeIt() throws Exception {
        // given
        long before = migrations.list(VisibleTeams.ALL, 0, 1).getTotalElements();
        EngineUnavailable unavailable = mock();
        when(unavailable.surelyNothingHappened()).thenReturn(true);
        doThrow(unavailable).when(engine).start(any(), any());

        // when
        HttpResponse<String> answer = post("", GOOD);

        // then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(json.readTree(answer.body()).path("type").asText())
                .isEqualTo("urn:ferry:problem:engine-unavailable");
        assertThat(migrations.list(VisibleTeams.ALL, 0, 1).getTotalElements()).isEqualTo(before);
    }

    @Test
    void shouldSayThatTheDatabaseIsAway() throws Exception {
        doThrow(new TransactionSystemException("JDBC rollback failed", new SQLException("secret-host is gone")))
                .when(engine)
                .ready();

        HttpResponse<String> answer = post("", GOOD);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(json.readTree(answer.body()).path("type").asText())
                .isEqualTo("urn:ferry:problem:database-unavailable");
        assertThat(answer.body()).contains("Ferry's database did not answer").doesNotContain("secret-host");
    }

    @Test
    void shouldKeepWhatMayHaveBegunAsStarting() throws Exception {
        // given
        EngineUnavailable unavailable = mock();
        doThrow(unavailable).when(engine).start(any(), any());

        // when
        HttpResponse<String> answer = post("", GOOD);

        // then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(json.readTree(get("?size=1").body())
                        .path("items")
                        .path(0)
                        .path("state")
                        .asText())
                .isEqualTo("STARTING");
    }

    @Test
    void shouldShowPhasesStepsWaitingTasksAndIncidents() throws Exception {
        // given
        MigrationId id = started();
        timeline.phaseStarted(id, Phase.CHECK_READINESS);
        timeline.record(id, Phase.CHECK_READINESS, "Run readiness checks", Event.Kind.DONE, "12 checks passed");
        timeline.phaseEnded(id, Phase.CHECK_READINESS);
        timeline.phaseStarted(id, Phase.BACK_UP_BIGPICTURE);
        timeline.progress(id, Phase.BACK_UP_BIGPICTURE, 80);
        Instant failedFirst = Instant.parse("2026-01-05T10:00:00Z");
        when(retriedSteps.of(id))
                .thenReturn(List.of(new RetriedSteps.RetriedStep(
                        "Take baseline", failedFirst, failedFirst.plusSeconds(600), "Look whether it runs.")));
        when(waitingTasks.of(id))
                .thenReturn(List.of(new WaitingTask(
                        "7",
                        "Make the dump by hand",
                        "Task_MakeTheDumpByHand",
                        "Back up BigPicture",
                        Instant.EPOCH,
                        List.of("operator"),
                        null,
                        "http://tasklist/7")));
        when(incidents.of(any()))
                .thenReturn(List.of(new Incident(1, 2L, "JOB_NO_RETRIES", "Look", Instant.EPOCH, "http://operate/7")));

        // when
        JsonNode shown = json.readTree(get("/" + id).body());

        // then
        assertThat(shown.path("phases").path(0).path("id").asText()).isEqualTo("check-readiness");
        assertThat(shown.path("phases").path(0).path("state").asText()).isEqualTo("ENDED");
        assertThat(shown.path("phases")
                        .path(0)
                        .path("steps")
                        .path(0)
                        .path("message")
                        .asText())
                .isEqualTo("12 checks passed");
        assertThat(shown.path("phases").path(1).path("percent").asInt()).isEqualTo(80);
        assertThat(shown.path("phases").path(2).path("state").asText()).isEqualTo("NOT_STARTED");
        assertThat(shown.path("progressPercent").asInt()).isEqualTo(18);
        assertThat(shown.path("timeLeft").path("phase").asText()).isEqualTo("back-up-bigpicture");
        assertThat(shown.path("timeLeft").path("waiting").asBoolean()).isTrue();
        assertThat(shown.path("timeLeft").path("work").isNull()).isTrue();
        assertThat(shown.path("timeLeft").path("words").asText())
                .startsWith("Time left: not known, because ")
                .doesNotContain("Not known, because")
                .contains("nobody knows how many issues there are")
                .endsWith("It waits for a person now, and how long that takes is up to people.");
        assertThat(shown.path("retriedSteps").path(0).path("next").asText()).isEqualTo("2026-01-05T10:10:00Z");
        assertThat(shown.path("waitingTasks").path(0).path("link").asText()).isEqualTo("http://tasklist/7");
        assertThat(shown.path("waitingTasks")
                        .path(0)
                        .path("candidateGroups")
                        .path(0)
                        .asText())
                .isEqualTo("operator");
        assertThat(shown.path("incidents").path(0).path("message").asText()).isEqualTo("Look");
        assertThat(shown.path("links").path("operate").asText()).startsWith("http://operate/");
        assertThat(shown.path("notes")).isEmpty();
    }

    @Test
    void shouldSayInOneSentenceThatCamundaDoesNotAnswer() throws Exception {
        // given
        MigrationId id = started();
        when(cluster.trouble()).thenReturn(Optional.of("Camunda does not answer; nothing is lost."));

        // when
        JsonNode shown = json.readTree(get("/" + id).body());

        // then
        assertThat(shown.path("waitingTasks").isNull()).isTrue();
        assertThat(shown.path("incidents").isNull()).isTrue();
        assertThat(shown.path("notes"))
                .singleElement()
                .satisfies(note -> assertThat(note.asText()).isEqualTo("Camunda does not answer; nothing is lost."));
        verify(waitingTasks, never()).of(any());
    }

    @Test
    void shouldShowTheMigrationWhileTasklistAndOperateDoNotAnswer() throws Exception {
        // given
        MigrationId id = started();
        when(waitingTasks.of(id)).thenThrow(RemoteFailure.passing("Tasklist did not answer.", "Look."));
        when(incidents.of(any())).thenThrow(RemoteFailure.passing("Operate did not answer.", "Look."));

        // when
        JsonNode shown = json.readTree(get("/" + id).body());

        // then
        assertThat(shown.path("migration").path("state").asText()).isEqualTo("RUNNING");
        assertThat(shown.path("waitingTasks").isNull()).isTrue();
        assertThat(shown.path("notes")).hasSize(2);
        assertThat(shown.path("notes").path(0).asText()).startsWith("Waiting tasks are unknown right now");
    }

    @Test
    void shouldCancelOnceAndRefuseWhatHasEnded() throws Exception {
        // given
        MigrationId id = started();

        // when, then
        assertThat(post("/" + id + "/cancel", "").statusCode()).isEqualTo(202);
        verify(engine).cancel(id);
        migrations.recordOutcome(id, Outcome.CANCELLED);
        assertThat(post("/" + id + "/cancel", "").statusCode()).isEqualTo(409);
    }

    @Test
    void shouldEndTheRecordOfAMigrationWhoseProcessIsThereNoMore() throws Exception {
        // given
        MigrationId id = started();
        timeline.phaseStarted(id, Phase.ROLL_BACK);
        when(engine.isOver(Objects.requireNonNull(migrations.get(id).processInstanceKey())))
                .thenReturn(true);

        // when
        JsonNode answer = json.readTree(post("/" + id + "/cancel", "").body());

        // then
        assertThat(answer.path("outcome").asText()).isEqualTo("CANCELLED");
        assertThat(timeline.read(id))
                .anySatisfy(event -> assertThat(event.message()).contains("there was no process left"));
    }

    @Test
    void shouldSayThatTheSourceIsStillFrozenWhenNothingCleanedUp() throws Exception {
        // given a migration with a frozen source and an import, whose process was ended in Operate
        MigrationId id = started();
        confirmations.record(id, Question.FREEZE, Decision.CONFIRM, null, Actor.ofTask("demo"), Map.of());
        intents.begin(id, Action.IMPORT_BACKUP, Map.of());
        when(engine.isOver(Objects.requireNonNull(migrations.get(id).processInstanceKey())))
                .thenReturn(true);

        // when
        String note = json.readTree(post("/" + id + "/cancel", "").body())
                .path("note")
                .asText();

        // then
        assertThat(note)
                .contains("The source may still be frozen")
                .contains("http://127.0.0.1:8181")
                .contains("may still run");
        assertThat(timeline.read(id)).extracting(Event::message).contains(note);
        assertThatThrownBy(() -> intents.begin(
                        confirmations.latest(id, Question.FREEZE).orElseThrow(), Action.UPLOAD_BACKUP, Map.of()))
                .isInstanceOf(ClosedToNewWork.class);
    }

    @Test
    void shouldRefuseARollBackOfWhichNobodyWouldHearWhileTheMigrationIsBeingCleanedUp() throws Exception {
        // given
        MigrationId id = started();
        timeline.phaseStarted(id, Phase.RESTORE_BIGPICTURE);
        timeline.phaseEnded(id, Phase.RESTORE_BIGPICTURE);
        intents.closeToNewWork(id);

        // when
        HttpResponse<String> answer = post("/" + id + "/roll-back", "");

        // then
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("being cleaned up").contains("/" + id + "/phases/roll-back");
        verify(engine, never()).rollBack(any());
        assertThat(timeline.read(id)).noneMatch(event -> event.step().equals("Roll back"));
    }

    @Test
    void shouldNotCancelARollBackHalfway() throws Exception {
        // given
        MigrationId id = started();
        timeline.phaseStarted(id, Phase.ROLL_BACK);

        // when, then
        HttpResponse<String> answer = post("/" + id + "/cancel", "");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("neither old nor new").contains("Tasklist");
        verify(engine, never()).cancel(any());
    }

    @Test
    void shouldRefuseASecondMigrationToTheSameTargetAndNameTheOther() throws Exception {
        // given
        MigrationId first = started();
        long before = migrations.list(VisibleTeams.ALL, 0, 1).getTotalElements();

        // when
        HttpResponse<String> answer = post("", GOOD.replace("127.0.0.1:8182\"", "127.0.0.1:8182/\""));

        // then
        assertThat(answer.statusCode()).isEqualTo(409);
        JsonNode problem = json.readTree(answer.body());
        assertThat(problem.path("type").asText()).isEqualTo("urn:ferry:problem:target-in-use");
        assertThat(problem.path("migration").asText()).isEqualTo(first.value());
        assertThat(problem.path("detail").asText()).contains("Spring move", "cancel it");
        assertThat(problem.path("call").asText()).isEqualTo("POST /api/migrations/" + first + "/cancel");
        assertThat(migrations.list(VisibleTeams.ALL, 0, 1).getTotalElements()).isEqualTo(before);
        migrations.recordOutcome(first, Outcome.STOPPED);
        assertThat(post("", GOOD).statusCode()).isEqualTo(201);
        assertThat(post("/" + first + "/phases/restore-jira", "").statusCode()).isEqualTo(409);
    }

    @Test
    void shouldTryAgainWhatIsStuck() throws Exception {
        // given
        MigrationId id = started();
        Incident stuck =
                new Incident(1, 2L, "JOB_NO_RETRIES", "Correct the credential.", Instant.EPOCH, "http://operate/7");
        when(incidents.of(any())).thenReturn(List.of(stuck), List.of());

        // when
        JsonNode answer = json.readTree(post("/" + id + "/retry", "").body());

        // then
        verify(engine).retry(stuck);
        assertThat(answer.path("retried").findValuesAsText("message")).containsExactly("Correct the credential.");
        assertThat(json.readTree(post("/" + id + "/retry", "").body()).path("retried"))
                .isEmpty();
        assertThat(timeline.read(id))
                .filteredOn(event -> event.step().equals("Retry"))
                .hasSize(1);
    }

    @Test
    void shouldSayThatNobodyKnowsWhatIsStuckWhileOperateDoesNotAnswer() throws Exception {
        // given
        MigrationId id = started();
        when(incidents.of(any())).thenThrow(RemoteFailure.passing("Operate did not answer.", "Look."));

        // when, then
        HttpResponse<String> answer = post("/" + id + "/retry", "");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("Operate did not answer.");
    }

    @Test
    void shouldAskForTheRollBackOnlyPastTheRestore() throws Exception {
        // given
        MigrationId id = started();
        assertThat(post("/" + id + "/roll-back", "").statusCode()).isEqualTo(409);
        timeline.phaseStarted(id, Phase.RESTORE_BIGPICTURE);
        assertThat(post("/" + id + "/roll-back", "").statusCode()).isEqualTo(409);
        timeline.phaseEnded(id, Phase.RESTORE_BIGPICTURE);
        verify(engine, never()).rollBack(any());

        // when, then
        assertThat(post("/" + id + "/roll-back", "").statusCode()).isEqualTo(202);
        verify(engine).rollBack(id);
        timeline.phaseStarted(id, Phase.ROLL_BACK);
        assertThat(post("/" + id + "/roll-back", "").statusCode()).isEqualTo(409);
        migrations.recordOutcome(id, Outcome.ROLLED_BACK);
        assertThat(post("/" + id + "/roll-back", "").body()).contains("/phases/roll-back");
    }

    @Test
    void shouldTakeACorrectedCredentialAndAddress() throws Exception {
        // given
        MigrationId id = started();
        when(incidents.underWay(any())).thenReturn(List.of(5L, 6L));

        // when
        HttpResponse<String> answer =
                patch("/" + id + "/sites/target", "{\"url\": \"http://127.0.0.1:8183\", \"credential\": \"a-token\"}");

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
        Migration corrected = migrations.get(id);
        assertThat(corrected.settings().target().url()).hasPort(8183);
        assertThat(corrected.settings().target().credential().value()).isEqualTo("a-token");
        assertThat(corrected.settings().source().endpoints()).isEqualTo("sandbox");
        verify(engine).refresh(corrected, List.of(5L, 6L));
        assertThat(timeline.read(id))
                .anySatisfy(event -> assertThat(event.message())
                        .contains(
                                "address http://127.0.0.1:8182 → http://127.0.0.1:8183",
                                "credential target-jira → a-token"))
                .noneSatisfy(event -> assertThat(event.message()).contains(SECRET));
    }

    @Test
    void shouldChangeModesWhileTheMigrationRunsAndAfterIt() throws Exception {
        // given
        MigrationId id = started();
        Mode before = migrations.get(id).settings().mode(Operation.CREATE_DUMP);
        Mode after = before == Mode.MANUAL ? Mode.AUTOMATIC : Mode.MANUAL;
        when(incidents.underWay(any())).thenReturn(List.of(5L, 6L));

        // when, then
        assertThat(patch("/" + id + "/modes", "{\"createDump\": \"" + after + "\"}")
                        .statusCode())
                .isEqualTo(200);
        Migration changed = migrations.get(id);
        assertThat(changed.settings().mode(Operation.CREATE_DUMP)).isEqualTo(after);
        verify(engine).refresh(changed, List.of(5L, 6L));
        assertThat(timeline.read(id))
                .anySatisfy(event -> assertThat(event.message())
                        .contains("on Ferry's page: Create and download the dump: " + before.words() + " → "
                                + after.words()));

        assertThat(json.readTree(patch("/" + id + "/modes", "{\"createDump\": \"SOMEHOW\"}")
                                .body())
                        .path("errors")
                        .findValuesAsText("field"))
                .containsExactly("modes.createDump");

        assertThat(patch("/" + id + "/modes", "{\"createDump\": null}").statusCode())
                .isEqualTo(400);

        migrations.recordOutcome(id, Outcome.CANCELLED);
        assertThat(patch("/" + id + "/modes", "{\"createDump\": \"" + before + "\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(patch("/" + id + "/sites/target", "{\"bigPictureCredential\": \"a-token\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(patch(
                                "/" + id + "/sites/target",
                                "{\"url\": \"http://127.0.0.1:8183\", \"credential\": \"a-token\", \"bigPictureCredential\": \"\"}")
                        .statusCode())
                .isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"url\": \"https://elsewhere.example.com\"} | credential",
                "{\"url\": \"http://127.0.0.1:8183\", \"bigPictureCredential\": \"a-token\"} | credential",
                "{\"url\": \"http://127.0.0.1:8183\", \"credential\": \"target-jira\"} | bigPictureCredential"
            })
    void shouldSendNoCredentialToAnAddressThatItWasNotNamedFor(String body, String field) throws Exception {
        // given
        MigrationId id = started();
        assertThat(patch("/" + id + "/sites/target", "{\"bigPictureCredential\": \"a-token\"}")
                        .statusCode())
                .isEqualTo(200);

        // when
        HttpResponse<String> answer = patch("/" + id + "/sites/target", body);

        // then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json.readTree(answer.body()).path("errors").findValuesAsText("field"))
                .contains("target." + field);
        assertThat(migrations.get(id).settings().target().url()).hasPort(8182);
    }

    @Test
    void shouldNeedNoCredentialForTheSameAddressWrittenOtherwise() throws Exception {
        // given
        MigrationId id = started();

        // when, then
        assertThat(patch("/" + id + "/sites/target", "{\"url\": \"HTTP://127.0.0.1:8182/\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldSayThatACorrectionIsSavedThoughCamundaIsSilent() throws Exception {
        // given
        MigrationId id = started();
        when(incidents.underWay(any())).thenThrow(RemoteFailure.passing("Operate did not answer.", "Look."));

        // when
        HttpResponse<String> answer = patch("/" + id + "/sites/target", "{\"credential\": \"a-token\"}");

        // then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("The settings are saved");
        assertThat(migrations.get(id).settings().target().credential().value()).isEqualTo("a-token");
    }

    @Test
    void shouldTakeNoNameOfWhoeverCalls() throws Exception {
        // given
        MigrationId id = started();

        // when, then
        for (String body : List.of(
                "{\"userKey\": \"a\", \"undo\": true, \"by\": \"The Boss\"}",
                "{\"userKey\": \"a\", \"leaveUnmapped\": true, \"reason\": \"gone\", \"by\": \"The Boss\"}")) {
            assertThat(send("PUT", "/" + id + "/people", HttpRequest.BodyPublishers.ofString(body), "application/json")
                            .statusCode())
                    .isEqualTo(400);
        }
        for (String path : List.of("/people/suggestions", "/people/undone")) {
            assertThat(send(
                                    "PUT",
                                    "/" + id + path,
                                    HttpRequest.BodyPublishers.ofString("{\"by\": \"The Boss\"}"),
                                    "application/json")
                            .body())
                    .contains("\"field\":\"by\"");
        }
        assertThat(send(
                                "DELETE",
                                "/" + id + "/people?evenUnderWay=true&by=The%20Boss",
                                HttpRequest.BodyPublishers.noBody(),
                                "text/plain")
                        .statusCode())
                .isEqualTo(400);
        assertThat(timeline.read(id))
                .noneSatisfy(event -> assertThat(String.valueOf(event.by())).contains("Boss"));
    }

    @Test
    void shouldKeepTheAddressThatPeopleHaveConfirmed() throws Exception {
        // given
        MigrationId id = started();
        confirmations.record(id, Question.FREEZE, Decision.CONFIRM, null, Actor.ofTask("carla"), Map.of());

        // when, then
        assertThat(patch(
                                "/" + id + "/sites/target",
                                "{\"url\": \"http://127.0.0.1:8183\", \"credential\": \"target-jira\"}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(patch("/" + id + "/sites/target", "{\"credential\": \"a-token\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(migrations.get(id).settings().target().url()).hasPort(8182);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "target | {\"credential\": \"not-set\"} | 400",
                "target | {\"url\": \"http://127.0.0.1:8181\"} | 400",
                "source | {\"credential\": \"\"} | 400",
                "middle | {} | 404"
            })
    void shouldRefuseACorrectionThatIsNone(String side, String body, int status) throws Exception {
        // given
        MigrationId id = started();
        Migration before = migrations.get(id);

        // when, then
        assertThat(patch("/" + id + "/sites/" + side, body).statusCode()).isEqualTo(status);
        assertThat(migrations.get(id)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%61pi/migrations/{id}/cancel",
                "/api;x/migrations/{id}/cancel",
                "/api/migrations;x=y/{id}/cancel",
                "/api/migrations/{id}/cance%6C",
                "//api/migrations/{id}/cancel",
                "/actuator/../api/migrations/{id}/cancel",
                "/actuator/%2e%2E/api/migrations/{id}/cancel",
                "/./api/migrations/{id}/cancel",
                "/api%2Fmigrations/{id}/cancel",
                "/api/migrations/{id}/cancel%00",
                "/api/migrations/{id}/cancel;",
            })
    void shouldRefuseAPathThatIsNotWrittenThePlainWay(String path) throws Exception {
        // given
        MigrationId id = started();

        // when
        String answer = raw("POST " + path.replace("{id}", id.value()) + " HTTP/1.1", "Accept: */*", "");

        // then
        assertThat(answer).startsWith("HTTP/1.1 400");
        verify(engine, never()).cancel(any());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/%61pi/migrations", "/api;x/migrations", "/api/migrations.csv", "/api/migrations/x/modes.csv"})
    void shouldReadNoLargeBodyWhateverThePathLooksLike(String path) throws Exception {
        // given
        String body = "{\"modes\": {" + "\"a\": \"b\", ".repeat(250_000);

        // when
        String answer = raw("POST " + path + " HTTP/1.1", "Content-Type: application/json", body);

        // then
        assertThat(answer).matches("(?s)HTTP/1.1 (400|413).*(path-refused|too-large).*");
        assertThat(answer).doesNotContain("not-readable", "settings-refused");
    }

    /** Sends a request as it is written here, as no client library would. */
    private String raw(String line, String header, String body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(30_000);
            byte[] content = body.getBytes(StandardCharsets.US_ASCII);
            OutputStream out = socket.getOutputStream();
            out.write((line + "\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n" + header
                            + "\r\nContent-Length: " + content.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(content);
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldStartAPhaseAloneButNothingHarmfulBesideTheMigration() throws Exception {
        // given
        MigrationId id = started();
        when(engine.startPhase(any(), any(), any())).thenReturn(4711L);

        // when, then
        assertThat(post("/" + id + "/phases/restore-bigpicture", "").statusCode())
                .isEqualTo(409);
        assertThat(post("/" + id + "/phases/paint-it-blue", "").statusCode()).isEqualTo(404);
        assertThat(post("/" + id + "/phases/verify", "").statusCode()).isEqualTo(202);
        assertThat(migrations.phaseInstances(id)).containsExactly(4711L);
    }

    @Test
    void shouldHoldTheTargetForAPhaseThatWasStartedAlone() throws Exception {
        // given
        MigrationId first = ended();
        MigrationId second = ended();
        when(engine.startPhase(any(), any(), any())).thenReturn(4712L, 4713L, 4714L);

        // when
        assertThat(post("/" + first + "/phases/map-users", "").statusCode()).isEqualTo(202);

        // then
        for (HttpResponse<String> late : List.of(
                post("/" + second + "/phases/roll-back", ""),
                post("/" + first + "/phases/roll-back", ""),
                post("", GOOD))) {
            assertThat(late.statusCode()).isEqualTo(409);
            JsonNode problem = json.readTree(late.body());
            assertThat(problem.path("type").asText()).isEqualTo("urn:ferry:problem:target-in-use");
            assertThat(problem.path("migration").asText()).isEqualTo(first.value());
            assertThat(problem.path("detail").asText())
                    .contains("The phase “Map users” of the migration “Spring move”")
                    .contains("Nothing has been changed");
        }
        // What changes nothing there needs no hold, but is not started twice before its first job is done.
        assertThat(post("/" + second + "/phases/back-up-jira", "").statusCode()).isEqualTo(202);
        assertThat(post("/" + second + "/phases/back-up-jira", "").statusCode()).isEqualTo(409);

        // and it is free when the phase is over
        migrations.phaseOver(first, Phase.MAP_USERS, 4712);
        assertThat(post("/" + second + "/phases/roll-back", "").statusCode()).isEqualTo(202);
        migrations.phaseOver(second, Phase.ROLL_BACK, 4714);
    }

    @Test
    void shouldHoldNothingForAPhaseThatTheEngineDidNotTake() throws Exception {
        // given
        MigrationId id = ended();
        EngineUnavailable surely = mock();
        when(surely.surelyNothingHappened()).thenReturn(true);
        EngineUnavailable perhaps = mock();
        when(engine.startPhase(any(), any(), any())).thenThrow(surely, perhaps).thenReturn(4716L);

        // when, then
        assertThat(post("/" + id + "/phases/roll-back", "").statusCode()).isEqualTo(503);
        assertThat(migrations.phaseHold(id)).isEmpty();

        // and where it may have begun, somebody says that it did not
        HttpResponse<String> unknown = post("/" + id + "/phases/roll-back", "");
        assertThat(unknown.statusCode()).isEqualTo(503);
        assertThat(unknown.body()).contains("its target is locked for it", "cancel the migration");
        assertThat(post("/" + id + "/phases/roll-back", "").statusCode()).isEqualTo(409);
        assertThat(post("/" + id + "/cancel", "").statusCode()).isEqualTo(202);
        assertThat(post("/" + id + "/phases/roll-back", "").statusCode()).isEqualTo(202);
        migrations.phaseOver(id, Phase.ROLL_BACK, 4716);
    }

    @Test
    void shouldNotStartAPhaseAgainWhileItMayShowStill() throws Exception {
        // given a phase that holds no target
        MigrationId id = ended();
        EngineUnavailable perhaps = mock();
        when(engine.startPhase(any(), any(), any())).thenThrow(perhaps).thenReturn(4721L);

        // when, then
        assertThat(post("/" + id + "/phases/back-up-jira", "").statusCode()).isEqualTo(503);
        HttpResponse<String> again = post("/" + id + "/phases/back-up-jira", "");
        assertThat(again.statusCode()).isEqualTo(503);
        assertThat(again.body()).contains("Camunda did not say whether the phase began", "if not, start it again");
        assertThat(migrations.phaseInstances(id)).isEmpty();
    }

    @Test
    void shouldTakeOffAPhaseOnlyIfItsProcessIsThereNoMore() throws Exception {
        // given
        MigrationId id = ended();
        when(engine.startPhase(any(), any(), any())).thenReturn(4717L);
        post("/" + id + "/phases/restore-bigpicture", "");
        timeline.phaseStarted(id, Phase.RESTORE_BIGPICTURE);

        // when, then
        HttpResponse<String> runs = post("/" + id + "/cancel", "");
        assertThat(runs.statusCode()).isEqualTo(409);
        assertThat(runs.body()).contains("“Restore BigPicture” was started alone");
        when(engine.isOver(4717)).thenReturn(true);
        assertThat(post("/" + id + "/cancel", "").statusCode()).isEqualTo(202);
        assertThat(timeline.phases(id)).extracting(PhaseRun::state).containsExactly(PhaseRun.State.INTERRUPTED);
        assertThat(migrations.phaseHold(id)).isEmpty();
        assertThat(migrations.get(id).outcome()).isEqualTo(Outcome.MIGRATED);
        assertThat(post("/" + id + "/cancel", "").statusCode()).isEqualTo(409);
        verify(engine, never()).cancel(any());
    }

    @Test
    void shouldGiveATargetFreeThatIsHeldForASecondRunWhichNeverBegan() throws Exception {
        // given
        MigrationId id = ended();
        when(engine.startPhase(any(), any(), any())).thenReturn(4718L);
        post("/" + id + "/phases/roll-back", "");
        timeline.phaseStarted(id, Phase.ROLL_BACK);
        timeline.phaseEnded(id, Phase.ROLL_BACK);
        migrations.phaseOver(id, Phase.ROLL_BACK, 4718);

        // when Ferry dies before it asks for the second run
        migrations.holdTarget(id, Phase.ROLL_BACK);
        assertThat(post("", GOOD).statusCode()).isEqualTo(409);

        // then
        assertThat(post("/" + id + "/cancel", "").statusCode()).isEqualTo(202);
        assertThat(migrations.phaseHold(id)).isEmpty();
        assertThat(post("", GOOD).statusCode()).isEqualTo(201);
    }

    @Test
    void shouldKeepTheTargetOfAPhaseThatHasBegunButNotReported() throws Exception {
        // given
        MigrationId id = ended();
        when(engine.startPhase(any(), any(), any())).thenReturn(4719L);

        // when
        post("/" + id + "/phases/roll-back", "");

        // then
        assertThat(post("/" + id + "/cancel", "").statusCode()).isEqualTo(409);
        assertThat(migrations.phaseHold(id)).contains(new PhaseHold(Phase.ROLL_BACK, 4719L));
        when(engine.isOver(4719)).thenReturn(true);
        assertThat(post("/" + id + "/cancel", "").statusCode()).isEqualTo(202);
    }

    @Test
    void shouldHoldNothingWhileTheEngineIsSilent() throws Exception {
        // given
        MigrationId id = ended();
        EngineUnavailable silent = mock();
        doThrow(silent).when(engine).ready();

        // when, then
        assertThat(post("/" + id + "/phases/roll-back", "").statusCode()).isEqualTo(503);
        assertThat(migrations.phaseHold(id)).isEmpty();
    }

    @Test
    void shouldKeepAMigrationWhoseProcessReportedWhileTheAnswerWasLost() throws Exception {
        // given
        EngineUnavailable unavailable = mock();
        when(unavailable.surelyNothingHappened()).thenReturn(true);
        doAnswer(call -> {
                    migrations.recordProcessInstance(call.getArgument(0), 4720);
                    throw unavailable;
                })
                .when(engine)
                .start(any(), any());

        // when, then
        assertThat(post("", GOOD).statusCode()).isEqualTo(503);
        Migration begun = migrations.list(VisibleTeams.ALL, 0, 1).getContent().getFirst();
        assertThat(begun.processInstanceKey()).isEqualTo(4720);
        assertThat(migrations.goingTo(begun.settings().target())).contains(begun);
    }

    private MigrationId ended() throws Exception {
        MigrationId id = started();
        migrations.recordOutcome(id, Outcome.MIGRATED);
        return id;
    }

    @Test
    void shouldReportWhatIsKnown() throws Exception {
        // given
        MigrationId id = started();
        timeline.phaseStarted(id, Phase.VERIFY);
        facts.verified(id, FactName.BASELINE, Map.of("issues", 3));
        facts.verified(id, FactName.DUMP_FILE, Map.of("sha256", "abc"));
        facts.stated(id, FactName.SAFETY_DUMP, Map.of("kept", true));
        migrations.recordOutcome(id, Outcome.MIGRATED);
        matching.putPeople(
                id,
                List.of(
                        new SourcePerson("ann", "ann", "Ann", "ann@site.example", true, false),
                        new SourcePerson("bob@site.example", "bob", "Bob", null, false, false)));
        matching.putAccounts(
                id,
                List.of(new TargetAccount(
                        "id-ann",
                        "Ann",
                        "ann@site.example",
                        true,
                        TargetAccount.Kind.PERSON,
                        TargetAccount.Source.JIRA_CLOUD)));
        matching.match(id);
        decisions.leaveUnmapped(id, "bob@site.example", "wrote from bob@site.example, left", "carla");

        // when
        HttpResponse<String> answer = get("/" + id + "/report");

        // then
        JsonNode report = json.readTree(answer.body());
        assertThat(report.path("outcome").asText()).isEqualTo("MIGRATED");
        assertThat(report.path("phases").path(0).path("state").asText()).isEqualTo("INTERRUPTED");
        assertThat(report.path("counts").path("source").path("issues").asInt()).isEqualTo(3);
        assertThat(report.path("files").path("dumpFile").path("sha256").asText())
                .isEqualTo("abc");
        assertThat(report.path("stated").path("safetyDump").path("kept").asBoolean())
                .isTrue();
        assertThat(report.path("modes").path("createDump").asText()).isEqualTo("AUTOMATIC");
        assertThat(report.path("people").findValuesAsText("state")).containsExactly("MATCHED", "LEFT_UNMAPPED");
        assertThat(report.path("people").findValuesAsText("by")).containsExactly("Ferry", "carla");
        assertThat(report.path("people").path(0).path("accountId").asText()).isEqualTo("id-ann");
        assertThat(report.path("people").path(0).path("policy").asText()).isEqualTo("same-address");
        assertThat(report.path("people").path(1).path("reason").asText()).isEqualTo("wrote from (address), left");
        assertThat(report.path("people").findValuesAsText("at"))
                .allSatisfy(at -> assertThat(at).isNotBlank());
        assertThat(answer.body()).doesNotContain(SECRET).doesNotContain("env:").doesNotContain("site.example");
    }

    @Test
    void shouldListPageByPage() throws Exception {
        // given
        migrations.recordOutcome(started(), Outcome.STOPPED);
        MigrationId newest = started();

        // when
        JsonNode list = json.readTree(get("?page=0&size=1").body());

        // then
        assertThat(list.path("items")).hasSize(1);
        assertThat(list.path("items").path(0).path("id").asText()).isEqualTo(newest.value());
        assertThat(list.path("total").asInt()).isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"?page=-1,400", "?size=1000,400", "?page=x,400", "/nobody,404", "/A%20B/report,404", "/nobody/x/y,404"})
    void shouldAnswerBadAddressesWithProblems(String path, int status) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void shouldNotShowItsInsideWhenItFails(CapturedOutput output) throws Exception {
        // given
        when(waitingTasks.of(any())).thenThrow(new IllegalStateException("inside"));
        MigrationId id = started();

        // when
        HttpResponse<String> answer = get("/" + id);

        // then
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("inside").doesNotContain("Exception");
        String mark = json.readTree(answer.body()).path("detail").asText().replaceAll(".*under (\\w+)\\.", "$1");
        assertThat(output.getAll()).contains("Failure " + mark);
    }

    @Test
    void shouldDescribeItself() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v3/api-docs"))
                .build();
        JsonNode description = json.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        assertThat(description.path("paths").fieldNames())
                .toIterable()
                .contains("/api/migrations", "/api/migrations/{id}", "/api/migrations/{id}/phases/{phase}");
        assertThat(description.at("/paths/~1api~1migrations~1{id}~1cancel/post/parameters"))
                .singleElement()
                .satisfies(id -> {
                    assertThat(id.path("name").asText()).isEqualTo("id");
                    assertThat(id.path("in").asText()).isEqualTo("path");
                    assertThat(id.at("/schema/type").asText()).isEqualTo("string");
                });
    }

    private MigrationId started() throws Exception {
        return new MigrationId(json.readTree(post("", GOOD).body()).path("id").asText());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> patch(String path, String body) throws Exception {
        return send("PATCH", path, HttpRequest.BodyPublishers.ofString(body), "application/json");
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, HttpRequest.BodyPublishers.ofString(body), "application/json");
    }

    private HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher body, String type)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", type)
                        .method(method, body)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + "/api/migrations" + path);
    }

    /** A JSON text of a hundred megabytes that never stands in memory. */
    private static HttpRequest.BodyPublisher endless() {
        return HttpRequest.BodyPublishers.ofInputStream(() -> new InputStream() {
            private int given;

            @Override
            public int read() {
                if (given >= 100_000_000) {
                    return -1;
                }
                given++;
                return given == 1 ? '"' : 'x';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                int count = Math.min(length, 100_000_000 - given);
                if (count <= 0) {
                    return -1;
                }
                for (int i = 0; i < count; i++) {
                    bytes[offset + i] = (byte) (given + i == 0 ? '"' : 'x');
                }
                given += count;
                return count;
            }
        });
    }
}
