package io.ferry.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ferry.fixtures.WrittenPage;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.Outcome;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Ferry of which everything has happened tells Prometheus, and the files for Prometheus and Grafana held against it. */
class PrometheusEndpointTest {
    private static final Path PAGE = Path.of("docs/monitoring.md");
    private static final String BEGIN =
            "<!-- Made from the code by PrometheusEndpointTest (-Dferry.write-docs=true). -->\n";
    private static final String END = "<!-- End of what is made. -->\n";

    /** So many values of a label are few enough to be read in a table. */
    private static final int FEW = 6;

    /** Of a gauge all values are there from the beginning, except those that sites have. */
    private static final String GAUGE = "gauge";

    private static final String SITE = "site";

    @TempDir
    private static Path home;

    private static BusyFerry busy;

    @BeforeAll
    static void start() throws Exception {
        busy = BusyFerry.start(home);
    }

    @AfterAll
    static void stop() {
        busy.close();
    }

    @Test
    void shouldCountMigrationsByPhaseAndOutcome() throws Exception {
        Scrape scrape = busy.scrape();

        assertThat(scrape.value("ferry_migrations", "phase", "back-up-bigpicture", "outcome", "under_way"))
                .isGreaterThanOrEqualTo(1);
        assertThat(scrape.value("ferry_migrations", "phase", "back-up-bigpicture", "outcome", "migrated"))
                .isEqualTo(1);
        assertThat(scrape.value("ferry_migrations", "phase", "verify", "outcome", "stopped"))
                .isZero();
    }

    @Test
    void shouldMeasureCallsTransfersJobsTasksAndIncidents() throws Exception {
        Scrape scrape = busy.scrape();

        String calls = "ferry_remote_calls_seconds_count";
        assertThat(scrape.value(calls, "site", "jira-cloud", "method", "GET", "status", "2xx"))
                .isEqualTo(1);
        assertThat(scrape.value(calls, "site", "jira-cloud", "method", "GET", "status", "4xx"))
                .isEqualTo(1);
        assertThat(scrape.value(calls, "site", "jira-cloud", "method", "GET", "status", "none"))
                .isEqualTo(2);
        assertThat(scrape.named("ferry_remote_calls_seconds_bucket")).isNotEmpty();
        assertThat(scrape.value("ferry_remote_breakers", "site", "jira-data-center", "state", "open"))
                .isEqualTo(1);
        assertThat(scrape.value("ferry_remote_refusals_total", "site", "jira-data-center", "reason", "breaker_open"))
                .isPositive();
        assertThat(scrape.value("ferry_remote_retries_total", "site", "jira-cloud"))
                .isPositive();
        assertThat(scrape.value("ferry_transfers_bytes_total", "direction", "download"))
                .isEqualTo(300_000);
        assertThat(scrape.value("ferry_transfers_active", "direction", "download"))
                .isZero();
        assertThat(scrape.named("ferry_tasks_oldest_age_seconds").mapToDouble(Scrape.Series::value))
                .anyMatch(seconds -> seconds > 0);
        assertThat(scrape.value("ferry_incidents", "process", "verify")).isEqualTo(1);
        assertThat(scrape.named("camunda_job_invocations_total")
                        .map(each -> each.labels().get("type")))
                .contains("register-migration");
        assertThat(scrape.value("ferry_artifacts_disk_free_bytes")).isPositive();
    }

    @Test
    void shouldTellNothingOfPeopleSitesMigrationsAndThisComputer() throws Exception {
        String text = busy.scrape().text();

        assertThat(text)
                .doesNotContainIgnoringCase(BusyFerry.MARK)
                .doesNotContainIgnoringCase("localhost")
                .doesNotContain("127.0.0.1", "atlassian.net", "example.com", "@", "http:", "https:")
                .doesNotContain(InetAddress.getLocalHost().getHostName() + "\"", System.getProperty("user.dir"))
                .doesNotContain(home.toString());
        assertThat(text).doesNotContainPattern(MigrationId.random().value().replaceAll("[0-9a-f]", "[0-9a-f]"));
        assertThat(busy.scrape().series())
                .flatExtracting(each -> each.labels().values())
                .allSatisfy(value -> assertThat(value).doesNotContainPattern("\\d{10,}|[0-9a-f]{8}-[0-9a-f]{4}-"));
    }

    /** A hundred migrations of as many sites are told in the same series as the first ones. */
    @Test
    void shouldHaveNoMoreSeriesForMoreMigrationsAndSites() throws Exception {
        Scrape before = busy.scrape();
        double underWay = before.value("ferry_migrations", "phase", "back-up-bigpicture", "outcome", "under_way");

        for (int n = 0; n < 100; n++) {
            MigrationId id = busy.register("Site " + n + " of " + BusyFerry.MARK);
            busy.callSitesOf("site-" + n);
            if (n % 2 == 0) {
                busy.ferry().part(Migrations.class).recordOutcome(id, Outcome.MIGRATED);
            }
        }

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(busy.scrape()
                                .value("ferry_migrations", "phase", "back-up-bigpicture", "outcome", "under_way"))
                        .isEqualTo(underWay + 50));
        assertThat(ferrysOwn(busy.scrape())).isEqualTo(ferrysOwn(before));
    }

    private static Set<String> ferrysOwn(Scrape scrape) {
        return scrape.series().stream()
                .filter(each -> each.name().startsWith("ferry_"))
                .map(each -> each.name() + new java.util.TreeMap<>(each.labels()))
                .collect(Collectors.toSet());
    }

    @Test
    void shouldNameMetricsAsPrometheusDoes() throws Exception {
        Scrape scrape = busy.scrape();
        Pattern units = Pattern.compile(".*(?:_seconds|_bytes|_total|_ratio)");

        scrape.types().forEach((name, type) -> {
            if (name.startsWith("ferry_")) {
                assertThat(name).matches("[a-z]+(_[a-z]+)*").doesNotMatch(".*_(ms|millis|minutes|mb|kb)(_.*)?");
                assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter"));
                assertThat(scrape.help().get(name)).as(name).isNotBlank();
                if (type.equals("histogram") || type.equals("summary")) {
                    assertThat(name).matches(units);
                }
            }
        });
    }

    /** Each metric with its labels and their values, as they are. */
    @Test
    void shouldListEachMetricOnItsPage() throws Exception {
        Scrape scrape = busy.scrape();
        StringBuilder table = new StringBuilder("| Metric | Kind | Labels | What it is |\n|---|---|---|---|\n");
        scrape.types().forEach((name, type) -> {
            // What counts the longest of a while belongs to the timer of the same name.
            if (name.startsWith("ferry_") && !name.endsWith("_max")) {
                table.append("| `%s` | %s | %s | %s |\n"
                        .formatted(
                                name,
                                type,
                                labels(type, scrape.labelsOf(name)),
                                WrittenPage.cell(scrape.help().getOrDefault(name, ""))));
            }
        });
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();

        WrittenPage.hold(PAGE, page.substring(0, begin) + table + page.substring(page.indexOf(END)));
    }

    private static String labels(String type, Map<String, Set<String>> labels) {
        return labels.entrySet().stream()
                .map(label -> "`" + label.getKey() + "`"
                        + (!type.equals(GAUGE)
                                        || label.getKey().equals(SITE)
                                        || label.getValue().size() > FEW
                                ? ""
                                : ": "
                                        + label.getValue().stream()
                                                .map(value -> "`" + value + "`")
                                                .collect(Collectors.joining(", "))))
                .collect(Collectors.joining("; "));
    }

    @Test
    void shouldKnowEveryMetricAndLabelThatAlertsAndDashboardAskFor() throws Exception {
        Scrape scrape = busy.scrape();

        for (OperationsFiles.Query query : OperationsFiles.queries()) {
            assertThat(Selectors.of(query.expression()))
                    .as("%s: %s", query.where(), query.expression())
                    .isNotEmpty()
                    .allSatisfy(
                            selector -> assertThat(selector.troubleIn(scrape)).isEmpty());
            assertThat(Selectors.labelsIn(query.expression()))
                    .as("%s: %s", query.where(), query.expression())
                    .allSatisfy(label -> assertThat(Selectors.of(query.expression()))
                            .anyMatch(selector -> selector.hasLabel(scrape, label)));
        }
        assertThat(OperationsFiles.queries()).hasSizeGreaterThan(30);
    }

    @Test
    void shouldNoticeAQueryOfWhatThereIsNot() throws Exception {
        Scrape scrape = busy.scrape();

        for (String wrong : List.of(
                "sum(rate(ferry_remote_call_seconds_count[5m]))",
                "sum(ferry_migrations{phases=\"verify\"})",
                "sum(ferry_migrations{phase=\"verifying\"})")) {
            assertThat(Selectors.of(wrong))
                    .anySatisfy(
                            selector -> assertThat(selector.troubleIn(scrape)).isPresent());
        }
        assertThat(Selectors.labelsIn("sum by (host, site) (ferry_remote_breakers)"))
                .containsExactly("host", "site");
        assertThat(Selectors.of("sum by (host) (ferry_remote_breakers)"))
                .noneMatch(selector -> selector.hasLabel(scrape, "host"));
    }

    @Test
    void shouldSayWhatToDoForEachAlert() throws Exception {
        String page = Files.readString(PAGE);

        assertThat(OperationsFiles.alerts()).hasSizeGreaterThan(10).allSatisfy(alert -> {
            assertThat(alert.path("annotations").path("summary").asText()).isNotBlank();
            assertThat(alert.path("annotations").path("action").asText()).isNotBlank();
            assertThat(alert.path("labels").path("severity").asText()).isIn("critical", "warning");
            String name = alert.path("alert").asText();
            assertThat(alert.path("annotations").path("docs").asText())
                    .isEqualTo("docs/monitoring.md#" + name.toLowerCase(java.util.Locale.ROOT));
            assertThat(page).contains("\n### " + name + "\n");
        });
    }

    @Test
    void shouldRunEachQueryInPrometheus() throws Exception {
        try (Prometheus prometheus =
                Prometheus.start(home.resolve("prometheus"), busy.ferry().managementPort())) {
            for (OperationsFiles.Query query : OperationsFiles.queries()) {
                prometheus.run(query.where(), query.expression());
                for (Selectors.Selector selector : Selectors.of(query.expression())) {
                    assertThat(prometheus.run(query.where(), selector.text()))
                            .as("%s: %s", query.where(), selector.text())
                            .isPositive();
                }
            }
            assertThat(prometheus.run("up", "up{job=\"ferry\"} == 1")).isEqualTo(1);
            // What they alert of is there, and they see it.
            for (String fires : List.of(
                    "FerryIncident",
                    "FerryOutcomeUnknown",
                    "FerryBreakerOpen",
                    "FerryWaveStopped",
                    "FerryBucketAway")) {
                assertThat(prometheus.run(fires, OperationsFiles.expressionOf(fires)))
                        .as(fires)
                        .isPositive();
            }
            for (String silent : List.of("FerryDown", "FerryNodeMissing")) {
                assertThat(prometheus.run(silent, OperationsFiles.expressionOf(silent)))
                        .as(silent)
                        .isZero();
            }
        }
    }
}
