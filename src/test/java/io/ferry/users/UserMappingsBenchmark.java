package io.ferry.users;

import com.sun.management.OperatingSystemMXBean;
import io.ferry.api.PeopleWeb;
import io.ferry.users.TargetAccount.Kind;
import io.ferry.users.TargetAccount.Source;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * How long matching, storing and the mapping page take: {@code src/bench/people.sh}. No test: it needs a quiet machine and a
 * few minutes.
 */
final class UserMappingsBenchmark {
    private static final String[] SYLLABLES =
            "ba be bi bo da de di do fa fe fi fo ka ke ki ko la le li lo ma me mi mo na ne ni no ra re ri ro sa se si so ta te ti to va ve vi vo"
                    .split(" ");
    private static final int ROUNDS = 5;

    private final Random dice = new Random(42);

    private UserMappingsBenchmark() {}

    /**
     * Measures.
     *
     * @param arguments sizes, as numbers of people; {@code --pages} to measure pages at the last size, too, or
     *     {@code --only-pages}; {@code --serve} to leave them on a port afterwards
     */
    public static void main(String... arguments) throws Exception {
        List<Integer> sizes = Arrays.stream(arguments)
                .filter(argument -> !argument.startsWith("--"))
                .map(Integer::valueOf)
                .toList();
        System.out.printf(
                "Java %s, %d processors, heap of %d MB, load %.2f%n",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20,
                system().getSystemLoadAverage());
        System.out.printf("%-50s %10s %10s %8s%n", "", "wall ms", "CPU ms", "load");
        for (int size : sizes) {
            if (!Arrays.asList(arguments).contains("--only-pages")) {
                new UserMappingsBenchmark().matching(size);
            }
        }
        if (Arrays.stream(arguments).anyMatch(argument -> argument.endsWith("-pages") || argument.equals("--pages"))) {
            new UserMappingsBenchmark()
                    .pages(sizes.getLast(), Arrays.asList(arguments).contains("--serve"));
        }
    }

    private void matching(int size) throws Exception {
        var site = site(size);
        var exact = new Matching(
                MatchingPolicies.allCurrentPolicies(RenamedDomains.none()).subList(0, 2));
        var all = new Matching(MatchingPolicies.allCurrentPolicies(RenamedDomains.none()));
        for (int round = 0; round < ROUNDS; round++) {
            measure(
                    size + " people, exact addresses only",
                    () -> exact.match(site.people(), new Accounts(site.accounts()), Map.of()));
        }
        Map<String, Match> matches = Map.of();
        for (int round = 0; round < ROUNDS; round++) {
            matches = measure(
                    size + " people, all policies",
                    () -> all.match(site.people(), new Accounts(site.accounts()), Map.of()));
        }
        long open = matches.values().stream()
                .filter(Match.Unmatched.class::isInstance)
                .count();
        long suggested = matches.values().stream()
                .filter(match -> match instanceof Match.Unmatched unmatched
                        && !unmatched.suggestions().isEmpty())
                .count();
        System.out.printf(
                "  %d of %d people unmatched, %d of them with suggestions, %d accounts%n",
                open, site.people().size(), suggested, site.accounts().size());
    }

    private void pages(int size, boolean serve) throws Exception {
        var folder = Files.createTempDirectory("people-benchmark");
        var site = site(size);
        try (var web = PeopleWeb.start("jdbc:h2:file:" + folder.resolve("ferry") + ";DB_CLOSE_ON_EXIT=FALSE")) {
            var id = PeopleWeb.migration(web, "Benchmark").id();
            var people = web.getBean(UserMappings.class);
            var matched = web.getBean(UserMatching.class);
            measure(size + " people written down", () -> {
                matched.putPeople(id, site.people());
                return null;
            });
            measure(site.accounts().size() + " accounts written down", () -> {
                matched.putAccounts(id, site.accounts());
                return null;
            });
            measure("matched, and the result written down", () -> {
                matched.match(id);
                return null;
            });
            measure("matched again", () -> {
                matched.match(id);
                return null;
            });
            measure("taken into memory, as the worker does at its end", () -> people.counts(id));
            var base = PeopleWeb.address(web).resolve("/api/migrations/" + id + "/");
            var undecided =
                    people.page(id, PeopleFilter.UNDECIDED, "", 0, 1).people().getFirst();
            var queries = new LinkedHashMap<String, String>();
            queries.put("first page, left to decide", "people?state=undecided&size=50");
            queries.put("first page, everybody", "people?state=all&size=50");
            queries.put("a page in the middle, everybody", "people?state=all&size=50&after=u" + size / 2);
            queries.put("page 1000 by number, matched", "people?state=matched&size=50&page=1000");
            queries.put("the last page by number, everybody", "people?state=all&size=50&page=" + (size / 50 - 1));
            queries.put("inactive people", "people?state=inactive&size=50");
            queries.put("search of two letters, everybody", "people?state=all&size=50&q=ba");
            queries.put("search of one person, everybody", "people?state=all&size=50&q=u" + size / 3);
            queries.put("search that finds nobody", "people?state=all&size=50&q=nobody-at-all");
            queries.put("search, left to decide", "people?state=undecided&size=50&q=ka");
            queries.put("accounts to pick", "accounts?q=kaba");
            queries.put(
                    "what has changed",
                    "people/changes?since="
                            + people.page(id, PeopleFilter.ALL, "", 0, 1).revision());
            for (var query : queries.entrySet()) {
                answers(
                        query.getKey(),
                        HttpRequest.newBuilder(base.resolve(query.getValue())).build());
            }
            var decision = """
                    {"userKey": "%s", "leaveUnmapped": true, "reason": "benchmark"}""".formatted(undecided.person().userKey());
            answers(
                    "a decision",
                    HttpRequest.newBuilder(base.resolve("people"))
                            .header("Content-Type", "application/json")
                            .PUT(HttpRequest.BodyPublishers.ofString(decision))
                            .build());
            measure(
                    "all clear suggestions from score 85 accepted",
                    () -> web.getBean(UserDecisions.class).acceptSuggestions(id, 85, "Benchmark", false));
            var table = new StringBuilder();
            measure("the mapping written as a table", () -> {
                web.getBean(MappingFile.class).write(id, table);
                return null;
            });
            measure(
                    "the same table taken over",
                    () -> web.getBean(MappingFile.class)
                            .read(
                                    id,
                                    new java.io.ByteArrayInputStream(
                                            table.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                                    "Benchmark"));
            if (serve) {
                System.out.println(PeopleWeb.address(web).resolve("/migrations/" + id + "/mapping"));
                Thread.currentThread().join();
            }
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (var file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static void answers(String what, HttpRequest request) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var times = new ArrayList<Long>();
            for (int i = 0; i < 30; i++) {
                long begin = System.nanoTime();
                var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                times.add(Duration.ofNanos(System.nanoTime() - begin).toMillis());
                if (answer.statusCode() != 200) {
                    throw new IllegalStateException(what + ": " + answer.statusCode() + " " + answer.body());
                }
            }
            long first = times.getFirst();
            times.sort(null);
            System.out.printf(
                    Locale.ROOT,
                    "%-50s first %5d ms, median %5d ms, slowest %5d ms%n",
                    what,
                    first,
                    times.get(times.size() / 2),
                    times.getLast());
        }
    }

    private static <T> T measure(String what, Callable<T> work) throws Exception {
        long cpu = system().getProcessCpuTime();
        long begin = System.nanoTime();
        T result = work.call();
        System.out.printf(
                Locale.ROOT,
                "%-50s %10d %10d %8.2f%n",
                what,
                Duration.ofNanos(System.nanoTime() - begin).toMillis(),
                Duration.ofNanos(system().getProcessCpuTime() - cpu).toMillis(),
                system().getSystemLoadAverage());
        return result;
    }

    private static OperatingSystemMXBean system() {
        return (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    }

    /** Both sides of a made-up migration. */
    private record Site(List<SourcePerson> people, List<TargetAccount> accounts) {}

    /**
     * Nineteen of twenty people have their account by address. The account of the twentieth hides its address: the name
     * suggests it. One in ten is inactive. A quarter more accounts than people, as in an organisation.
     */
    private Site site(int size) {
        var people = new ArrayList<SourcePerson>(size);
        var accounts = new ArrayList<TargetAccount>(size + size / 4);
        for (int n = 0; n < size; n++) {
            var name = word(2) + " " + word(3);
            var email = "u" + n + "@site.example";
            people.add(new SourcePerson("u" + n, "u" + n, name, email, n % 10 != 0, false));
            accounts.add(account("id-" + n, name, n % 20 == 7 ? null : email));
        }
        for (int n = size; n < size + size / 4; n++) {
            accounts.add(account("id-" + n, word(2) + " " + word(3), "o" + n + "@site.example"));
        }
        return new Site(people, accounts);
    }

    private static TargetAccount account(String id, String name, @org.jspecify.annotations.Nullable String email) {
        return new TargetAccount(id, name, email, true, Kind.PERSON, Source.JIRA_CLOUD);
    }

    private String word(int syllables) {
        var word = new StringBuilder();
        for (int n = 0; n < syllables; n++) {
            word.append(SYLLABLES[dice.nextInt(SYLLABLES.length)]);
        }
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
