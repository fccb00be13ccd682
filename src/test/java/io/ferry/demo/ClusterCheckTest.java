package io.ferry.demo;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.BasicCredentials;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.ferry.fixtures.StubServer;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterCheckTest {
    @RegisterExtension
    static final WireMockExtension CAMUNDA = StubServer.onAFreePort();

    @ParameterizedTest
    @ValueSource(strings = {"8.8.0", "8.8.21", "8.9.0-alpha1", "8.10.1", "9.0.0", "8.9.0-SNAPSHOT"})
    void shouldAcceptTodaysCamunda(String version) throws Exception {
        topology(okJson("{\"gatewayVersion\":\"" + version + "\"}"));

        assertThat(ClusterCheck.obstacle(cluster(null))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.6.0", "8.7.3", "7.22.0"})
    void shouldRefuseAnOldOne(String version) throws Exception {
        topology(okJson("{\"gatewayVersion\":\"" + version + "\"}"));

        assertThat(ClusterCheck.obstacle(cluster(null)).orElseThrow())
                .contains("is version " + version)
                .contains("8.8 or newer");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{}", "[]", "<html></html>", "{\"gatewayVersion\":\"unknown\"}"})
    void shouldRefuseWhatNamesNoVersion(String answer) throws Exception {
        topology(aResponse().withStatus(200).withBody(answer));

        assertThat(ClusterCheck.obstacle(cluster(null)).orElseThrow()).contains("names no version");
    }

    @Test
    void shouldAskForASignInWhereOneIsNeeded() throws Exception {
        topology(aResponse().withStatus(401));

        assertThat(ClusterCheck.obstacle(cluster(null)).orElseThrow())
                .contains("--user")
                .contains("--password");
    }

    @Test
    void shouldSayWhoWasNotLetIn() throws Exception {
        topology(aResponse().withStatus(401));

        assertThat(ClusterCheck.obstacle(cluster(new Cluster.SignIn("ann", "wrong-password")))
                        .orElseThrow())
                .contains("user ann")
                .doesNotContain("wrong-password");
    }

    @Test
    void shouldSignIn() throws Exception {
        topology(okJson("{\"gatewayVersion\":\"8.8.14\"}"));

        assertThat(ClusterCheck.obstacle(cluster(new Cluster.SignIn("ann", "secret"))))
                .isEmpty();
        CAMUNDA.verify(
                getRequestedFor(urlEqualTo("/v2/topology")).withBasicAuth(new BasicCredentials("ann", "secret")));
    }

    @Test
    void shouldRefuseWhatIsNoCamunda() throws Exception {
        topology(aResponse().withStatus(404));

        assertThat(ClusterCheck.obstacle(cluster(null)).orElseThrow()).contains("HTTP 404");
    }

    @Test
    void shouldSayThatNobodyAnswers() throws Exception {
        URI nobody = EnginePorts.free().webAddress();

        assertThat(ClusterCheck.obstacle(Cluster.running(nobody, null, null)).orElseThrow())
                .contains("no Camunda answers at " + nobody);
    }

    @Test
    void shouldSayThatGrpcIsElsewhere() throws Exception {
        topology(okJson("{\"gatewayVersion\":\"8.8.14\"}"));
        URI nobody = EnginePorts.free().grpcAddress();

        assertThat(ClusterCheck.obstacle(Cluster.running(URI.create(CAMUNDA.baseUrl()), nobody, null))
                        .orElseThrow())
                .contains(nobody.toString())
                .contains("--grpc");
    }

    @Test
    void shouldExpectGrpcAtTheUsualPortOfTheSameHost() {
        Cluster cluster = Cluster.running(URI.create("https://camunda.example/base/"), null, null);

        assertThat(cluster.grpc()).isEqualTo(URI.create("https://camunda.example:26500"));
        assertThat(cluster.tasklist()).isEqualTo(URI.create("https://camunda.example/base/tasklist"));
    }

    @Test
    void shouldKeepThePasswordOffTheCommandLine() {
        Cluster cluster = Cluster.running(
                URI.create("http://localhost:8080"), null, new Cluster.SignIn("ann", "secret-password"));

        assertThat(cluster.settings()).noneMatch(setting -> setting.contains("secret-password"));
        assertThat(cluster.settings()).contains("--camunda.client.auth.method=basic");
        assertThat(cluster.environment()).containsEntry("CAMUNDA_CLIENT_AUTH_PASSWORD", "secret-password");
        assertThat(cluster.toString()).doesNotContain("secret-password");
    }

    private static void topology(ResponseDefinitionBuilder answer) {
        CAMUNDA.stubFor(get(urlEqualTo("/v2/topology")).willReturn(answer));
    }

    /** Its gRPC port is that of the pretend server, which is open. */
    private static Cluster cluster(Cluster.@Nullable SignIn signIn) {
        return Cluster.running(URI.create(CAMUNDA.baseUrl()), URI.create(CAMUNDA.baseUrl()), signIn);
    }
}
