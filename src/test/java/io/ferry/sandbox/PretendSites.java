package io.ferry.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ferry.fixtures.TestClock;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.SandboxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A running sandbox with a clock that the test moves, and a client that makes no decision of its own. */
final class PretendSites implements AutoCloseable {
    static final Duration LONG_WORK = Duration.ofMinutes(10);
    static final String APP_KEY = "eu.softwareplant.bigpicture";
    private static final String DC_BASE = "/rest/bigpicture/1.0";
    private static final ObjectMapper JSON = new ObjectMapper();

    final TestClock clock = new TestClock(Instant.parse("2026-03-02T08:00:00Z"));
    final List<Duration> pauses = new ArrayList<>();
    volatile Runnable atEveryPause = () -> {};
    private final HttpClient http = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final SandboxServer server;

    private PretendSites(SandboxOptions options) {
        server = SandboxServer.start(options, clock, duration -> {
            pauses.add(duration);
            atEveryPause.run();
        });
    }

    static PretendSites start() {
        return start(options -> {});
    }

    static PretendSites start(Consumer<SandboxOptions.Builder> change) {
        SandboxOptions.Builder options = SandboxOptions.builder().freePorts().longWork(LONG_WORK);
        change.accept(options);
        return new PretendSites(options.build());
    }

    @Override
    public void close() {
        server.close();
    }

    void reset() {
        atEveryPause = () -> {};
        pauses.clear();
        clock.goBack();
        control("POST", "/control/reset", null);
    }

    URI address(Side side) {
        return server.address(side);
    }

    String organisationId() {
        return server.organisationId();
    }

    void passLongWork() {
        clock.pass(LONG_WORK);
    }

    /** An answer of a site. */
    record Answer(int status, String text, HttpResponse<byte[]> response) {
        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String cookie(String name) {
            return response.headers().allValues("Set-Cookie").stream()
                    .filter(cookie -> cookie.startsWith(name + "="))
                    .map(cookie -> cookie.substring(name.length() + 1, cookie.indexOf(';')))
                    .findFirst()
                    .orElse("");
        }
    }

    Answer send(Side side, String method, String path, byte @Nullable [] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(side).resolve(path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .timeout(Duration.ofSeconds(30));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Answer json(Side side, String method, String path, @Nullable String body, String authorization) {
        byte[] bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
        return send(side, method, path, bytes, "Authorization", authorization, "Content-Type", "application/json");
    }

    Answer dataCenter(String path) {
        return json(Side.JIRA_DATA_CENTER, "GET", path, null, basic("admin", "sandbox-dc"));
    }

    Answer form(String path, String cookies, String... fields) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            body.append(i == 0 ? "" : "&").append(encode(fields[i])).append('=').append(encode(fields[i + 1]));
        }
        return send(
                Side.JIRA_DATA_CENTER,
                "POST",
                path,
                body.toString().getBytes(StandardCharsets.UTF_8),
                "Cookie",
                cookies,
                "X-Atlassian-Token",
                "no-check",
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    Answer signIn(String password) {
        return send(
                Side.JIRA_DATA_CENTER,
                "POST",
                "/rest/auth/1/session",
                ("{\"username\":\"admin\",\"password\":\"" + password + "\"}").getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/json");
    }

    Answer cloud(String path) {
        return cloud("GET", path, null);
    }

    Answer cloud(String method, String path, @Nullable String body) {
        return json(Side.JIRA_CLOUD, method, path, body, basic("admin@cloud.example.com", "sandbox-cloud"));
    }

    Answer cloudFile(String path, byte[] body) {
        return send(
                Side.JIRA_CLOUD,
                "POST",
                path,
                body,
                "Authorization",
                basic("admin@cloud.example.com", "sandbox-cloud"),
                "Content-Type",
                "application/octet-stream");
    }

    /** Calls the app on Data Center. */
    Answer source(String method, String path, @Nullable String body) {
        return json(Side.JIRA_DATA_CENTER, method, DC_BASE + path, body, "Bearer sandbox-bigpicture-dc");
    }

    /** Calls the app in Cloud, at its first location. */
    Answer target(String method, String path, @Nullable String body) {
        return json(
                Side.BIGPICTURE_CLOUD,
                method,
                "/bigpicture/jiracloud/101/rest" + path,
                body,
                "Bearer sandbox-bigpicture-cloud");
    }

    Answer targetFile(String path, byte[] body) {
        return send(
                Side.BIGPICTURE_CLOUD,
                "POST",
                "/bigpicture/jiracloud/101/rest" + path,
                body,
                "Authorization",
                "Bearer sandbox-bigpicture-cloud",
                "Content-Type",
                "application/octet-stream");
    }

    Answer control(String method, String path, @Nullable String body) {
        return json(Side.CONTROL, method, path, body, "none");
    }

    void fault(String name, String parameters) {
        Answer answer = control("PUT", "/control/faults/" + name, parameters);
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.text());
        }
    }

    JsonNode state() {
        return control("GET", "/control/state", null).json();
    }

    /** Makes a dump on Data Center and downloads it. */
    byte[] dump() {
        source("POST", "/assumed/dumps", "{\"description\":\"a dump\"}");
        passLongWork();
        source("GET", "/assumed/dumps", null);
        String id =
                source("GET", "/assumed/dumps", null).json().get(0).get("id").asText();
        return source("GET", "/assumed/dumps/" + id + "/file", null).response().body();
    }

    /** Installs the app in the cloud site. */
    void installApp() {
        String token = cloud("/rest/plugins/1.0/").header("upm-token");
        send(
                Side.JIRA_CLOUD,
                "POST",
                "/rest/plugins/1.0/apps/install-subscribe?addonKey=" + APP_KEY + "&token=" + token,
                null,
                "Authorization",
                basic("admin@cloud.example.com", "sandbox-cloud"),
                "Content-Type",
                "application/vnd.atl.plugins.remote.install+json");
        passLongWork();
    }

    /** Uploads a dump of Data Center to Cloud; gives its id there. */
    String uploadDumpOfSource() {
        return targetFile("/assumed/dumps/import?fileName=a.dump", dump())
                .json()
                .get("id")
                .asText();
    }

    List<String> userKeys() {
        return dataCenter("/rest/api/2/user/search?username=.&includeInactive=true&maxResults=1000")
                .json()
                .findValuesAsText("key");
    }

    /** People of the cloud site, as many as asked for; created where there are too few. */
    List<String> accountIds(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(cloud(
                            "POST",
                            "/rest/api/3/user",
                            "{\"emailAddress\":\"someone" + i + "@example.com\",\"products\":[]}")
                    .json()
                    .get("accountId")
                    .asText());
        }
        return ids;
    }

    /** Starts a restore with everybody mapped; gives its id. */
    String startRestore(String dumpId) {
        List<String> keys = userKeys();
        String order = order("RESTORE", true, mapping(keys, accountIds(keys.size())), false);
        return target("POST", "/assumed/dumps/" + dumpId + "/restore", order)
                .json()
                .get("restoreId")
                .asText();
    }

    void restoreDumpOfSource() {
        startRestore(uploadDumpOfSource());
        passLongWork();
    }

    static String order(String word, boolean done, String mapping, boolean acceptUnmapped) {
        return "{\"strategy\":\"ON_PREMISES_TO_CLOUD\",\"confirmation\":\"" + word + "\",\"allActionsDone\":" + done
                + ",\"acceptUnmapped\":" + acceptUnmapped + ",\"userMapping\":" + mapping + "}";
    }

    static String basic(String name, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static String mapping(List<String> userKeys, List<String> accountIds) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < userKeys.size(); i++) {
            pairs.add("{\"sourceUserKey\":\"" + userKeys.get(i) + "\",\"targetAccountId\":\"" + accountIds.get(i)
                    + "\"}");
        }
        return "[" + String.join(",", pairs) + "]";
    }

    static String cookies(String... pairs) {
        return Arrays.stream(pairs).collect(Collectors.joining("; "));
    }
}
