package io.ferry.metrics;

import io.ferry.migration.MigrationCounts;
import io.ferry.migration.MigrationCounts.Count;
import io.ferry.migration.Outcome;
import io.ferry.migration.Phase;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Migrations by phase and outcome, from the record. Each pair has a series from the beginning, and there are no others. */
@Component
final class MigrationMeters implements MeterBinder {
    private final Reading<List<Count>> counts;

    MigrationMeters(MigrationCounts counts, MetricsProperties properties) {
        this.counts = new Reading<>("database", properties, counts::all);
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        counts.showAge(meters);
        showAll(meters, null);
        for (Phase phase : Phase.values()) {
            showAll(meters, phase);
        }
    }

    private void showAll(MeterRegistry meters, @Nullable Phase phase) {
        show(meters, phase, null);
        for (Outcome outcome : Outcome.values()) {
            show(meters, phase, outcome);
        }
    }

    private void show(MeterRegistry meters, @Nullable Phase phase, @Nullable Outcome outcome) {
        Gauge.builder("ferry.migrations", counts, read -> read.number(all -> number(all, phase, outcome)))
                .description("Migrations and rehearsals on record, by the phase that began last and by outcome")
                .tag("phase", phase == null ? "none" : phase.processId())
                .tag("outcome", outcome == null ? "under_way" : outcome.name().toLowerCase(Locale.ROOT))
                .register(meters);
    }

    private static double number(List<Count> all, @Nullable Phase phase, @Nullable Outcome outcome) {
        return all.stream()
                .filter(count -> Objects.equals(count.phase(), phase) && Objects.equals(count.outcome(), outcome))
                .mapToLong(Count::number)
                .sum();
    }
}
