package io.ferry.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ferry.base.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at a running Camunda before a demonstration starts anything: is it there, is it new enough, does it let us in? */
final class ClusterCheck {
    private static final ObjectMapper JSON = Json.MAPPER;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Pattern VERSION = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\..*");
    private static final int OLDEST_MAJOR = 8;
    private static final int OLDEST_MINOR = 8;

    private ClusterCheck() {}

    /**
     * Asks the cluster for its topology, and whether its gRPC port is open.
     *
     * @param cluster the cluster that somebody named
     * @return what stands in the way, in a sentence; empty if nothing does
     */
    static Optional<String> obstacle(Cluster cluster) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(cluster.at("/v2/topology"))
                .timeout(PATIENCE)
                .header("Accept", "application/json");
        cluster.authorization().ifPresent(value -> request.header("Authorization", value));
        HttpResponse<String> answer;
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException unreachable) {
            return Optional.of("no Camunda answers at " + cluster.rest()
                    + ". Is it running, and is the address that of its REST interface, without /v2?");
        }
        return switch (answer.statusCode()) {
            case 200 -> version(cluster, answer.body()).or(() -> grpc(cluster));
            case 401, 403 ->
                Optional.of(
                        cluster.signIn() == null
                                ? "the Camunda at " + cluster.rest()
                                        + " wants a sign-in: name the user with --user, and --password."
                                : "the Camunda at " + cluster.rest() + " does not accept the user " + cluster.user()
                                        + " with this password (HTTP " + answer.statusCode() + ").");
            default ->
                Optional.of("what answers at " + cluster.rest() + " is no Camunda 8.8 or newer: HTTP "
                        + answer.statusCode() + " to GET /v2/topology.");
        };
    }

    private static Optional<String> version(Cluster cluster, String topology) {
        String version = "";
        try {
            JsonNode answer = JSON.readTree(topology);
            version = answer.path("gatewayVersion").asText();
        } catch (JsonProcessingException somethingElse) {
            // The empty version says it.
        }
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.matches()) {
            return Optional.of("what answers at " + cluster.rest()
                    + " is no Camunda 8.8 or newer: it names no version in /v2/topology.");
        }
        int major = Integer.parseInt(numbers.group(1));
        int minor = Integer.parseInt(numbers.group(2));
        return major > OLDEST_MAJOR || major == OLDEST_MAJOR && minor >= OLDEST_MINOR
                ? Optional.empty()
                : Optional.of(
                        "the Camunda at " + cluster.rest() + " is version " + version + ". Ferry needs 8.8 or newer.");
    }

    private static Optional<String> grpc(Cluster cluster) {
        int port = cluster.grpc().getPort();
        int usual = "https".equals(cluster.grpc().getScheme()) ? 443 : 80;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(cluster.grpc().getHost(), port < 0 ? usual : port), (int)
                    PATIENCE.toMillis());
            return Optional.empty();
        } catch (IOException closed) {
            return Optional.of("nothing answers at " + cluster.grpc()
                    + ", where Camunda's gRPC is expected. Name its address with --grpc.");
        }
    }
}
