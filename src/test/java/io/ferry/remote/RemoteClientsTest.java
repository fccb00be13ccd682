package io.ferry.remote;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import feign.Headers;
import feign.RequestLine;
import io.ferry.fixtures.StubServer;
import io.ferry.remote.RemoteFailure.Kind;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteClientsTest {

    @Headers("Accept: application/json")
    interface ThingApi {
        @RequestLine("GET /thing")
        Thing thing();

        @RequestLine("POST /thing")
        @Headers("Content-Type: application/json")
        Thing make(Thing thing);

        @ReadOnlyCall
        @RequestLine("POST /search")
        @Headers("Content-Type: application/json")
        Thing search(Thing thing);
    }

    record Thing(@Nullable String name) {}

    @RegisterExtension
    static final WireMockExtension SITE = StubServer.onAFreePort();

    @TempDir
    Path folder;

    private Wired wired;
    private Site site;
    private ThingApi api;

    @BeforeEach
    void wire() {
        wire(Map.of());
    }

    private void wire(Map<String, String> properties) {
        if (wired != null) {
            wired.close();
        }
        wired = Wired.in(folder, properties);
        site = new Site(URI.create(SITE.baseUrl()), wired.credential("somebody:s3cret-marker"));
        api = wired.get(RemoteClients.class).client(ThingApi.class, Access.to(site, "test"));
    }

    @AfterEach
    void close() {
        wired.close();
    }

    @Test
    void shouldTryAgainAfterPassingFailures() {
        // given
        SITE.stubFor(get("/thing").inScenario("s").willReturn(status(503)).willSetStateTo("up"));
        SITE.stubFor(get("/thing").inScenario("s").whenScenarioStateIs("up").willReturn(okJson("{\"name\":\"a\"}")));

        // when
        Thing thing = api.thing();

        // then
        assertThat(thing.name()).isEqualTo("a");
        SITE.verify(2, getRequestedFor(urlEqualTo("/thing")));
    }

    @Test
    void shouldWaitAsLongAsTheSiteAsksFor() {
        // given
        SITE.stubFor(get("/thing")
                .inScenario("s")
                .willReturn(status(429).withHeader("Retry-After", "1"))
                .willSetStateTo("up"));
        SITE.stubFor(get("/thing").inScenario("s").whenScenarioStateIs("up").willReturn(okJson("{}")));
        long start = System.nanoTime();

        // when
        api.thing();

        // then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldLeaveLongPausesToTheProcess() {
        // given
        SITE.stubFor(get("/thing").willReturn(status(429).withHeader("Retry-After", "120")));

        // when
        RemoteFailure failure = catchThrowableOfType(RemoteFailure.class, api::thing);

        // then
        assertThat(failure.kind()).isEqualTo(Kind.PASSING);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(120));
        SITE.verify(1, getRequestedFor(urlEqualTo("/thing")));
    }

    @Test
    void shouldSendAChangeAgainWhenItWasCertainlyNotTaken() {
        // given
        SITE.stubFor(post("/thing").inScenario("s").willReturn(status(429)).willSetStateTo("up"));
        SITE.stubFor(
                post("/thing").inScenario("s").whenScenarioStateIs("up").willReturn(okJson("{\"name\":\"made\"}")));

        // when
        Thing made = api.make(new Thing("x"));

        // then
        assertThat(made.name()).isEqualTo("made");
    }

    @ParameterizedTest
    @CsvSource({"500", "502", "504"})
    void shouldNotRepeatAChangeThatMayHaveHappened(int status) {
        // given
        SITE.stubFor(post("/thing").willReturn(status(status)));

        // when, then
        assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> api.make(new Thing("x")));
        SITE.verify(1, postRequestedFor(urlEqualTo("/thing")));
    }

    @Test
    void shouldNotRepeatAChangeWhoseConnectionBroke() {
        // given
        SITE.stubFor(post("/thing").willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));

        // when, then
        assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> api.make(new Thing("x")));
        SITE.verify(1, postRequestedFor(urlEqualTo("/thing")));
    }

    @Test
    void shouldNotRepeatAChangeWhoseAnswerCannotBeRead() {
        // given
        SITE.stubFor(post("/thing").willReturn(ok("<html>Welcome</html>")));

        // when, then
        assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> api.make(new Thing("x")));
    }

    @Test
    void shouldRepeatAPostThatOnlyAsks() {
        // given
        SITE.stubFor(post("/search").inScenario("s").willReturn(status(502)).willSetStateTo("up"));
        SITE.stubFor(post("/search").inScenario("s").whenScenarioStateIs("up").willReturn(okJson("{}")));

        // when
        api.search(new Thing("x"));

        // then
        SITE.verify(2, postRequestedFor(urlEqualTo("/search")));
    }

    @Test
    void shouldSayThatAPageIsNoAnswer() {
        // given
        SITE.stubFor(get("/thing").willReturn(ok("<html>Sign in, marker@example.com</html>")));

        // when
        RemoteFailure failure = catchThrowableOfType(RemoteFailure.class, api::thing);

        // then
        assertThat(failure.kind()).isEqualTo(Kind.LASTING);
        assertThat(failure).hasMessageContaining("does not understand").hasNoCause();
        assertThat(failure.getMessage()).doesNotContain("marker");
    }

    @Test
    void shouldNotFollowRedirections() {
        // given
        SITE.stubFor(get("/thing")
                .willReturn(status(302).withHeader("Location", "https://elsewhere.example.com/login?token=abc")));

        // when
        RemoteFailure failure = catchThrowableOfType(RemoteFailure.class, api::thing);

        // then
        assertThat(failure.kind()).isEqualTo(Kind.LASTING);
        assertThat(failure.getMessage()).contains("elsewhere.example.com").doesNotContain("token=abc");
    }

    @ParameterizedTest
    @CsvSource({"301", "302", "303"})
    void shouldNotTakeARedirectionAfterAChangeForARefusal(int status) {
        // given: so a page answers that did what it was asked to, and so does a single sign-on that kept it away
        SITE.stubFor(post("/thing")
                .willReturn(status(status).withHeader("Location", "https://elsewhere.example.com/done?token=abc")));

        // when
        var unknown = catchThrowableOfType(OutcomeUnknownException.class, () -> api.make(new Thing("x")));

        // then
        assertThat(unknown)
                .hasMessageContaining("elsewhere.example.com")
                .hasMessageContaining("address may be wrong")
                .hasMessageNotContaining("token=abc");
        SITE.verify(1, postRequestedFor(urlEqualTo("/thing")));
    }

    @ParameterizedTest
    @CsvSource({"307", "308"})
    void shouldKnowThatAChangeWasNotMadeWhereTheSiteWantsItElsewhere(int status) {
        // given
        SITE.stubFor(post("/thing")
                .willReturn(status(status).withHeader("Location", "https://elsewhere.example.com/thing")));

        // when
        RemoteFailure failure = catchThrowableOfType(RemoteFailure.class, () -> api.make(new Thing("x")));

        // then
        assertThat(failure.kind()).isEqualTo(Kind.LASTING);
        assertThat(failure.title()).contains("elsewhere.example.com");
    }

    @Test
    void shouldLeaveASiteAloneThatKeepsFailingButNotItsNeighbourAtTheSameHost() {
        // given: two tenants of a cloud, one of which restarts
        wire(Map.of("ferry.remote.sliding-window-size", "4", "ferry.remote.attempts", "1"));
        SITE.stubFor(get("/jiracloud/101/rest/thing").willReturn(status(503)));
        SITE.stubFor(get("/jiracloud/102/rest/thing").willReturn(okJson("{\"name\":\"well\"}")));
        ThingApi broken = tenant("/jiracloud/101/rest");
        ThingApi neighbour = tenant("/jiracloud/102/rest");

        // when
        for (int i = 0; i < 4; i++) {
            assertThat(catchThrowableOfType(RemoteFailure.class, broken::thing)).isNotNull();
        }
        RemoteFailure open = catchThrowableOfType(RemoteFailure.class, broken::thing);

        // then
        assertThat(open.title()).contains("leaves it alone");
        assertThat(open.retryAfter()).contains(Duration.ofSeconds(30));
        SITE.verify(4, getRequestedFor(urlEqualTo("/jiracloud/101/rest/thing")));
        assertThat(neighbour.thing().name()).isEqualTo("well");
    }

    @Test
    void shouldLeaveOneProgramOfASiteAloneAndNotTheOther() {
        // given
        wire(Map.of("ferry.remote.sliding-window-size", "4", "ferry.remote.attempts", "1"));
        SITE.stubFor(get("/thing").willReturn(status(503)));
        for (int i = 0; i < 4; i++) {
            assertThat(catchThrowableOfType(RemoteFailure.class, api::thing)).isNotNull();
        }
        SITE.stubFor(get("/thing").willReturn(okJson("{\"name\":\"well\"}")));

        // when, then
        ThingApi other = wired.get(RemoteClients.class).client(ThingApi.class, Access.to(site, "other side"));
        assertThat(other.thing().name()).isEqualTo("well");
        assertThat(catchThrowableOfType(RemoteFailure.class, api::thing).title())
                .contains("leaves it alone");
    }

    @Test
    void shouldAskOneHostNoMoreThanItsShareForAllWhoLiveThere() {
        // given: each tenant may be asked 3 times a second, their host 4 times
        wire(Map.of(
                "ferry.remote.calls-per-second", "3",
                "ferry.remote.calls-per-second-at-host", "4",
                "ferry.remote.attempts", "1",
                "ferry.remote.max-wait", "0s"));
        SITE.stubFor(get(anyUrl()).willReturn(okJson("{}")));

        // when
        List<RemoteFailure> held = Stream.of("/1", "/2", "/3")
                .map(this::tenant)
                .flatMap(tenant -> Stream.of(tenant, tenant, tenant))
                .map(tenant -> catchThrowableOfType(RemoteFailure.class, tenant::thing))
                .filter(Objects::nonNull)
                .toList();

        // then: another second may have begun meanwhile
        assertThat(held)
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure.title()).contains("Too many of Ferry's calls"));
        assertThat(SITE.findAll(getRequestedFor(anyUrl()))).hasSizeBetween(4, 8);
    }

    private ThingApi tenant(String path) {
        Site there = new Site(URI.create(SITE.baseUrl() + path), site.credential());
        return wired.get(RemoteClients.class).client(ThingApi.class, Access.to(there, "test"));
    }

    @Test
    void shouldBreakOffAnAnswerThatDrips() {
        // given
        wire(Map.of(
                "ferry.remote.read-timeout", "300ms",
                "ferry.remote.connect-timeout", "100ms",
                "ferry.remote.attempts", "1"));
        SITE.stubFor(get("/thing").willReturn(okJson("{\"name\":\"slow\"}").withChunkedDribbleDelay(5, 5000)));

        // when
        RemoteFailure failure = catchThrowableOfType(RemoteFailure.class, api::thing);

        // then
        assertThat(failure.kind()).isEqualTo(Kind.PASSING);
        assertThat(failure.title()).contains("in time");
    }

    @Test
    void shouldRefuseAnAnswerThatIsTooLarge() {
        // given
        wire(Map.of("ferry.remote.max-response-size", "1KB"));
        SITE.stubFor(get("/thing").willReturn(ok("x".repeat(1025))));

        // when
        RemoteFailure failure = catchThrowableOfType(RemoteFailure.class, api::thing);

        // then
        assertThat(failure.title()).contains("more than 1.0 kB");
    }

    @ParameterizedTest
    @CsvSource({"200", "500"})
    void shouldNotTakeALargeAnswerToAChangeForARefusal(int status) {
        // given
        wire(Map.of("ferry.remote.max-response-size", "1KB"));
        SITE.stubFor(post("/thing").willReturn(status(status).withBody("x".repeat(1025))));

        // when, then
        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> api.make(new Thing("x")))
                .withMessageContaining("more than 1.0 kB");
        SITE.verify(1, postRequestedFor(urlEqualTo("/thing")));
    }

    @Test
    void shouldTakeUpACorrectedCredentialWithoutRestart() throws IOException {
        // given
        SITE.stubFor(get("/thing").willReturn(status(401)));
        SITE.stubFor(get("/thing").withBasicAuth("somebody", "right").willReturn(okJson("{}")));
        RemoteFailure failure = catchThrowableOfType(RemoteFailure.class, api::thing);

        // when
        Files.writeString(wired.fileOf((SiteCredential.Named) site.credential()), "somebody:right\n");
        Thing thing = api.thing();

        // then
        assertThat(failure.title()).contains("does not accept the credential");
        assertThat(thing).isNotNull();
    }

    @Test
    void shouldShowATokenAsBearerOrAsOldTokensAreShown() {
        // given
        SITE.stubFor(get("/thing").willReturn(okJson("{}")));
        Access access = Access.to(new Site(site.baseUrl(), wired.credential("tok-en")), "test");

        // when
        wired.get(RemoteClients.class).client(ThingApi.class, access).thing();
        wired.get(RemoteClients.class)
                .client(ThingApi.class, access.signingIn(SignIn.API_TOKEN))
                .thing();

        // then
        SITE.verify(1, getRequestedFor(anyUrl()).withHeader("Authorization", equalTo("Bearer tok-en")));
        SITE.verify(1, getRequestedFor(anyUrl()).withHeader("Authorization", equalTo("APIToken tok-en")));
    }

    @Test
    void shouldKeepTheSessionsNewestCookie() {
        // given
        SITE.stubFor(get("/thing")
                .inScenario("s")
                .willReturn(okJson("{}").withHeader("Set-Cookie", "JSESSIONID=one; Path=/; HttpOnly"))
                .willSetStateTo("second"));
        SITE.stubFor(get("/thing")
                .inScenario("s")
                .whenScenarioStateIs("second")
                .willReturn(okJson("{}").withHeader("Set-Cookie", "JSESSIONID=two; Path=/jira; Max-Age=100"))
                .willSetStateTo(Scenario.STARTED));
        ThingApi session = wired.get(RemoteClients.class)
                .client(ThingApi.class, Access.to(site, "test").inSession(new CookieJar()));

        // when
        session.thing();
        session.thing();
        session.thing();

        // then
        SITE.verify(1, getRequestedFor(anyUrl()).withHeader("Cookie", equalTo("JSESSIONID=one")));
        SITE.verify(1, getRequestedFor(anyUrl()).withHeader("Cookie", equalTo("JSESSIONID=two")));
        SITE.verify(0, getRequestedFor(anyUrl()).withHeader("Authorization", equalTo("x")));
    }

    @Test
    void shouldSayWhichSiteCannotBeReached() throws IOException {
        // given
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Site nobody = new Site(URI.create("http://127.0.0.1:" + port), site.credential());
        Site unknown = new Site(
                URI.create("https://no-such-host.invalid"),
                wired.credential("somebody:s3cret-marker", List.of("no-such-host.invalid")));

        // when
        RemoteFailure refused = failureAt(nobody);
        RemoteFailure noHost = failureAt(unknown);

        // then
        assertThat(refused.title()).contains("127.0.0.1:" + port).contains("refuses connections");
        assertThat(noHost.title()).contains("no host no-such-host.invalid");
    }

    @Test
    void shouldSayThatTlsIsTheTrouble() {
        // given: a site that speaks plain HTTP where TLS is expected
        Site mistaken = new Site(URI.create("https://127.0.0.1:" + SITE.getPort()), site.credential());

        // when
        RemoteFailure failure = failureAt(mistaken);

        // then
        assertThat(failure.title()).contains("TLS");
    }

    @Test
    void shouldNotSendCredentialsUnencrypted() {
        // given
        Site plain = new Site(URI.create("http://jira.example.com"), site.credential());

        // when, then
        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> wired.get(RemoteClients.class).client(ThingApi.class, Access.to(plain, "test")))
                .withMessageContaining("unencrypted");
    }

    @Test
    void shouldMeasureCallsByProgramMethodAndStatusAndNeverByHost() {
        // given
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        wired.get(RemoteMeters.class).bindTo(meters);
        SITE.stubFor(get("/thing").willReturn(okJson("{}")));
        api.thing();
        SITE.stubFor(get("/thing").willReturn(aResponse().withStatus(503)));

        // when
        assertThatExceptionOfType(RemoteFailure.class).isThrownBy(api::thing);

        // then
        int tries = wired.get(RemoteProperties.class).attempts();
        assertThat(meters.get("ferry.remote.calls")
                        .tags("site", "test", "method", "GET", "status", "2xx")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("ferry.remote.calls")
                        .tags("site", "test", "method", "GET", "status", "5xx")
                        .timer()
                        .count())
                .isEqualTo(tries);
        assertThat(meters.get("ferry.remote.retries")
                        .tag("site", "test")
                        .counter()
                        .count())
                .isEqualTo(tries - 1);
        assertThat(meters.getMeters())
                .flatExtracting(meter -> meter.getId().getTags())
                .extracting(Tag::getValue)
                .doesNotContain(String.valueOf(SITE.getPort()))
                .noneMatch(value -> value.contains("127.0.0.1") || value.contains("localhost"));
    }

    @Test
    void shouldShowOpenBreakersAndTheCallsThatAreNotSent() {
        // given
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Wired impatient =
                Wired.in(folder, Map.of("ferry.remote.sliding-window-size", "2", "ferry.remote.attempts", "1"));
        impatient.get(RemoteMeters.class).bindTo(meters);
        SITE.stubFor(get("/thing").willReturn(aResponse().withStatus(503)));
        ThingApi there = impatient.get(RemoteClients.class).client(ThingApi.class, Access.to(site, "test 4711"));

        // when
        for (int call = 0; call < 3; call++) {
            assertThatExceptionOfType(RemoteFailure.class).isThrownBy(there::thing);
        }

        // then
        assertThat(meters.get("ferry.remote.breakers")
                        .tags("site", "test", "state", "open")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(meters.get("ferry.remote.refusals")
                        .tags("site", "test", "reason", "breaker_open")
                        .counter()
                        .count())
                .isEqualTo(1);
        impatient.close();
    }

    private RemoteFailure failureAt(Site other) {
        ThingApi there = wired.get(RemoteClients.class).client(ThingApi.class, Access.to(other, "test"));
        return catchThrowableOfType(RemoteFailure.class, there::thing);
    }
}
