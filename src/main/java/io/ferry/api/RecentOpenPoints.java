package io.ferry.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.stereotype.Component;

/** The open points of migrations that have ended, as they were a minute ago at most: the list of them refreshes itself often. */
@Component
class RecentOpenPoints {
    static final Duration FRESH = Duration.ofMinutes(1);
    private static final int KEPT = 1000;

    private final ReportDocument reports;
    private final Cache<MigrationId, List<OpenPoint>> recent;

    RecentOpenPoints(ReportDocument reports, Clock clock) {
        this.reports = reports;
        this.recent = Caffeine.newBuilder()
                .maximumSize(KEPT)
                .expireAfterWrite(FRESH)
                .ticker(() -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()))
                .build();
    }

    /** What is left to look at and to know, what needs a look first. */
    List<OpenPoint> of(Migration ended) {
        return recent.get(ended.id(), reports::openPoints);
    }
}
