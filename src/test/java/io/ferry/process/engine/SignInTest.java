package io.ferry.process.engine;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import io.camunda.client.CamundaClient;
import io.camunda.client.CredentialsProvider;
import io.camunda.client.spring.configuration.CredentialsProviderConfiguration;
import io.camunda.client.spring.properties.CamundaClientAuthProperties;
import io.camunda.client.spring.properties.CamundaClientProperties;
import io.ferry.fixtures.StubServer;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.MigrationId;
import io.ferry.process.model.ProcessVariables;
import io.ferry.remote.RemoteFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.OAuth2Exception;
import no.nav.security.mock.oauth2.token.OAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Signing in with OIDC client credentials: a real OAuth 2 server issues the tokens, and a stand-in of Camunda takes them. */
class SignInTest {
    private static final String REALM = "camunda";
    private static final String SECRET = "client-secret-marker";

    @RegisterExtension
    private static final WireMockExtension CAMUNDA = StubServer.onAFreePort();

    private final Issuer issuer = new Issuer();
    private final MockOAuth2Server tokens =
            new MockOAuth2Server(new OAuth2Config(false, null, null, false, new OAuth2TokenProvider(), Set.of(issuer)));

    @TempDir
    private Path home;

    private String tokenUrl = "";

    /** Issues tokens to the client that knows the secret. */
    private static final class Issuer implements OAuth2TokenCallback {
        private volatile long expiry = 300;

        @Override
        public String issuerId() {
            return REALM;
        }

        @Override
        public String subject(TokenRequest request) {
            if (!(request.getClientAuthentication() instanceof ClientSecretPost client)
                    || !client.getClientID().getValue().equals("ferry")
                    || !client.getClientSecret().getValue().equals(SECRET)) {
                throw new OAuth2Exception(OAuth2Error.INVALID_CLIENT, "wrong client or secret");
            }
            return client.getClientID().getValue();
        }

        @Override
        public String typeHeader(TokenRequest request) {
            return "JWT";
        }

        @Override
        public List<String> audience(TokenRequest request) {
            return request.getCustomParameters().getOrDefault("audience", List.of());
        }

        @Override
        public Map<String, Object> addClaims(TokenRequest request) {
            return Map.of("number", UUID.randomUUID().toString());
        }

        @Override
        public long tokenExpiry() {
            return expiry;
        }
    }

    @BeforeEach
    void start() {
        tokens.start();
        tokenUrl = tokens.tokenEndpointUrl(REALM).toString();
        CAMUNDA.stubFor(post(anyUrl()).willReturn(okJson("{\"items\": [], \"page\": {}}")));
    }

    @AfterEach
    void stop() {
        tokens.shutdown();
    }

    @Test
    void shouldFetchATokenOnceAndBringIt() throws ParseException {
        try (CamundaClient client = client("ferry", SECRET)) {
            // when
            WaitingTasks tasks = waitingTasks(client);
            tasks.of(new MigrationId("m1"));
            tasks.of(new MigrationId("m1"));

            // then
            assertThat(SignIn.inWords(client.getConfiguration().getCredentialsProvider()))
                    .isEqualTo("signed in as the client ferry");
            List<String> brought = tokensBrought();
            assertThat(brought).hasSize(2);
            assertThat(Set.copyOf(brought)).hasSize(1);
            JWTClaimsSet claims = SignedJWT.parse(brought.getFirst()).getJWTClaimsSet();
            assertThat(claims.getSubject()).isEqualTo("ferry");
            assertThat(claims.getAudience()).containsExactly("camunda-api");
        }
    }

    @Test
    void shouldFetchAnotherTokenWhenTheFirstHasExpired() {
        // given
        issuer.expiry = 1;
        try (CamundaClient client = client("ferry", SECRET)) {
            WaitingTasks tasks = waitingTasks(client);

            // when, then
            Awaitility.await().untilAsserted(() -> {
                tasks.of(new MigrationId("m1"));
                assertThat(Set.copyOf(tokensBrought())).hasSizeGreaterThan(1);
            });
        }
    }

    @Test
    void shouldFetchAnotherTokenWhenCamundaTakesTheFirstNoMore() {
        // given
        CAMUNDA.stubFor(post(anyUrl())
                .inScenario("revoked")
                .whenScenarioStateIs("Started")
                .willReturn(aResponse().withStatus(401))
                .willSetStateTo("fetched anew"));
        CAMUNDA.stubFor(post(anyUrl())
                .inScenario("revoked")
                .whenScenarioStateIs("fetched anew")
                .willReturn(okJson("{\"items\": [], \"page\": {}}")));
        try (CamundaClient client = client("ferry", SECRET)) {
            // when
            waitingTasks(client).of(new MigrationId("m1"));

            // then
            assertThat(Set.copyOf(tokensBrought())).hasSize(2);
        }
    }

    @Test
    void shouldSayThatTheTokenServerRefusesTheClient() {
        for (String[] wrong : new String[][] {{"ferry", "wrong-marker"}, {"strangers", SECRET}}) {
            try (CamundaClient client = client(wrong[0], wrong[1])) {
                // when, then
                shouldSay(
                        client,
                        "The token server at " + tokenUrl + " refuses the client " + wrong[0] + " (status 401)");
                assertThatThrownBy(() -> waitingTasks(client).of(new MigrationId("m1")))
                        .isInstanceOf(RemoteFailure.class)
                        .hasMessageContaining("camunda.client.auth.client-id")
                        .hasMessageNotContaining("marker");
            }
        }
        CAMUNDA.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void shouldSayThatTheTokenServerDoesNotAnswerAndGoOnWhenItDoes() {
        // given
        int port = URI.create(tokenUrl).getPort();
        tokens.shutdown();
        try (CamundaClient client = client("ferry", SECRET)) {
            // when, then
            shouldSay(client, "The token server at " + tokenUrl + " does not answer: the connection is refused");
            CAMUNDA.verify(0, postRequestedFor(anyUrl()));

            // when
            MockOAuth2Server again = new MockOAuth2Server(
                    new OAuth2Config(false, null, null, false, new OAuth2TokenProvider(), Set.of(issuer)));
            again.start(port);

            // then
            assertThat(waitingTasks(client).of(new MigrationId("m1"))).isEmpty();
            again.shutdown();
        }
    }

    @Test
    void shouldSayThatTheHostOfTheTokenServerIsNotKnown() {
        // given
        tokenUrl = "http://nobody.invalid/token";
        try (CamundaClient client = client("ferry", SECRET)) {
            // when, then
            shouldSay(
                    client, "The token server at " + tokenUrl + " does not answer: the name of its host is not known");
        }
    }

    @Test
    void shouldSayThatTheTokenServerFailsOrIsNone() {
        for (var answer : Map.of(
                        aResponse().withStatus(503), " gives no token (status 503)",
                        okJson("{}"), " gives no token that can be used",
                        aResponse().withBody("<html>"), " gives no token that can be used")
                .entrySet()) {
            // given
            CAMUNDA.stubFor(post("/token").willReturn(answer.getKey()));
            tokenUrl = CAMUNDA.baseUrl() + "/token";
            try (CamundaClient client = client("ferry", SECRET)) {
                // when, then
                shouldSay(client, "The token server at " + tokenUrl + answer.getValue());
            }
        }
    }

    @Test
    void shouldSayThatTokensCannotBeKept() throws IOException {
        // given: where a folder should be, there is a file
        Path cache = Files.createFile(home.resolve("file")).resolve("folder/tokens");
        try (CamundaClient client = client("ferry", SECRET, cache)) {
            // when, then
            assertThatThrownBy(() -> waitingTasks(client).of(new MigrationId("m1")))
                    .isInstanceOf(RemoteFailure.class)
                    .hasMessageStartingWith("The file for Camunda's tokens, " + cache + ", cannot be used.");
        }
    }

    @Test
    void shouldKnowThatNothingHappenedWithoutAToken() {
        // given
        tokens.shutdown();
        try (CamundaClient client = client("ferry", SECRET, home.resolve("tokens"), false)) {
            ProcessEngine engine = new ProcessEngine(
                    client,
                    mock(ModelDeployment.class),
                    new ProcessVariables("http://ferry", "TASKLIST"),
                    mock(FactsOfMigration.class),
                    ProcessTraces.off());

            // when, then
            assertThatThrownBy(() -> engine.start(new MigrationId("m1"), Duration.ofMinutes(15)))
                    .isInstanceOfSatisfying(
                            EngineUnavailable.class,
                            no -> assertThat(no.surelyNothingHappened()).isTrue())
                    .hasMessageStartingWith("The token server at " + tokenUrl + " does not answer");
        }
    }

    private static void shouldSay(CamundaClient client, String expected) {
        Cluster cluster = new Cluster(client, LocalCluster.settings());
        cluster.look();
        assertThat(cluster.trouble()).hasValueSatisfying(why -> assertThat(why).startsWith(expected + ";"));
        assertThatThrownBy(() -> waitingTasks(client).of(new MigrationId("m1")))
                .isInstanceOf(RemoteFailure.class)
                .hasMessageStartingWith(expected + ". ");
    }

    private static List<String> tokensBrought() {
        return CAMUNDA.findAll(postRequestedFor(anyUrl())).stream()
                .map(SignInTest::token)
                .toList();
    }

    private static String token(LoggedRequest request) {
        String header = request.getHeader("Authorization");
        assertThat(header).startsWith("Bearer ");
        return header.substring("Bearer ".length());
    }

    private static WaitingTasks waitingTasks(CamundaClient client) {
        return new WaitingTasks(
                new CamundaSearch(client, LocalCluster.settings()), LocalCluster.links(CAMUNDA.baseUrl()));
    }

    private CamundaClient client(String id, String secret) {
        return client(id, secret, home.resolve("tokens"));
    }

    private CamundaClient client(String id, String secret, Path cache) {
        return client(id, secret, cache, true);
    }

    private CamundaClient client(String id, String secret, Path cache, boolean restOnly) {
        CamundaClientProperties properties = new CamundaClientProperties();
        CamundaClientAuthProperties auth = properties.getAuth();
        auth.setMethod(CamundaClientAuthProperties.AuthMethod.oidc);
        auth.setClientId(id);
        auth.setClientSecret(secret);
        auth.setAudience("camunda-api");
        auth.setTokenUrl(URI.create(tokenUrl));
        auth.setCredentialsCachePath(cache.toString());
        CredentialsProvider starter =
                new CredentialsProviderConfiguration().camundaClientCredentialsProvider(properties);
        return CamundaClient.newClientBuilder()
                .restAddress(URI.create(CAMUNDA.baseUrl()))
                .grpcAddress(URI.create("http://127.0.0.1:" + CAMUNDA.getPort()))
                .preferRestOverGrpc(restOnly)
                .credentialsProvider(new SignIn(starter, auth))
                .build();
    }
}
