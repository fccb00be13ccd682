package io.ferry.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each alert, in Prometheus' own tester: silent while all is well, and the only one that fires once its time is over. */
class AlertsTest {
    /** All is well for so long. */
    private static final int WELL_MINUTES = 40;

    private static final int SAMPLES = 2 * WELL_MINUTES;
    private static final String UP = "up{job=\"ferry\",instance=\"a\"}";

    @TempDir
    private Path folder;

    /**
     * What goes wrong.
     *
     * @param silentAfter so many minutes later nobody is told yet
     * @param firesAfter so many minutes later somebody is
     */
    private record Trouble(String alert, double silentAfter, double firesAfter, List<Series> series) {}

    /**
     * A series that changes when all is not well any more.
     *
     * @param well its values until then, in Prometheus' notation
     * @param ill its values from then on
     */
    private record Series(String name, String well, String ill) {
        static Series of(String name, String well, String ill) {
            return new Series(name, well + "x" + (SAMPLES - 1), ill + "x" + SAMPLES);
        }

        static Series steady(String name, String value) {
            return of(name, value, value);
        }

        Map<String, Object> written() {
            return Map.of("series", name, "values", well + " " + ill);
        }
    }

    private static List<Trouble> troubles() {
        Series up = Series.steady(UP, "1");
        return List.of(
                new Trouble("FerryDown", 1.5, 3, List.of(Series.of(UP, "1", "0"))),
                new Trouble("FerryDown", 1.5, 8, List.of(Series.of(UP, "1", "_"))),
                new Trouble(
                        "FerryNodeMissing",
                        9,
                        16,
                        List.of(up, Series.of("up{job=\"ferry\",instance=\"b\"}", "1", "_"))),
                new Trouble("FerryNotReady", 4, 6, List.of(up, Series.of("ferry_ready{instance=\"a\"}", "1", "0"))),
                health("FerryModelsNotDeployed", "models"),
                health("FerryCamundaAway", "camundaClient"),
                health("FerryBucketAway", "bucket"),
                new Trouble(
                        "FerryIncident", 0.5, 2, List.of(up, Series.of("ferry_incidents{process=\"p\"}", "0", "2"))),
                new Trouble("FerryOutcomeUnknown", 0.5, 2, List.of(up, Series.of("ferry_outcomes_unknown", "0", "1"))),
                new Trouble(
                        "FerryWaveStopped", 0.5, 2, List.of(up, Series.of("ferry_waves{state=\"stopped\"}", "0", "1"))),
                new Trouble(
                        "FerryTaskWaitsTooLong",
                        4,
                        6,
                        List.of(up, Series.of("ferry_tasks_oldest_age_seconds{task=\"t\"}", "14400", "14401"))),
                new Trouble(
                        "FerryBreakerOpen",
                        4,
                        6,
                        List.of(up, Series.of("ferry_remote_breakers{site=\"s\",state=\"open\"}", "0", "1"))),
                new Trouble(
                        "FerrySiteFails",
                        13,
                        17,
                        List.of(
                                up,
                                Series.of(
                                        "ferry_remote_calls_seconds_count{site=\"s\",status=\"2xx\"}", "0+9", "711+1"),
                                Series.of(
                                        "ferry_remote_calls_seconds_count{site=\"s\",status=\"none\"}",
                                        "0+1",
                                        "79+9"))),
                new Trouble(
                        "FerryTransferStalled",
                        9,
                        11,
                        List.of(
                                up,
                                Series.steady("ferry_transfers_active{instance=\"a\",direction=\"upload\"}", "1"),
                                Series.of(
                                        "ferry_transfers_bytes_total{instance=\"a\",direction=\"upload\"}",
                                        "0+9",
                                        "711"))),
                new Trouble(
                        "FerryDiskNearlyFull",
                        9,
                        11,
                        List.of(
                                up,
                                Series.of("ferry_artifacts_disk_free_bytes{instance=\"a\"}", "10", "9"),
                                Series.steady("ferry_artifacts_disk_total_bytes{instance=\"a\"}", "100"))),
                new Trouble(
                        "FerryMetricsOld",
                        4,
                        6,
                        List.of(
                                up,
                                Series.of("ferry_metrics_age_seconds{instance=\"a\",source=\"s\"}", "300", "301"))));
    }

    private static Trouble health(String alert, String component) {
        return new Trouble(
                alert,
                4,
                6,
                List.of(
                        Series.steady(UP, "1"),
                        Series.of("ferry_health{instance=\"a\",component=\"" + component + "\"}", "1", "0")));
    }

    @Test
    void shouldFireAloneWhenItsTimeIsOverAndNotWhileAllIsWell() throws Exception {
        assertThat(troubles()).extracting(Trouble::alert).containsAll(names());
        Path rules = folder.resolve(OperationsFiles.RULES.getFileName());
        Files.copy(OperationsFiles.RULES, rules);
        Path tests = Files.writeString(
                folder.resolve("tests.yaml"),
                new YAMLMapper()
                        .writeValueAsString(Map.of(
                                "rule_files",
                                List.of(String.valueOf(rules.getFileName())),
                                "evaluation_interval",
                                "30s",
                                "tests",
                                troubles().stream().map(AlertsTest::written).toList())));

        Prometheus.accepted(Prometheus.tool(), "test", "rules", tests.toString());
    }

    @Test
    void shouldAcceptTheConfigurationThatThePageForOperatorsShows() throws Exception {
        String page = Files.readString(Path.of("docs/operations.md"));
        int begin = page.indexOf("global: {scrape_interval");
        Files.copy(OperationsFiles.RULES, folder.resolve(OperationsFiles.RULES.getFileName()));
        Path configuration =
                Files.writeString(folder.resolve("prometheus.yaml"), page.substring(begin, page.indexOf("```", begin)));

        Prometheus.accepted(Prometheus.tool(), "check", "config", configuration.toString());
    }

    private static List<String> names() throws Exception {
        return OperationsFiles.alerts().stream()
                .map(alert -> alert.path("alert").asText())
                .toList();
    }

    private static Map<String, Object> written(Trouble trouble) {
        List<Map<String, Object>> looks = new ArrayList<>();
        looks.add(firing(WELL_MINUTES - 1, List.of()));
        looks.add(firing(WELL_MINUTES + trouble.silentAfter(), List.of()));
        looks.add(firing(
                WELL_MINUTES + trouble.firesAfter(),
                List.of(Map.of("labels", "{alertname=\"" + trouble.alert() + "\"}", "value", 1))));
        return Map.of(
                "interval",
                "30s",
                "input_series",
                trouble.series().stream().map(Series::written).toList(),
                "promql_expr_test",
                looks);
    }

    private static Map<String, Object> firing(double minutes, List<Map<String, Object>> alerts) {
        return Map.of(
                "expr",
                "count by (alertname) (ALERTS{alertstate=\"firing\"})",
                "eval_time",
                Math.round(minutes * 60) + "s",
                "exp_samples",
                alerts);
    }
}
