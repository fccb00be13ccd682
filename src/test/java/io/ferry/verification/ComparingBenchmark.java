package io.ferry.verification;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ferry.bigpicture.BigPictures;
import io.ferry.jira.cloud.JiraClouds;
import io.ferry.jira.datacenter.JiraDataCenters;
import io.ferry.remote.Site;
import io.ferry.remote.Wired;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How long it takes to look at two large sites and to compare them: {@code src/bench/comparing.sh}. No test: it needs a quiet
 * machine. The sites are stubs in the same program that answer at once; what is measured is Ferry.
 */
final class ComparingBenchmark {
    private static final int PROJECTS = 2_000;
    private static final int ISSUES_OF_A_PROJECT = 500;
    private static final int PEOPLE = 200_000;
    private static final int BOXES = 10_000;
    private static final int FILTERS = 5_000;
    private static final int BOARDS = 2_000;
    private static final int DRAWN = 200;
    private static final String TIME = "2024-06-10 06:13:20.0";
    private static final Pattern FROM = Pattern.compile("(?:cursor|startAt)=(\\d+)");

    private ComparingBenchmark() {}

    /** Measures, and fails when it takes longer than a minute. */
    public static void main(String... arguments) throws Exception {
        System.out.printf(
                "Java %s, %d processors, heap of %d MB%n",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20);
        HttpServer stub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        stub.createContext("/", ComparingBenchmark::answer);
        stub.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        stub.start();
        URI address = URI.create("http://127.0.0.1:" + stub.getAddress().getPort());
        try (Wired wired = Wired.in(
                Files.createTempDirectory("comparing"),
                Map.of(
                        "ferry.bigpicture.cloud-manager-url",
                        address.toString(),
                        "ferry.remote.calls-per-second",
                        "1000000"))) {
            Site site = new Site(address, wired.credential("me@example.com:token"));
            var baselines = new Baselines(new AppInventory(ComparisonsForTests.PROPERTIES), Clock.systemUTC());
            Instant begin = Instant.now();
            Inventory before = baselines.take(
                    wired.get(JiraDataCenters.class).at(site),
                    wired.get(BigPictures.class).onDataCenter(site, wired.credential("token"), "sandbox"));
            Instant looked = told("looking at the source", begin);
            var content = new BackupContent(7, DRAWN, 1_000_000, names(FILTERS), null);
            var cloud = wired.get(JiraClouds.class).at(site, "sandbox");
            Inventory after = baselines.findings(
                    cloud, wired.get(BigPictures.class).onCloud(site, wired.credential("token"), "sandbox"));
            Instant lookedAgain = told("looking at the target", looked);
            IssueCheck check = IssueSamples.check(content, drawn(), cloud, (userKeys, found) -> Map.of());
            Instant drawn = told("fetching " + DRAWN + " drawn issues", lookedAgain);
            Comparison comparison =
                    ComparisonsForTests.comparisons().compare(before.with(content), after.with(check), 1);
            Instant end = told("comparing by " + comparison.rules().size() + " rules", drawn);
            told("all of it", begin);
            System.out.printf(
                    "%s: %d projects, %d issues, %d people, %d boxes; most memory in use %d MB%n",
                    comparison.verdict(),
                    before.projects(),
                    before.issues(),
                    before.people(),
                    before.boxes(),
                    (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
            boolean inTime = Duration.between(begin, end).toSeconds() < 60;
            System.exit(inTime ? 0 : 1);
        }
    }

    private static java.util.List<SampledIssue> drawn() {
        return IntStream.range(0, DRAWN)
                .mapToObj(n -> new SampledIssue("P" + n + "-1", "Paint", "Bug", "Open", "High", "", TIME, TIME))
                .toList();
    }

    private static java.util.List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(n -> "Number " + n).toList();
    }

    private static Instant told(String what, Instant since) {
        Instant now = Instant.now();
        System.out.printf("%-30s %8d ms%n", what, Duration.between(since, now).toMillis());
        return now;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Matcher from = FROM.matcher(String.valueOf(exchange.getRequestURI().getQuery()));
            int start = from.find() ? Integer.parseInt(from.group(1)) : 0;
            exchange.getRequestBody().readAllBytes();
            byte[] body =
                    body(path, start, exchange.getLocalAddress().getPort()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String body(String path, int start, int port) {
        if (path.endsWith("/where-am-i")) {
            return "{\"location\":\"http://127.0.0.1:" + port + "\"}";
        }
        if (path.endsWith("/user/list")) {
            int end = Math.min(PEOPLE, start + 1000);
            return "{\"isLast\":" + (end == PEOPLE) + ",\"nextCursor\":\"" + end + "\",\"values\":[" + users(start, end)
                    + "]}";
        }
        if (path.endsWith("/users/search")) {
            return "[" + users(start, Math.min(PEOPLE, start + 1000)) + "]";
        }
        if (path.endsWith("/project/search")) {
            int end = Math.min(PROJECTS, start + 100);
            return "{\"isLast\":" + (end == PROJECTS) + ",\"values\":[" + projects(start, end) + "]}";
        }
        if (path.endsWith("/filter/search")) {
            return page(start, 100, FILTERS);
        }
        if (path.endsWith("/board")) {
            return page(start, 50, BOARDS);
        }
        if (path.endsWith("/bulkfetch")) {
            return "{\"issues\":["
                    + IntStream.range(0, DRAWN)
                            .mapToObj(n -> "{\"key\":\"P" + n + "-1\",\"fields\":{\"summary\":\"Paint\",\"issuetype\":"
                                    + "{\"name\":\"Bug\"},\"status\":{\"name\":\"Open\"},\"priority\":{\"name\":\"High\"},"
                                    + "\"created\":\"2024-06-10T06:13:20.000+0000\",\"updated\":"
                                    + "\"2024-06-10T06:13:20.000+0000\"}}")
                            .collect(Collectors.joining(","))
                    + "]}";
        }
        if (path.endsWith("/project")) {
            return "[" + projects(0, PROJECTS) + "]";
        }
        if (path.endsWith("/search") || path.endsWith("/approximate-count")) {
            return "{\"total\":" + ISSUES_OF_A_PROJECT + ",\"count\":" + ISSUES_OF_A_PROJECT + "}";
        }
        if (path.endsWith("/box-hierarchy")) {
            return "{\"cargo\":{\"boxId\":\"ROOT\",\"boxChildren\":["
                    + IntStream.range(0, BOXES)
                            .mapToObj(n -> "{\"boxId\":\"PROG-" + n + "\",\"boxName\":\"A box of the portfolio, number "
                                    + n
                                    + "\",\"boxTypeId\":\"program\",\"boxStatus\":\"IN_PROGRESS\",\"boxStartDate\":\"2026-01-05\","
                                    + "\"boxEndDate\":\"2026-12-18\"}")
                            .collect(Collectors.joining(","))
                    + "]}}";
        }
        if (path.endsWith("/teams")) {
            return "{\"cargo\":[{\"id\":\"1\",\"name\":\"Blue\"}]}";
        }
        if (path.contains("/scope/def/own/")) {
            return "{\"cargo\":{\"extPlatformScopeDefinitions\":[{\"narrowingQuery\":\"\",\"scopeDefinitionElements\":"
                    + "[{\"type\":\"JIRA_PROJECT\",\"value\":\"1\",\"isAvailable\":true,\"isAccessible\":true}]}]}}";
        }
        return "[]";
    }

    private static String page(int start, int size, int all) {
        int end = Math.min(all, start + size);
        return "{\"isLast\":" + (end == all) + ",\"values\":["
                + IntStream.range(start, end)
                        .mapToObj(n -> "{\"id\":\"" + n + "\",\"name\":\"Number " + n + "\"}")
                        .collect(Collectors.joining(","))
                + "]}";
    }

    private static String users(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(n -> "{\"key\":\"JIRAUSER" + n + "\",\"name\":\"user" + n + "\",\"accountId\":\"712020:" + n
                        + "\",\"accountType\":\"atlassian\",\"displayName\":\"Person " + n
                        + "\",\"emailAddress\":\"person"
                        + n + "@example.com\",\"active\":true}")
                .collect(Collectors.joining(","));
    }

    private static String projects(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(n -> "{\"id\":\"" + n + "\",\"key\":\"P" + n + "\",\"name\":\"Project " + n + "\"}")
                .collect(Collectors.joining(","));
    }
}
