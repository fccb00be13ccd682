package io.ferry.api;

import io.ferry.migration.ReportCheck;
import io.ferry.users.People;
import io.ferry.users.SourcePerson;
import io.ferry.users.TargetAccount;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;

/** How long the report of a migration with 200,000 people takes, and how much memory: {@code src/bench/comparing.sh}. */
final class ReportBenchmark {
    private static final int PEOPLE = 200_000;

    private ReportBenchmark() {}

    /** Measures, and writes both forms of the report into the folder given. */
    public static void main(String... arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        try (var web = ReportWeb.start("jdbc:h2:file:" + folder.toAbsolutePath().resolve("ferry"));
                var http = HttpClient.newHttpClient()) {
            var id = ReportWeb.migrated(web);
            var people = web.getBean(People.class);
            var persons = new ArrayList<SourcePerson>();
            var accounts = new ArrayList<TargetAccount>();
            for (int i = 0; i < PEOPLE; i++) {
                String email = "person" + i + "@example.org";
                persons.add(new SourcePerson("JIRAUSER" + i, "user" + i, "Person " + i, email, true, false));
                if (i % 1000 > 0) {
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
            people.putPeople(id, persons);
            people.putAccounts(id, accounts);
            people.match(id);
            persons.clear();
            accounts.clear();
            told("people written down and matched", begin);
            forget();
            URI address = ReportWeb.address(web).resolve("/api/migrations/" + id + "/report");
            for (String form : new String[] {"text/html", "application/json", "text/html", "application/json"}) {
                Path file = folder.resolve(form.endsWith("html") ? "report.html" : "report.json");
                begin = Instant.now();
                try (InputStream answer = http.send(
                                HttpRequest.newBuilder(address)
                                        .header("Accept", form)
                                        .build(),
                                HttpResponse.BodyHandlers.ofInputStream())
                        .body()) {
                    Files.copy(answer, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
                told(form + ", " + Files.size(file) / 1000 + " KB", begin);
                System.out.printf("%-50s %8d MB%n", "most memory in use meanwhile", most() >> 20);
                forget();
            }
            System.out.println(ReportCheck.check(new com.fasterxml.jackson.databind.ObjectMapper()
                    .readTree(folder.resolve("report.json").toFile())));
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
