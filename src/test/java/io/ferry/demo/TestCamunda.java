package io.ferry.demo;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The Camunda of the end-to-end tests: the local engine, which each demonstration starts for itself, or a {@link TestCluster}. */
final class TestCamunda {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 200;

    private TestCamunda() {}

    /** Skips a test, with a message, where it can have neither. */
    static void isNeeded() {
        assumeTrue(
                isCluster() || EngineInstallation.of(System.getenv()).isSetUp(),
                "The local engine is not set up (bash src/localengine/setup.sh): end-to-end tests are skipped");
    }

    /** Skips a test, with a message, that makes sense with a real cluster only. */
    static void mustBeACluster() {
        assumeTrue(isCluster(), "FERRY_TEST_CAMUNDA names no Camunda: what needs a real cluster is skipped");
    }

    /** Skips a test, with a message, that is about the local engine. */
    static void mustBeTheLocalEngine() {
        assumeTrue(!isCluster(), "FERRY_TEST_CAMUNDA names a Camunda: what is about the local engine is skipped");
        isNeeded();
    }

    private static boolean isCluster() {
        return TestCluster.named().isPresent();
    }

    static DemoSettings demo(@Nullable Path backup, DemoMode mode, Duration timeout) throws IOException {
        return new DemoSettings(
                backup,
                mode,
                timeout,
                freePorts(),
                TestCluster.named().map(TestCluster::cluster).orElse(null));
    }

    /** Ports that nobody listens on. */
    static DemoPorts freePorts() throws IOException {
        try (ServerSocket ferry = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket management = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new DemoPorts(ferry.getLocalPort(), management.getLocalPort(), fourInARow(), EnginePorts.free());
        }
    }

    /**
     * All that Camunda holds of what ran: of the local engine everything that it has ever recorded, of a cluster everything
     * that its searches find.
     */
    static String everythingIn(DemoSettings settings) throws IOException, InterruptedException {
        Cluster cluster = settings.cluster();
        if (settings.running() == null) {
            return send(cluster, request(cluster, "/records").GET());
        }
        StringBuilder everything = new StringBuilder();
        for (String kind : List.of("process-instances", "element-instances", "user-tasks", "incidents", "variables")) {
            String after = null;
            JsonNode items;
            do {
                ObjectNode search = JSON.createObjectNode();
                ObjectNode page = search.putObject("page").put("limit", PAGE);
                if (after != null) {
                    page.put("after", after);
                }
                JsonNode found = JSON.readTree(send(
                        cluster,
                        request(cluster, "/v2/" + kind + "/search")
                                .POST(HttpRequest.BodyPublishers.ofString(search.toString()))));
                items = found.path("items");
                for (JsonNode item : items) {
                    everything.append(item).append('\n');
                    if (item.path("isTruncated").asBoolean()) {
                        String variable = item.path("variableKey").asText();
                        everything.append(send(
                                cluster,
                                request(cluster, "/v2/variables/" + variable).GET()));
                    }
                }
                after = found.path("page").path("endCursor").asText(null);
            } while (items.size() == PAGE);
        }
        return everything.toString();
    }

    /**
     * The process instances that a search finds, whether they have ended or not; of the local engine all of them.
     *
     * @param filter as Camunda's search takes it
     */
    static List<JsonNode> instances(Cluster cluster, ObjectNode filter) throws IOException, InterruptedException {
        ObjectNode search = JSON.createObjectNode();
        search.set("filter", filter);
        search.putObject("page").put("limit", PAGE);
        return JSON.readTree(send(
                        cluster,
                        request(cluster, "/v2/process-instances/search")
                                .POST(HttpRequest.BodyPublishers.ofString(search.toString()))))
                .path("items")
                .valueStream()
                .toList();
    }

    private static HttpRequest.Builder request(Cluster cluster, String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(cluster.at(path)).header("Content-Type", "application/json");
        cluster.authorization().ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private static String send(Cluster cluster, HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(cluster.rest() + " answered " + answer.statusCode());
            }
            return answer.body();
        }
    }

    private static int fourInARow() {
        while (true) {
            int first = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            if (IntStream.range(0, 4).allMatch(offset -> isFree(first + offset))) {
                return first;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
