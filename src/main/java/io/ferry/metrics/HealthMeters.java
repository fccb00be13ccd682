package io.ferry.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.actuate.health.HealthContributorRegistry;
import org.springframework.boot.actuate.health.HealthEndpointGroups;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.NamedContributor;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;

/** Whether this node is ready for work, and what of it is not: what {@code /actuator/health/readiness} answers from. */
@Component
final class HealthMeters implements MeterBinder {
    private static final String READINESS = "readiness";
    /** What a node can go without for a while, and operators want to know. The bucket is there only where files are in one. */
    private static final List<String> OTHERS = List.of("camundaClient", "bucket");

    private final Reading<Map<String, Boolean>> health;
    private final List<String> ofReadiness;
    private final List<String> shown;

    HealthMeters(HealthContributorRegistry contributors, HealthEndpointGroups groups, MetricsProperties properties) {
        List<String> names =
                contributors.stream().map(NamedContributor::getName).toList();
        this.ofReadiness = names.stream()
                .filter(name -> {
                    var readiness = groups.get(READINESS);
                    return readiness != null && readiness.isMember(name);
                })
                .toList();
        this.shown = Stream.concat(ofReadiness.stream(), OTHERS.stream().filter(names::contains))
                .distinct()
                .toList();
        this.health = new Reading<>(
                READINESS,
                properties,
                () -> shown.stream().collect(Collectors.toMap(name -> name, name -> isUp(contributors, name))));
    }

    private static boolean isUp(HealthContributorRegistry contributors, String name) {
        return contributors.getContributor(name) instanceof HealthIndicator indicator
                && Status.UP.equals(indicator.getHealth(false).getStatus());
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder(
                        "ferry.ready",
                        health,
                        read -> read.number(
                                up -> ofReadiness.stream().allMatch(name -> up.getOrDefault(name, false)) ? 1 : 0))
                .description("1 if this node is ready for work, else 0")
                .register(meters);
        shown.forEach(name -> Gauge.builder(
                        "ferry.health", health, read -> read.number(up -> up.getOrDefault(name, false) ? 1 : 0))
                .description("1 if this part of the node is up, else 0")
                .tag("component", name)
                .register(meters));
    }
}
