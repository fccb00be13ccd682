package io.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.Outcome;
import io.ferry.users.SourcePerson;
import io.ferry.users.TargetAccount;
import io.ferry.users.UserMatching;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sends very many requests that fit the interface's own description, nearly fit it, or do not: {@code src/bench/api-fuzz.sh}.
 * Half of them are signed in. None may make Ferry fail, tell its inside, or keep memory. The same seed sends the same.
 */
final class ApiFuzz {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NEW_MIGRATION_EVERY = 500;
    private static final int AT_ONCE = 20;

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "a",
            "0",
            "-1",
            "null",
            "true",
            "1e999",
            "9223372036854775808",
            "../../etc/passwd",
            "..%2f",
            "\u0000",
            "\u001B[2J",
            "\uD83D\uDE80",
            "\u202E",
            "\uD800",
            "' or 1=1 --",
            "\"; drop table migration; --",
            "%",
            "_",
            "\\",
            "<x-hostile>",
            "${jndi:ldap://127.0.0.1:1/a}",
            "{{7*7}}",
            "a\r\nX-Evil: 1",
            "http://127.0.0.1:1",
            "https://example.atlassian.net",
            "file:/etc/passwd",
            "env:HOME",
            "env:SOURCE",
            "s3://bucket/key",
            "P1D",
            "PT-1S",
            "P999999999D",
            "2027-02-30",
            "+999999999-12-31",
            "BIGPICTURE",
            "AUTOMATIC",
            "whole",
            "verify",
            "a".repeat(300),
            "a".repeat(4_900),
            "a".repeat(6_000));

    /** A site that a credential is declared for, on this machine and with nobody there: what looks at sites gets that far. */
    private static final String SITE = "http://127.0.0.1:1";

    private static final String CREDENTIAL = "fuzz";
    private static final String[] SETTINGS = {
        "--logging.level.io.ferry=error",
        "--ferry.credentials." + CREDENTIAL + ".source=env:PATH",
        "--ferry.credentials." + CREDENTIAL + ".hosts=127.0.0.1:*",
        "--ferry.remote.allowed-addresses=127.0.0.1",
        "--ferry.connection-test.per-minute=1000"
    };

    /** Pages' scripts, and what Spring Security's filters answer, which no list of endpoints names. */
    private static final List<String> FILTERS = List.of(
            "/sign-in",
            "/sign-out",
            "/login/oauth2/code/ferry",
            "/oauth2/authorization/ferry",
            "/pages/api.js",
            "/logout");

    /** What no answer may hold: names of classes, traces, the database's language, and settings. */
    private static final Pattern INSIDE =
            Pattern.compile("io\\.ferry\\.[a-z]+\\.|java\\.(?:lang|util|io|sql|net)\\.|org\\.(?:spring|h2|hib|apache)"
                    + "|\\bat [a-z]+\\.[a-z.]+\\(|[A-Za-z]Exception\\b|jdbc:|(?:select|SELECT) .{1,200}? (?:from|FROM) "
                    + "|(?i:insert into )[a-z\"]+ |(?:update|UPDATE) [a-z\"_]+ (?:set|SET) |stackTrace");

    private final WholeFerry ferry;
    private final Path home;
    private final Random random;
    private final HttpClient http = HttpClient.newHttpClient();
    private final OpenAPI description;
    private final List<Map.Entry<String, PathItem>> paths;
    private final List<Endpoints.Endpoint> endpoints;
    private final String key;
    private final Map<String, Boolean> succeeded = new TreeMap<>();
    private MigrationId id;

    /**
     * What came of it.
     *
     * @param neverSucceeded endpoints that gave no answer under 400 to who was signed in
     */
    record Figures(
            Map<String, Long> statuses,
            long engineAway,
            List<String> wrong,
            List<Long> heap,
            long endpoints,
            List<String> neverSucceeded) {}

    /** A request to an endpoint. */
    private record Asked(String endpoint, HttpRequest.Builder request) {}

    /** A Ferry to send requests to, with a site that may be looked at. */
    static WholeFerry ferry(Path home) {
        return WholeFerry.start(home, SETTINGS);
    }

    ApiFuzz(WholeFerry ferry, Path home, long seed) throws Exception {
        this.ferry = ferry;
        this.home = home;
        this.random = new Random(seed);
        ParseOptions whole = new ParseOptions();
        whole.setResolve(true);
        whole.setResolveFully(true);
        this.description = new OpenAPIV3Parser()
                .readContents(
                        http.send(
                                        ferry.request("/v3/api-docs").build(),
                                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                                .body(),
                        null,
                        whole)
                .getOpenAPI();
        this.paths = List.copyOf(description.getPaths().entrySet());
        this.endpoints = Endpoints.of(ferry);
        this.key = ferry.key();
        this.id = migration(0);
    }

    /**
     * Runs.
     *
     * @param arguments how many requests, the seed (or nothing), and a folder for Ferry's files
     */
    public static void main(String... arguments) throws Exception {
        long requests = Long.parseLong(arguments[0]);
        long seed = arguments[1].isEmpty() ? System.nanoTime() : Long.parseLong(arguments[1]);
        Path home = Path.of(arguments[2]);
        long began = System.nanoTime();
        try (WholeFerry ferry = ferry(home)) {
            System.out.printf(Locale.ROOT, "seed %d, %,d requests, Java %s%n", seed, requests, Runtime.version());
            Figures figures = new ApiFuzz(ferry, home, seed).run(requests);
            System.out.printf(
                    Locale.ROOT,
                    "took %d s%n",
                    Duration.ofNanos(System.nanoTime() - began).toSeconds());
            figures.statuses().forEach((status, count) -> System.out.printf(Locale.ROOT, "%s  %,7d%n", status, count));
            System.out.printf(Locale.ROOT, "503 because no Camunda is there: %,d%n", figures.engineAway());
            System.out.println("heap after a collection, in MB: " + figures.heap());
            System.out.printf(
                    Locale.ROOT, "%d endpoints; without success: %s%n", figures.endpoints(), figures.neverSucceeded());
            figures.wrong().forEach(System.out::println);
            System.out.println(figures.wrong().isEmpty() ? "nothing failed, nothing leaked" : "FAILED");
            if (!figures.wrong().isEmpty()) {
                System.exit(1);
            }
        }
        System.exit(0);
    }

    Figures run(long requests) throws Exception {
        Map<String, Long> statuses = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        List<Long> heap = new ArrayList<>();
        long engineAway = 0;
        for (long i = 0; i < requests && wrong.size() < 20; i += AT_ONCE) {
            if (i % NEW_MIGRATION_EVERY < AT_ONCE) {
                id = migration(i);
            }
            if (i % Math.max(1, requests / 10) < AT_ONCE) {
                heap.add(usedMegabytes());
            }
            List<Asked> asked = Stream.generate(this::asked)
                    .limit(Math.min(AT_ONCE, requests - i))
                    .toList();
            List<HttpRequest> sent = asked.stream().map(this::request).toList();
            List<CompletableFuture<HttpResponse<String>>> answers = sent.stream()
                    .map(request -> http.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
                    .toList();
            for (int n = 0; n < sent.size(); n++) {
                HttpResponse<String> answer;
                try {
                    answer = answers.get(n).join();
                } catch (CompletionException brokenOff) {
                    // A refusal before the whole body came.
                    statuses.merge("---", 1L, Long::sum);
                    continue;
                }
                engineAway += look(sent.get(n), answer, statuses, wrong) ? 1 : 0;
                if (sent.get(n).headers().firstValue("Authorization").isPresent()) {
                    succeeded.merge(asked.get(n).endpoint(), answer.statusCode() < 400, Boolean::logicalOr);
                }
            }
        }
        heap.add(usedMegabytes());
        return new Figures(
                statuses,
                engineAway,
                wrong,
                heap,
                succeeded.size(),
                succeeded.entrySet().stream()
                        .filter(endpoint -> !endpoint.getValue())
                        .map(Map.Entry::getKey)
                        .toList());
    }

    /** Whether the answer is that no Camunda is there. */
    private boolean look(
            HttpRequest request, HttpResponse<String> answer, Map<String, Long> statuses, List<String> wrong) {
        int status = answer.statusCode();
        String signedIn = request.headers().firstValue("Authorization").isPresent() ? " signed in" : " not signed in";
        statuses.merge(status + signedIn, 1L, Long::sum);
        boolean away = status == 503 && answer.body().contains("urn:ferry:problem:engine-unavailable");
        if (status >= 500 && !away) {
            wrong.add(status + " to " + told(request) + ": " + answer.body());
        }
        String leak = leak(answer);
        if (leak != null && !request.uri().getPath().startsWith("/v3/api-docs")) {
            wrong.add("“" + leak + "” in the answer " + status + " to " + told(request));
        }
        return away;
    }

    private @Nullable String leak(HttpResponse<String> answer) {
        // The folder for uploads is told to those who may put files there.
        String told = (answer.headers().map() + "\n" + answer.body())
                .replace(home.resolve("inbox").toString(), "");
        var inside = INSIDE.matcher(told);
        if (inside.find()) {
            return inside.group();
        }
        return Stream.of(home.toString(), key)
                .filter(told::contains)
                .findFirst()
                .orElse(null);
    }

    private static String told(HttpRequest request) {
        String told = request.method() + " " + request.uri();
        return told.length() > 300 ? told.substring(0, 300) + "…" : told;
    }

    private static long usedMegabytes() {
        System.gc();
        return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20;
    }

    private Asked asked() {
        return isOneOf(8) ? hidden() : described();
    }

    private HttpRequest request(Asked asked) {
        HttpRequest.Builder request = asked.request();
        if (random.nextBoolean()) {
            request.header("Authorization", "Bearer " + key);
        }
        if (isOneOf(20)) {
            request.header("Accept", pick(List.of("text/html", "application/xml", "*/*;q=0", "text/csv", "nonsense")));
        }
        if (isOneOf(30)) {
            request.header("Range", pick(List.of("bytes=0-", "bytes=-1", "bytes=9-1", "bytes=0-0,1-1", "lines=1-2")));
        }
        if (isOneOf(40)) {
            request.header("Cookie", pick(List.of("ferry-session=x", "JSESSIONID=../..", "a=b; a=c; \"", "=")));
        }
        return request.timeout(Duration.ofSeconds(60)).build();
    }

    private Asked described() {
        Map.Entry<String, PathItem> path = pick(paths);
        Map.Entry<PathItem.HttpMethod, Operation> operation =
                pick(List.copyOf(path.getValue().readOperationsMap().entrySet()));
        StringBuilder address = new StringBuilder(filled(path.getKey()));
        String separator = "?";
        List<Parameter> parameters = operation.getValue().getParameters();
        for (Parameter parameter : parameters == null ? List.<Parameter>of() : parameters) {
            if ("query".equals(parameter.getIn()) && random.nextBoolean()) {
                address.append(separator)
                        .append(parameter.getName())
                        .append('=')
                        .append(encoded(text(value(parameter.getSchema(), 0))));
                separator = "&";
            }
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(address(address.toString()));
        String method = isOneOf(12)
                ? pick(List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "PROPFIND"))
                : operation.getKey().name();
        Content content = operation.getValue().getRequestBody() == null
                ? null
                : operation.getValue().getRequestBody().getContent();
        String endpoint = operation.getKey() + " " + path.getKey();
        if (content == null) {
            return new Asked(endpoint, request.method(method, BodyPublishers.noBody()));
        }
        var body = pick(List.copyOf(content.entrySet()));
        return new Asked(
                endpoint,
                request.header("Content-Type", isOneOf(12) ? "text/plain" : body.getKey())
                        .method(
                                method,
                                BodyPublishers.ofString(written(body.getValue().getSchema()))));
    }

    /** What the description does not tell: pages, and the protocol for files. */
    private Asked hidden() {
        if (isOneOf(8)) {
            String path = pick(FILTERS);
            return new Asked(
                    "GET or POST " + path,
                    HttpRequest.newBuilder(address(isOneOf(2) ? path : path + "?token=" + encoded(pick(TEXTS))))
                            .method(pick(List.of("GET", "POST")), BodyPublishers.noBody()));
        }
        Endpoints.Endpoint endpoint = pick(endpoints);
        String path = filled(endpoint.pattern());
        return new Asked(
                endpoint.toString(),
                HttpRequest.newBuilder(address(isOneOf(3) ? path + "?" + query() : path))
                        .header("Tus-Resumable", isOneOf(6) ? clean(pick(TEXTS)) : "1.0.0")
                        .header("Upload-Length", isOneOf(3) ? clean(pick(TEXTS)) : "10")
                        .header("Upload-Offset", isOneOf(3) ? clean(pick(TEXTS)) : "0")
                        .header("Upload-Metadata", isOneOf(3) ? clean(pick(TEXTS)) : "filename YQ==,mark YQ==")
                        .header(
                                "Content-Type",
                                pick(List.of(
                                        "application/offset+octet-stream",
                                        "application/json",
                                        "text/csv",
                                        "text/html")))
                        .method(
                                endpoint.method().name(),
                                BodyPublishers.ofString(isOneOf(3) ? pick(TEXTS) : "0123456789")));
    }

    private String query() {
        return pick(List.of("page", "everything", "show", "q", "rule", "point", "finding", "addresses", "replace"))
                + "=" + encoded(pick(TEXTS));
    }

    private String filled(String pattern) {
        String path = isOneOf(10) ? pattern.replace("{id}", encoded(pick(TEXTS))) : pattern;
        if (isOneOf(6)) {
            path = path.replaceAll(
                    "\\{(?:side|phase|kind|upload|point|file)[^}/]*}",
                    encoded(pick(TEXTS)).replace("\\", "").replace("$", ""));
        }
        return Endpoints.fill(path, id);
    }

    private URI address(String path) {
        try {
            return ferry.address(path);
        } catch (IllegalArgumentException noAddress) {
            return ferry.address("/api/migrations/" + id);
        }
    }

    /** A body that is what the schema says, nearly, or not at all. */
    private String written(@Nullable Schema<?> schema) {
        if (isOneOf(15)) {
            return pick(List.of(
                    "", "{", "[]", "null", "\"a\"", "1", "{\"a\":".repeat(50), "{\"a\": NaN}", "\u0000", pick(TEXTS)));
        }
        JsonNode body = value(schema, 0);
        String text = body.isTextual() ? body.textValue() : body.toString();
        return isOneOf(15) && !text.isEmpty() ? text.substring(0, random.nextInt(text.length())) : text;
    }

    private JsonNode value(@Nullable Schema<?> schema, int depth) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        String type = schema == null || isOneOf(15) || depth > 4
                ? pick(List.of("string", "integer", "boolean", "null", "array", "object"))
                : String.valueOf(
                        schema.getType() != null
                                ? schema.getType()
                                : schema.getTypes() == null || schema.getTypes().isEmpty()
                                        ? "object"
                                        : schema.getTypes().iterator().next());
        return switch (type) {
            case "string" ->
                schema != null && schema.getEnum() != null && !isOneOf(4)
                        ? json.textNode(String.valueOf(pick(schema.getEnum())))
                        : json.textNode(pick(TEXTS));
            case "integer" ->
                switch (random.nextInt(6)) {
                    case 0 -> json.numberNode(Long.MAX_VALUE);
                    case 1 -> json.numberNode(-1);
                    case 2 -> json.numberNode(Integer.MAX_VALUE);
                    case 3 -> json.numberNode(0);
                    default -> json.numberNode(random.nextInt(200));
                };
            case "number" -> json.numberNode(isOneOf(4) ? -1e308 : random.nextDouble() * 200);
            case "boolean" -> json.booleanNode(random.nextBoolean());
            case "array" -> json.arrayNode().add(value(schema == null ? null : schema.getItems(), depth + 1));
            case "null" -> json.nullNode();
            default -> object(schema, depth);
        };
    }

    private ObjectNode object(@Nullable Schema<?> schema, int depth) {
        ObjectNode object = JSON.createObjectNode();
        if (schema != null && schema.getProperties() != null) {
            schema.getProperties().forEach((name, property) -> {
                if (!isOneOf(3)) {
                    object.set(
                            name,
                            isOneOf(3)
                                    ? value((Schema<?>) property, depth + 1)
                                    : likely(name, (Schema<?>) property, depth));
                }
            });
        }
        if (isOneOf(10)) {
            object.set(pick(TEXTS), value(null, depth + 1));
        }
        return object;
    }

    /** What is right for a property that no text made up can be right for. */
    private JsonNode likely(String name, Schema<?> property, int depth) {
        return switch (name) {
            case "url" -> JsonNodeFactory.instance.textNode(SITE);
            case "credential", "bigPictureCredential" -> JsonNodeFactory.instance.textNode(CREDENTIAL);
            case "side" -> JsonNodeFactory.instance.textNode(pick(List.of("source", "target")));
            case "userKey" -> JsonNodeFactory.instance.textNode("k" + random.nextInt(20));
            case "userKeys" -> JsonNodeFactory.instance.arrayNode().add("k" + random.nextInt(20));
            default -> value(property, depth + 1);
        };
    }

    private MigrationId migration(long number) {
        MigrationId made = ReportWeb.registered(ferry.server(), "Fuzz " + number, isOneOf(2))
                .id();
        UserMatching matching = ferry.part(UserMatching.class);
        matching.putPeople(
                made,
                IntStream.range(0, 20)
                        .mapToObj(i -> new SourcePerson(
                                "k" + i, "u" + i, "Person " + i, "p" + i + "@acme.test", i % 3 != 0, false))
                        .toList());
        matching.putAccounts(
                made,
                IntStream.range(0, 15)
                        .mapToObj(i -> new TargetAccount(
                                "712020:" + i,
                                "Person " + i,
                                "p" + i + "@acme.test",
                                true,
                                TargetAccount.Kind.PERSON,
                                TargetAccount.Source.JIRA_CLOUD))
                        .toList());
        matching.match(made);
        if (number % 1000 == 0) {
            ferry.part(Migrations.class).recordOutcome(made, Outcome.MIGRATED);
        }
        return made;
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What the test's own client lets into a header. */
    private static String clean(String text) {
        return text.replaceAll("[^ -~]", "?");
    }

    private boolean isOneOf(int n) {
        return random.nextInt(n) == 0;
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
