package io.ferry.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.DefaultHealthContributorRegistry;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthEndpointGroup;
import org.springframework.boot.actuate.health.HealthEndpointGroups;
import org.springframework.boot.actuate.health.HealthIndicator;

class HealthMetersTest {
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void answer() {
        end.countDown();
    }

    @Test
    void shouldShowWhatAnswersBesideAPartThatDoesNot() {
        // given a store that takes a request and never answers
        HealthIndicator hangs = () -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Health.up().build();
        };
        HealthIndicator up = () -> Health.up().build();
        HealthIndicator down = () -> Health.down().build();
        HealthEndpointGroup readiness = mock();
        HealthEndpointGroups groups = mock();
        when(groups.get("readiness")).thenReturn(readiness);
        when(readiness.isMember("db")).thenReturn(true);
        var meters = new SimpleMeterRegistry();

        // when
        new HealthMeters(
                        new DefaultHealthContributorRegistry(
                                Map.<String, HealthContributor>of("db", up, "bucket", hangs, "camundaClient", down)),
                        groups,
                        new MetricsProperties(Duration.ofMinutes(1), Duration.ofSeconds(20)),
                        Duration.ofSeconds(2))
                .bindTo(meters);

        // then
        assertThat(meters.get("ferry.ready").gauge().value()).isEqualTo(1);
        assertThat(health(meters, "db")).isEqualTo(1);
        assertThat(health(meters, "camundaClient")).isZero();
        assertThat(health(meters, "bucket")).isZero();
    }

    private static double health(SimpleMeterRegistry meters, String component) {
        return meters.get("ferry.health").tag("component", component).gauge().value();
    }
}
