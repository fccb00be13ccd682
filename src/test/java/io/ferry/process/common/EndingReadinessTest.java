package io.ferry.process.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.AvailabilityState;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;

class EndingReadinessTest {
    private final EndingReadiness readiness = new EndingReadiness();

    @Test
    void shouldBeReadyOnceStarted() {
        assertThat(readiness.getReadinessState()).isEqualTo(ReadinessState.REFUSING_TRAFFIC);

        tell(LivenessState.CORRECT);
        tell(ReadinessState.ACCEPTING_TRAFFIC);

        assertThat(readiness.getReadinessState()).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
        assertThat(readiness.getLivenessState()).isEqualTo(LivenessState.CORRECT);
    }

    @Test
    void shouldNotBeReadyAgainOnceToldToEnd() {
        tell(ReadinessState.REFUSING_TRAFFIC);
        tell(ReadinessState.ACCEPTING_TRAFFIC);

        assertThat(readiness.getReadinessState()).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
    }

    private void tell(AvailabilityState state) {
        readiness.onApplicationEvent(new AvailabilityChangeEvent<>(this, state));
    }
}
