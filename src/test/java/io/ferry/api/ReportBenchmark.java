package io.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ferry.migration.Event;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.Phase;
import io.ferry.migration.ReportCheck;
import io.ferry.migration.Timeline;
import io.ferry.migration.VisibleTeams;
import io.ferry.users.SourcePerson;
import io.ferry.users.TargetAccount;
import io.ferry.users.UserDecisions;
import io.ferry.users.UserMatching;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * How long the report of a migration with 200,000 people, 1,500 events and 500 people to name takes, and how much memory:
 * {@code src/bench/comparing.sh --report}.
 */
final class ReportBenchmark {
    private static final int PEOPLE = 200_000;
    private static final int EVENTS = 1_500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final ConfigurableApplicationContext web;
    private final MigrationId id;
    private final URI report;

    private ReportBenchmark(Path folder, ConfigurableApplicationContext web) {
        this.folder = folder;
        this.web = web;
        this.id = web.getBean(Migrations.class).list(VisibleTeams.ALL, 0, 1).stream()
                .findFirst()
                .map(migration -> migration.id())
                .orElseGet(() -> migrated(web));
        this.report = ReportWeb.address(web).resolve("/api/migrations/" + id + "/report");
    }

    /**
     * Measures, and writes both forms of the report into the folder given. The first run writes the people down; a second one
     * with the same folder measures a Ferry that has just started.
     */
    public static void main(String... arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        try (var web = ReportWeb.start("jdbc:h2:file:" + folder.toAbsolutePath().resolve("ferry"))) {
            new ReportBenchmark(folder, web).measure();
        }
    }

    private void measure() throws Exception {
        System.out.printf(
                "load %.2f%n", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        forget();
        for (String which : new String[] {"first", "second", "third"}) {
            fetch("text/html", "report.html", which);
        }
        Instant begin = Instant.now();
        web.getBean(UserDecisions.class).leaveUnmapped(id, "JIRAUSER7", "left", "ann");
        told("a decision about one person", begin);
        fetch("text/html", "report.html", "after it");
        for (int i = 0; i < 3; i++) {
            open();
        }
        fetch("application/json", "report.json", "first");
        fetch("application/json", "report.json", "second");
        JsonNode json = JSON.readTree(folder.resolve("report.json").toFile());
        System.out.println(ReportCheck.check(json));
        System.out.println("the HTML has the seal of the JSON: "
                + Files.readString(folder.resolve("report.html"))
                        .contains("Seal of the JSON report: <code>"
                                + json.path("seal").asText()));
    }

    private static MigrationId migrated(ConfigurableApplicationContext web) {
        MigrationId id = ReportWeb.migrated(web);
        for (int i = 0; i < EVENTS; i++) {
            web.getBean(Timeline.class)
                    .record(id, Phase.VERIFY, "Collect findings", Event.Kind.NOTE, "Looked at page " + i);
        }
        var matching = web.getBean(UserMatching.class);
        var persons = new ArrayList<SourcePerson>();
        var accounts = new ArrayList<TargetAccount>();
        for (int i = 0; i < PEOPLE; i++) {
            String email = "person" + i + "@example.org";
            persons.add(new SourcePerson("JIRAUSER" + i, "user" + i, "Person " + i, email, true, false));
            if (i % 400 > 0) {
                accounts.add(new TargetAccount(
                        "712020:" + i,
                        "Person " + i,
                        email,
                        true,
                        TargetAccount.Kind.PERSON,
                        TargetAccount.Source.JIRA_CLOUD));
            }
        }
        Instant begin = Instant.now();
        matching.putPeople(id, persons);
        matching.putAccounts(id, accounts);
        told("people written down", begin);
        begin = Instant.now();
        matching.match(id);
        told("people matched", begin);
        return id;
    }

    private void fetch(String form, String name, String which) throws Exception {
        Instant begin = Instant.now();
        Path file = folder.resolve(name);
        try (InputStream answer = http.send(
                        HttpRequest.newBuilder(report).header("Accept", form).build(),
                        HttpResponse.BodyHandlers.ofInputStream())
                .body()) {
            Files.copy(answer, file, StandardCopyOption.REPLACE_EXISTING);
        }
        told("%s, %d KB, %s".formatted(form, Files.size(file) / 1000, which), begin);
        System.out.printf("%-50s %8d MB%n", "most memory in use meanwhile", most() >> 20);
        forget();
    }

    /** Both at once: Ferry makes it, and a browser that has just started shows it. */
    private void open() {
        try (var chromium = Chromium.start();
                var page = chromium.browser().newPage()) {
            page.setViewportSize(1400, 900);
            Instant begin = Instant.now();
            page.navigate(report.toString());
            told("opened in Chromium, until it is loaded", begin);
            System.out.printf("%-50s %8s ms%n", "first picture after", page.evaluate("""
                    () => new Promise(told => new PerformanceObserver(seen => told(Math.round(seen.getEntries()[0].startTime)))
                        .observe({type: 'paint', buffered: true}))"""));
        }
    }

    private static void told(String what, Instant since) {
        System.out.printf(
                "%-50s %8d ms%n", what, Duration.between(since, Instant.now()).toMillis());
    }

    private static void forget() {
        System.gc();
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    private static long most() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }
}
