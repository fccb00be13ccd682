package io.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who watches the program asks at a port of its own, on this computer only, and learns no more than he must. */
class ManagementPortTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path home;

    private static WholeFerry ferry;

    @BeforeAll
    static void start() {
        ferry = WholeFerry.start(home);
    }

    @AfterAll
    static void stop() {
        ferry.close();
    }

    @Test
    void shouldSayWhetherItIsAliveAndReadyAndNothingMore() throws Exception {
        assertThat(get(ferry.managementPort(), "/actuator/health/liveness").body())
                .isEqualTo("{\"status\":\"UP\"}");
        // No Camunda answers, so its models are not there.
        HttpResponse<String> answer = get(ferry.managementPort(), "/actuator/health/readiness");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).matches("\\{\"status\":\"(DOWN|OUT_OF_SERVICE)\"}");
    }

    @Test
    void shouldTellDetailsAndMetricsToAdministratorsOnly() throws Exception {
        for (String path : List.of("/actuator", "/actuator/health", "/actuator/metrics", "/actuator/info")) {
            assertThat(get(ferry.managementPort(), path).statusCode()).as(path).isEqualTo(401);
        }

        assertThat(asAdministrator("/actuator/health").body()).contains("\"components\"", "\"details\"");
        assertThat(asAdministrator("/actuator/metrics").body()).contains("jvm.memory.used");
    }

    @Test
    void shouldTellPrometheusItsNumbersWithoutASignIn() throws Exception {
        HttpResponse<String> answer = get(ferry.managementPort(), "/actuator/prometheus");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("ferry_migrations{", "jvm_memory_used_bytes{");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/health",
                "/actuator/health/liveness",
                "/actuator/metrics",
                "/actuator/prometheus"
            })
    void shouldTellNothingAtFerrysOwnPort(String path) throws Exception {
        assertThat(get(ferry.port(), path).statusCode()).isIn(401, 403, 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"env", "heapdump", "beans", "loggers", "threaddump", "configprops", "shutdown", "httpexchanges"})
    void shouldOfferNothingThatShowsTheInside(String endpoint) throws Exception {
        assertThat(get(ferry.managementPort(), "/actuator/" + endpoint).statusCode())
                .isIn(401, 403, 404);
    }

    @Test
    void shouldListenOnLoopbackOnly() throws Exception {
        List<InetAddress> others = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();

        assertThat(others).allMatch(address -> !answers(address));
        assertThat(answers(InetAddress.getLoopbackAddress())).isTrue();
    }

    private static boolean answers(InetAddress address) {
        try (Socket socket = new Socket(address, ferry.managementPort())) {
            return socket.isConnected();
        } catch (java.io.IOException refused) {
            return false;
        }
    }

    private static HttpResponse<String> asAdministrator(String path) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(ferry.managementPort(), path));
        ferry.signedIn().forEach(request::header);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI address(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
