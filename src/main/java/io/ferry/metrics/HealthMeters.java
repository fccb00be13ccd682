package io.ferry.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
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
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);
    /** What a node can go without for a while, and operators want to know. The bucket is there only where files are in one. */
    private static final List<String> OTHERS = List.of("camundaClient", "bucket");

    private final Reading<Map<String, Boolean>> health;
    private final List<String> ofReadiness;
    private final List<String> shown;

    @Autowired
    HealthMeters(HealthContributorRegistry contributors, HealthEndpointGroups groups, MetricsProperties properties) {
        this(contributors, groups, properties, ANSWER_WITHIN);
    }

    /** @param answerWithin a part that has not answered by then counts as not up */
    HealthMeters(
            HealthContributorRegistry contributors,
            HealthEndpointGroups groups,
            MetricsProperties properties,
            Duration answerWithin) {
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
        this.health = new Reading<>(READINESS, properties, () -> read(contributors, answerWithin));
    }

    /** All at once: one that does not answer hides none of the others. */
    private Map<String, Boolean> read(HealthContributorRegistry contributors, Duration answerWithin) {
        Map<String, CompletableFuture<Boolean>> asked = shown.stream()
                .collect(Collectors.toMap(
                        name -> name,
                        name -> CompletableFuture.supplyAsync(
                                        () -> isUp(contributors, name), Thread::startVirtualThread)
                                .completeOnTimeout(false, answerWithin.toMillis(), TimeUnit.MILLISECONDS)));
        return asked.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, part -> part.getValue().join()));
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
