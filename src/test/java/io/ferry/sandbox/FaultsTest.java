package io.ferry.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ferry.sandbox.PretendSites.Answer;
import io.ferry.sandbox.fault.FaultKind;
import io.ferry.sandbox.side.Side;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {
    private static final String MYSELF = "/rest/api/3/myself";
    private static final String FILE = "/assumed/dumps/1/file";

    @SuppressWarnings("NullAway.Init")
    private PretendSites sites;

    @BeforeAll
    void start() {
        sites = PretendSites.start();
    }

    @AfterAll
    void stop() {
        sites.close();
    }

    @BeforeEach
    void reset() {
        sites.reset();
    }

    @Test
    void shouldRefuseTooManyRequestsWithTheHeadersOfCloud() {
        // given
        sites.fault("too-many-requests", "{\"retryAfter\":7,\"times\":1}");
        // when
        Answer refused = sites.cloud(MYSELF);
        // then
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("7");
        assertThat(refused.header("X-RateLimit-Reset")).isEqualTo("2026-03-02T08:00:01Z");
        assertThat(refused.header("RateLimit-Reason")).isEqualTo("jira-burst-based");
        assertThat(sites.cloud(MYSELF).status()).isEqualTo(200);
    }

    @Test
    void shouldRefuseTooManyRequestsWithADateOrWithoutRetryAfter() {
        // when
        sites.fault("too-many-requests", "{\"retryAfter\":\"none\",\"times\":1}");
        Answer without = sites.cloud(MYSELF);
        sites.fault("too-many-requests", "{\"retryAfter\":\"date\",\"times\":1}");
        Answer date = sites.cloud(MYSELF);
        // then
        assertThat(without.status()).isEqualTo(429);
        assertThat(without.header("Retry-After")).isEmpty();
        assertThat(date.header("Retry-After")).isEqualTo("Mon, 2 Mar 2026 08:00:02 GMT");
    }

    @Test
    void shouldStrikeOnlyWhereItIsMeantAndAsOftenAsItIsMeant() {
        // given
        sites.fault(
                "one",
                "{\"kind\":\"server-error\",\"status\":502,\"side\":\"jira-cloud\",\"path\":\"/rest/api/3/my*\",\"times\":2}");
        // then
        assertThat(sites.dataCenter("/rest/api/2/myself").status()).isEqualTo(200);
        assertThat(sites.cloud("/rest/api/3/project/search").status()).isEqualTo(200);
        assertThat(sites.cloud(MYSELF).status()).isEqualTo(502);
        assertThat(sites.cloud("/rest/api/3/mypermissions?permissions=ADMINISTER")
                        .status())
                .isEqualTo(502);
        assertThat(sites.cloud(MYSELF).status()).isEqualTo(200);
        assertThat(sites.state().at("/faultsStruck/server-error").asInt()).isEqualTo(2);
        assertThat(sites.control("GET", "/control/faults", null).json()).isEmpty();
    }

    @Test
    void shouldDelay() {
        // given
        sites.fault("delay", "{\"delay\":1500}");
        // when
        sites.cloud(MYSELF);
        // then
        assertThat(sites.pauses).containsExactly(Duration.ofMillis(1500));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 409})
    void shouldRefuseAChosenCallInTheFormOfItsSite(int status) {
        sites.fault("refused", "{\"status\":" + status + ",\"message\":\"No.\"}");
        assertThat(sites.cloud(MYSELF).status()).isEqualTo(status);
        assertThat(sites.cloud(MYSELF).json().at("/errorMessages/0").asText()).isEqualTo("No.");
        assertThat(sites.dataCenter("/rest/api/2/myself")
                        .json()
                        .at("/errorMessages/0")
                        .asText())
                .isEqualTo("No.");
        assertThat(sites.target("GET", "/public/ppm/teams", null)
                        .json()
                        .at("/message")
                        .asText())
                .isEqualTo("No.");
        assertThat(sites.send(Side.ATLASSIAN_GATEWAY, "GET", "/admin/v1/orgs/1/users", null)
                        .json()
                        .at("/code")
                        .asInt())
                .isEqualTo(status);
    }

    @Test
    void shouldShowAPageToSignIn() {
        sites.fault("login-page", "{\"times\":1}");
        Answer page = sites.cloud(MYSELF);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.text()).contains("os_password");

        sites.fault("login-page", "{\"redirect\":true,\"times\":1}");
        Answer sentAway = sites.dataCenter("/rest/api/2/myself");
        assertThat(sentAway.status()).isEqualTo(302);
        assertThat(sites.dataCenter(sentAway.header("Location")).status()).isEqualTo(200);
    }

    @Test
    void shouldSayNothing() {
        sites.fault("silence", "{\"delay\":1,\"path\":\"" + MYSELF + "\",\"times\":1}");
        assertThat(sites.cloud("/rest/api/3/serverInfo").status()).isEqualTo(200);
        assertThat(sites.cloud(MYSELF).status()).isGreaterThanOrEqualTo(500);
        assertThat(sites.cloud(MYSELF).status()).isEqualTo(200);
    }

    @Test
    void shouldDropTheConnectionBeforeTheWorkIsDone() {
        // given
        sites.fault("dropped-connection", "{\"method\":\"POST\",\"times\":1}");
        // then
        assertThatThrownBy(() -> createUser()).hasRootCauseInstanceOf(IOException.class);
        assertThat(sites.state().at("/events").has("cloud.usersCreated")).isFalse();
    }

    @Test
    void shouldDropTheConnectionAfterTheWorkIsDone() {
        // given
        sites.fault("dropped-connection", "{\"when\":\"AFTER\",\"method\":\"POST\",\"times\":1}");
        // then
        assertThatThrownBy(() -> createUser()).hasRootCauseInstanceOf(IOException.class);
        assertThat(sites.state().at("/events/cloud.usersCreated")).hasSize(1);
        assertThat(createUser().status()).isEqualTo(201);
    }

    private Answer createUser() {
        return sites.cloud(
                "POST", "/rest/api/3/user", "{\"emailAddress\":\"somebody.new@example.com\",\"products\":[]}");
    }

    @Test
    void shouldTruncateADownloadNoticeablyOrUnnoticed() {
        // given
        byte[] whole = sites.dump();
        // when
        sites.fault("truncated-download", "{\"path\":\"/**/file\",\"percent\":50,\"times\":1}");
        // then
        assertThatThrownBy(() -> sites.source("GET", FILE, null)).hasRootCauseInstanceOf(IOException.class);
        // when
        sites.fault("truncated-download", "{\"path\":\"/**/file\",\"percent\":50,\"declared\":true,\"times\":1}");
        // then
        assertThat(sites.source("GET", FILE, null).response().body()).hasSize(whole.length / 2);
        assertThat(sites.source("GET", FILE, null).response().body()).isEqualTo(whole);
    }

    @Test
    void shouldCorruptADownloadWithoutChangingItsLength() {
        // given
        byte[] whole = sites.dump();
        sites.fault("corrupted-download", "{\"path\":\"/**/file\",\"times\":1}");
        // when
        byte[] corrupted = sites.source("GET", FILE, null).response().body();
        // then
        assertThat(corrupted).hasSameSizeAs(whole).isNotEqualTo(whole);
    }

    @Test
    void shouldRefuseEveryCredentialOnDemand() {
        // given
        sites.fault("wrong-password", "{\"side\":\"jira-cloud\"}");
        // then
        assertThat(sites.cloud(MYSELF).status()).isEqualTo(401);
        assertThat(sites.dataCenter("/rest/api/2/myself").status()).isEqualTo(200);
        // when
        sites.control("DELETE", "/control/faults/wrong-password", null);
        // then
        assertThat(sites.cloud(MYSELF).status()).isEqualTo(200);
    }

    @Test
    void shouldLetTheListOfUsersTakeTooLong() {
        // given
        sites.fault("search-too-slow", "{\"times\":1}");
        // then
        assertThat(sites.cloud("/rest/api/3/users/search").status()).isEqualTo(409);
    }

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void shouldSwitchEveryKindOnAndOff(FaultKind kind) {
        // when
        sites.fault(kind.label(), "{\"side\":\"control\"}");
        // then
        assertThat(sites.control("GET", "/control/faults/" + kind.label(), null)
                        .json()
                        .get("kind")
                        .asText())
                .isEqualTo(kind.label());
        assertThat(sites.control("DELETE", "/control/faults/" + kind.label(), null)
                        .status())
                .isEqualTo(204);
        assertThat(sites.control("GET", "/control/faults/" + kind.label(), null).status())
                .isEqualTo(404);
        assertThat(sites.control("GET", "/control/help", null)
                        .json()
                        .get("faults")
                        .has(kind.label()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\":\"no-such-fault\"}",
                "{\"times\":0}",
                "{\"side\":\"moon\"}",
                "{\"delay\":\"soon\"}",
                "[]",
                "nonsense"
            })
    void shouldRefuseBadOrdersAndChangeNothing(String order) {
        // when
        Answer answer = sites.control("PUT", "/control/faults/delay", order);
        // then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asText()).isNotBlank();
        assertThat(sites.control("GET", "/control/faults", null).json()).isEmpty();
    }

    @Test
    void shouldRefuseBadBodiesOfTheSites() {
        assertThat(sites.cloud("POST", "/rest/api/3/user", "nonsense").status()).isEqualTo(400);
        assertThat(sites.source("POST", "/assumed/dumps", "nonsense").status()).isEqualTo(400);
        assertThat(sites.cloud("/rest/api/3/users/search?maxResults=many").status())
                .isEqualTo(400);
        assertThat(sites.cloud("DELETE", MYSELF, null).status()).isEqualTo(405);
        assertThat(sites.send(Side.CONTROL, "GET", "/nothing", null).status()).isEqualTo(404);
    }
}
