package io.ferry.process.reminders;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.ferry.fixtures.SampleSettings;
import io.ferry.fixtures.StubServer;
import io.ferry.fixtures.TestClock;
import io.ferry.fixtures.TestHome;
import io.ferry.migration.App;
import io.ferry.migration.Migration;
import io.ferry.migration.Migrations;
import io.ferry.migration.NewMigration;
import io.ferry.migration.Notices;
import io.ferry.migration.Outcome;
import io.ferry.migration.Phase;
import io.ferry.migration.Timeline;
import io.ferry.process.engine.Incident;
import io.ferry.process.engine.Incidents;
import io.ferry.process.engine.WaitingTask;
import io.ferry.process.engine.WaitingTasks;
import io.ferry.process.reminders.RemindersProperties.Format;
import io.ferry.process.reminders.RemindersProperties.Mail;
import io.ferry.process.reminders.RemindersProperties.Security;
import io.ferry.process.reminders.RemindersProperties.Webhook;
import io.ferry.remote.CredentialReference;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.FailureClassifier;
import io.ferry.remote.RemoteFailure;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessResourceFailureException;

/** Reminders as people get them: a real mail server and a web server in the test, Ferry's record in a database. */
@ExtendWith(OutputCaptureExtension.class)
class RemindersTest {
    private static final String OPERATOR = "operator@ops.example";
    private static final String SECRET_PATH = "/services/T0/B0/marker-of-a-secret";

    @RegisterExtension
    private static final WireMockExtension HOOK = StubServer.onAFreePort();

    private static final GreenMail MAIL = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private static ConfigurableApplicationContext record;

    private WaitingTasks waitingTasks;
    private Incidents incidents;
    private Reminders reminders;
    private Migration migration;

    @BeforeAll
    static void start() {
        MAIL.start();
        record = new SpringApplicationBuilder(RecordAndReminders.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--camunda.client.enabled=false",
                        "--spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                        "--management.endpoint.health.validate-group-membership=false",
                        TestHome.named("reminders"),
                        "--ferry.public-url=http://ferry.example/",
                        "--ferry.reminders.phases=true",
                        "--ferry.reminders.mail.host=127.0.0.1",
                        "--ferry.reminders.mail.port=" + MAIL.getSmtp().getPort(),
                        "--ferry.reminders.mail.security=none",
                        "--ferry.reminders.mail.from=ferry@ops.example",
                        "--ferry.reminders.mail.to=" + OPERATOR,
                        "--ferry.reminders.mail.timeout=2s");
    }

    @AfterAll
    static void stop() {
        record.close();
        MAIL.stop();
    }

    @EnableAutoConfiguration
    @ComponentScan("io.ferry.migration")
    @EnableConfigurationProperties(RemindersProperties.class)
    @Import({Reminders.class, Channels.class})
    static class RecordAndReminders {
        private final TestClock clock = new TestClock(Instant.parse("2026-03-01T08:00:00Z"));

        @Bean
        TestClock clock() {
            return clock;
        }

        @Bean
        CredentialResolver credentials() {
            return RemindersTest.credentials();
        }

        @Bean
        HttpClient http() {
            return HttpClient.newHttpClient();
        }

        @Bean
        FailureClassifier failures() {
            return new FailureClassifier();
        }

        @Bean
        WaitingTasks waitingTasks() {
            return mock();
        }

        @Bean
        Incidents incidents() {
            return mock();
        }
    }

    @BeforeEach
    void aMigrationInWhichNothingWaits() throws Exception {
        MAIL.purgeEmailFromAllMailboxes();
        waitingTasks = mock();
        incidents = mock();
        when(incidents.linkTo(anyLong())).thenReturn("http://camunda.example/operate/processes/77");
        when(incidents.home()).thenReturn("http://camunda.example/operate");
        reminders = with(record.getBean(RemindersProperties.class));
        migration = registered();
    }

    @Test
    void shouldTellWhatWaitsOnceAfterEachTime() throws Exception {
        // given
        waits("1", "Confirm the freeze", null, "operator");

        // when
        after(Duration.ofHours(3));
        assertThat(mails()).isEmpty();
        after(Duration.ofHours(2));
        after(Duration.ofMinutes(15));

        // then
        MimeMessage mail = theOnlyMail();
        assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly(OPERATOR);
        assertThat(mail.getSubject())
                .isEqualTo("Ferry: “Confirm the freeze” waits for an operator, for 5 h 0 min"
                        + " (jira.example.com to example.atlassian.net)");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(text(mail))
                .contains("Migration " + migration.id() + ", jira.example.com to example.atlassian.net")
                .contains("http://camunda.example/tasklist/1")
                .contains("The migration: http://ferry.example/migrations/" + migration.id())
                .contains("http://camunda.example/operate/processes/77")
                .doesNotContain("Secret name of the migration");

        // when Ferry starts anew, on the same record
        reminders = with(record.getBean(RemindersProperties.class));
        after(Duration.ofHours(1));

        // then
        assertThat(mails()).hasSize(1);

        // when
        after(Duration.ofDays(1));
        after(Duration.ofDays(10));
        after(Duration.ofDays(10));

        // then
        assertThat(mails()).hasSize(3);
    }

    @Test
    void shouldTellOnceWhatHasWaitedForDaysWhileFerryWasAway() throws Exception {
        // given
        waits("1", "Confirm the freeze", "ann@example.org", "operator");
        waits("2", "Approve new accounts", null, "approver");

        // when
        after(Duration.ofDays(2));
        after(Duration.ofHours(1));

        // then
        MimeMessage mail = theOnlyMail();
        assertThat(mail.getSubject()).startsWith("Ferry: 2 things need a look (");
        assertThat(text(mail))
                .contains("“Confirm the freeze” waits for the person who took it, for 2 days 0 h.")
                .contains("“Approve new accounts” waits for an approver, for 2 days 0 h.")
                .doesNotContain("ann");
    }

    @Test
    void shouldTellAtOnceWhatIsStuckAndWhatBecameOfAChangeIsUnknown() throws Exception {
        // given
        waits("1", "Restore the dump by hand", null, "operator");
        when(waitingTasks.withUnknownOutcome(migration.id())).thenReturn(Set.of("1"));
        when(incidents.of(any()))
                .thenReturn(List.of(new Incident(
                        5,
                        null,
                        "JOB_NO_RETRIES",
                        "The site of ann@example.org said no",
                        clock().instant(),
                        "http://camunda.example/operate/processes/78")));

        // when
        after(Duration.ofMinutes(1));
        after(Duration.ofMinutes(15));

        // then
        assertThat(text(theOnlyMail()))
                .contains("A step is stuck, for 1 min.")
                .contains("http://camunda.example/operate/processes/78")
                .contains("“Restore the dump by hand” waits for an operator, for 1 min. The outcome of a change to a"
                        + " site is unknown")
                .doesNotContain("ann@example.org");
    }

    @Test
    void shouldTellOnlyTheirTasksToAGroup() throws Exception {
        // given
        reminders = with(mail(
                MAIL.getSmtp().getPort(),
                null,
                List.of(OPERATOR),
                Map.of("approver", List.of("approver1@ops.example", "approver2@ops.example"))));
        waits("1", "Confirm the freeze", null, "operator");
        waits("2", "Approve new accounts", null, "approver");

        // when
        after(Duration.ofHours(5));

        // then
        assertThat(mails()).hasSize(3);
        assertThat(Arrays.stream(mails()).filter(mail -> to(mail).contains("approver1")))
                .hasSizeGreaterThan(0)
                .allSatisfy(mail ->
                        assertThat(text(mail)).contains("Approve new accounts").doesNotContain("Confirm the freeze"));
    }

    @Test
    @Timeout(60)
    void shouldNotBeHeldUpByAMailServerThatIsDownAndTellWhenItIsBack(CapturedOutput output) throws Exception {
        // given
        GreenMail down = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        down.start();
        int port = down.getSmtp().getPort();
        down.stop();
        reminders = with(mail(port, null, List.of(OPERATOR), Map.of()));
        waits("1", "Confirm the freeze", null, "operator");

        // when
        after(Duration.ofHours(5));

        // then
        assertThat(notices().lastFailures())
                .anySatisfy(failure -> assertThat(failure.why())
                        .isEqualTo("The mail server 127.0.0.1:" + port + " does not answer as it should."));
        assertThat(output).contains("nobody was told by e-mail").doesNotContain(OPERATOR);

        // when
        GreenMail back = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        back.start();
        after(Duration.ofMinutes(15));
        after(Duration.ofMinutes(15));

        // then
        assertThat(back.getReceivedMessages()).hasSize(1);
        assertThat(notices().lastFailures()).isEmpty();
        back.stop();
    }

    @Test
    @Timeout(30)
    void shouldNotWaitForEverForAMailServerThatSaysNothing() throws Exception {
        try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            reminders = with(mail(silent.getLocalPort(), null, List.of(OPERATOR), Map.of()));
            waits("1", "Confirm the freeze", null, "operator");

            after(Duration.ofHours(5));

            assertThat(notices().lastFailures()).isNotEmpty();
        }
        tellWhatFailed();
    }

    @Test
    void shouldSignInWhereTheMailServerAsksForIt() throws Exception {
        // given
        MAIL.setUser("ferry@ops.example", "ferry", "right");
        waits("1", "Confirm the freeze", null, "operator");
        reminders = with(mail(MAIL.getSmtp().getPort(), "env:WRONG_MAIL", List.of(OPERATOR), Map.of()));
        after(Duration.ofHours(5));
        assertThat(notices().lastFailures())
                .anySatisfy(failure -> assertThat(failure.why())
                        .isEqualTo("The mail server does not take the name and password behind env:WRONG_MAIL."));

        // when
        reminders = with(mail(MAIL.getSmtp().getPort(), "env:RIGHT_MAIL", List.of(OPERATOR), Map.of()));
        after(Duration.ofMinutes(15));

        // then
        assertThat(mails()).hasSize(1);
    }

    @Test
    void shouldTellTheEndOfPhasesAndOfTheMigrationOnceAndByItself() throws Exception {
        // given
        Timeline timeline = record.getBean(Timeline.class);
        timeline.phaseStarted(migration.id(), Phase.CHECK_READINESS);

        // when
        timeline.phaseEnded(migration.id(), Phase.CHECK_READINESS);
        timeline.phaseEnded(migration.id(), Phase.CHECK_READINESS);
        record.getBean(Migrations.class).recordOutcome(migration.id(), Outcome.ROLLED_BACK);
        record.getBean(Migrations.class).recordOutcome(migration.id(), Outcome.ROLLED_BACK);

        // then
        assertThat(MAIL.waitForIncomingEmail(20_000, 2)).isTrue();
        reminders.tellWhatEnded();
        assertThat(Arrays.stream(mails()).map(RemindersTest::subject))
                .containsExactlyInAnyOrder(
                        "Ferry: The phase “Check readiness” has ended (jira.example.com to example.atlassian.net)",
                        "Ferry: The migration has ended: rolled back (jira.example.com to example.atlassian.net)");
        assertThat(Arrays.stream(mails()).map(RemindersTest::text))
                .anySatisfy(text ->
                        assertThat(text).contains("http://ferry.example/api/migrations/" + migration.id() + "/report"));
    }

    @Test
    void shouldTellAnEndLaterThatCouldNotBeToldAtOnce() throws Exception {
        // given
        notices().want(migration.id(), "webhook", new Notices.Key("ended:MIGRATED", ""));
        HOOK.stubFor(post(SECRET_PATH).willReturn(aResponse().withStatus(503)));
        reminders = with(webhook(Format.SLACK));

        // when
        reminders.tellWhatEnded();
        HOOK.stubFor(post(SECRET_PATH).willReturn(ok("ok")));
        reminders.tellWhatEnded();
        reminders.tellWhatEnded();

        // then
        HOOK.verify(2, postRequestedFor(urlEqualTo(SECRET_PATH)));
        assertThat(notices().wanted()).isEmpty();
    }

    @Test
    void shouldPostWhatSlackTakes() throws Exception {
        // given
        HOOK.stubFor(post(SECRET_PATH).willReturn(ok("ok")));
        reminders = with(webhook(Format.SLACK));
        waits("1", "Confirm <the> freeze & go", null, "operator");

        // when
        after(Duration.ofHours(5));

        // then
        HOOK.verify(postRequestedFor(urlEqualTo(SECRET_PATH)).withHeader("Content-Type", equalTo("application/json")));
        JsonNode body = posted();
        assertThat(body.properties()).extracting(Map.Entry::getKey).containsExactly("text");
        assertThat(body.path("text").asText())
                .startsWith("*“Confirm &lt;the&gt; freeze &amp; go” waits for an operator, for 5 h 0 min*")
                .contains("<http://camunda.example/tasklist/1|Open>")
                .contains("<http://ferry.example/migrations/" + migration.id() + "|Migration " + migration.id() + ">")
                .contains("<http://camunda.example/operate/processes/77|Operate>");
    }

    @Test
    void shouldPostWhatTeamsTakes() throws Exception {
        // given
        HOOK.stubFor(post(SECRET_PATH).willReturn(aResponse().withStatus(202)));
        reminders = with(webhook(Format.TEAMS));
        waits("1", "Confirm the freeze", null, "operator");

        // when
        after(Duration.ofHours(5));

        // then
        JsonNode body = posted();
        assertThat(body.path("type").asText()).isEqualTo("message");
        JsonNode card = body.path("attachments").path(0);
        assertThat(card.path("contentType").asText()).isEqualTo("application/vnd.microsoft.card.adaptive");
        assertThat(card.path("content").path("type").asText()).isEqualTo("AdaptiveCard");
        assertThat(card.path("content").path("body").findValuesAsText("type")).containsOnly("TextBlock");
        assertThat(card.path("content").path("body").findValuesAsText("text"))
                .contains("“Confirm the freeze” waits for an operator, for 5 h 0 min")
                .anySatisfy(text -> assertThat(text).endsWith("[Open](http://camunda.example/tasklist/1)"));
        assertThat(card.path("content").path("actions").findValuesAsText("url"))
                .contains("http://ferry.example/migrations/" + migration.id());
    }

    @Test
    void shouldKeepTheWebhooksAddressSecretWhenItFails(CapturedOutput output) {
        // given
        HOOK.stubFor(post(SECRET_PATH).willReturn(aResponse().withStatus(404)));
        waits("1", "Confirm the freeze", null, "operator");

        for (var reference : List.of("env:HOOK", "env:PLAIN_HOOK", "env:NO_HOOK", "env:ODD_HOOK", "env:DEAD_HOOK")) {
            // when
            reminders = with(new RemindersProperties(
                    Duration.ofMinutes(15),
                    List.of(Duration.ofHours(4)),
                    List.of(),
                    List.of(),
                    false,
                    null,
                    new Webhook(CredentialReference.of(reference), Format.SLACK, Duration.ofSeconds(2))));
            after(Duration.ofHours(5));

            // then
            assertThat(notices().lastFailures())
                    .filteredOn(failure -> failure.channel().equals("webhook"))
                    .singleElement()
                    .satisfies(failure ->
                            assertThat(failure.why()).contains(reference).doesNotContain("marker-of-a-secret"));
        }
        assertThat(output).contains("status 404").doesNotContain("marker-of-a-secret");
    }

    @Test
    void shouldWaitWhileTasklistIsSilent() throws Exception {
        // given
        when(waitingTasks.of(any())).thenThrow(RemoteFailure.passing("Tasklist did not answer.", "See to it."));

        // when, then
        after(Duration.ofHours(5));
        assertThat(mails()).isEmpty();
    }

    @Test
    void shouldSurviveWhateverHappens() {
        // given
        when(waitingTasks.of(any())).thenThrow(new IllegalStateException("not foreseen"));

        // when, then
        after(Duration.ofHours(5));
    }

    @Test
    void shouldTellNobodyTwiceBecauseTheRecordWasAwayForAMoment() throws Exception {
        // given a database that breaks when the mail has gone out
        waits("1", "Confirm the freeze", null, "operator");
        Notices breaking = mock(Notices.class, delegatesTo(notices()));
        doThrow(new DataAccessResourceFailureException("broken"))
                .doAnswer(delegatesTo(notices()))
                .when(breaking)
                .sent(any(), any(), any());
        reminders = with(record.getBean(RemindersProperties.class), breaking);

        // when
        after(Duration.ofHours(5));
        after(Duration.ofMinutes(15));

        // then
        assertThat(mails()).hasSize(1);
    }

    @Test
    void shouldAskNothingWhileNobodyIsToBeTold() {
        // given
        reminders = with(RemindersProperties.off());

        // when
        reminders.remind(migration.id());

        // then
        verifyNoInteractions(waitingTasks);
    }

    private void waits(String id, String name, @Nullable String assignee, String group) {
        var task = new WaitingTask(
                id,
                name,
                "Task_X",
                "Some phase",
                clock().instant(),
                List.of(group),
                assignee,
                "http://camunda.example/tasklist/" + id);
        var before = waitingTasks.of(migration.id());
        when(waitingTasks.of(migration.id()))
                .thenReturn(before.isEmpty() ? List.of(task) : List.of(before.getFirst(), task));
    }

    /** Time passes, and the process's timer fires. */
    private void after(Duration time) {
        clock().pass(time);
        reminders.remind(migration.id());
    }

    /** Leaves no failure to the next test. */
    private void tellWhatFailed() {
        reminders = with(record.getBean(RemindersProperties.class));
        after(Duration.ofMinutes(15));
    }

    private Reminders with(RemindersProperties properties) {
        return with(properties, notices());
    }

    private Reminders with(RemindersProperties properties, Notices notices) {
        return new Reminders(
                properties,
                new Channels(properties, credentials(), HttpClient.newHttpClient(), new FailureClassifier()),
                notices,
                record.getBean(Migrations.class),
                waitingTasks,
                incidents,
                "http://ferry.example/",
                clock());
    }

    private static RemindersProperties mail(
            int port, @Nullable String credential, List<String> to, Map<String, List<String>> groups) {
        return new RemindersProperties(
                Duration.ofMinutes(15),
                List.of(Duration.ofHours(4)),
                List.of(),
                List.of(),
                false,
                new Mail(
                        "127.0.0.1",
                        port,
                        Security.NONE,
                        credential == null ? null : CredentialReference.of(credential),
                        "ferry@ops.example",
                        to,
                        groups,
                        Duration.ofSeconds(1)),
                null);
    }

    private static RemindersProperties webhook(Format format) {
        return new RemindersProperties(
                Duration.ofMinutes(15),
                List.of(Duration.ofHours(4)),
                List.of(),
                List.of(),
                false,
                null,
                new Webhook(CredentialReference.of("env:HOOK"), format, Duration.ofSeconds(5)));
    }

    private static CredentialResolver credentials() {
        return new CredentialResolver(name -> null, name -> switch (name) {
            case "HOOK" -> HOOK.baseUrl().replace("localhost", "127.0.0.1") + SECRET_PATH + "\n";
            case "PLAIN_HOOK" -> "http://hooks.example" + SECRET_PATH;
            case "ODD_HOOK" -> "not an address: marker-of-a-secret";
            case "DEAD_HOOK" -> "http://127.0.0.1:1" + SECRET_PATH;
            case "RIGHT_MAIL" -> "ferry:right";
            case "WRONG_MAIL" -> "ferry:wrong";
            default -> null;
        });
    }

    /** A rehearsal: any number of them may go to one target. */
    private static Migration registered() {
        var migrations = record.getBean(Migrations.class);
        var id = migrations
                .register(new NewMigration(
                        "Secret name of the migration",
                        App.BIGPICTURE,
                        SampleSettings.sampleSettings().rehearsal(true).build(),
                        null))
                .id();
        migrations.recordProcessInstance(id, Math.abs(id.hashCode()) + 1L);
        return migrations.get(id);
    }

    private static Notices notices() {
        return record.getBean(Notices.class);
    }

    private static TestClock clock() {
        return record.getBean(TestClock.class);
    }

    private static MimeMessage[] mails() {
        return MAIL.getReceivedMessages();
    }

    private static MimeMessage theOnlyMail() {
        assertThat(mails()).hasSize(1);
        return mails()[0];
    }

    private static String text(MimeMessage mail) {
        try {
            return mail.getContent().toString();
        } catch (IOException | jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String subject(MimeMessage mail) {
        try {
            return mail.getSubject();
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String to(MimeMessage mail) {
        try {
            return Arrays.toString(mail.getAllRecipients());
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode posted() throws IOException {
        var requests = HOOK.findAll(postRequestedFor(urlEqualTo(SECRET_PATH)));
        assertThat(requests).hasSize(1);
        return JsonMapper.builder().build().readTree(requests.getFirst().getBody());
    }
}
