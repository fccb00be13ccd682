package io.ferry.metrics;

import io.ferry.wave.Wave;
import io.ferry.wave.Waves;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Waves by state, from the record. Each state has a series from the beginning. */
@Component
final class WaveMeters implements MeterBinder {
    private final Reading<Map<Wave.State, Long>> counts;

    WaveMeters(Waves waves, MetricsProperties properties) {
        this.counts = new Reading<>("database", properties, waves::counts);
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        for (Wave.State state : Wave.State.values()) {
            Gauge.builder("ferry.waves", counts, read -> read.number(all -> all.getOrDefault(state, 0L)))
                    .description("Waves on record, by state")
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(meters);
        }
    }
}
