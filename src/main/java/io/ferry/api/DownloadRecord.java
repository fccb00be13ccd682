package io.ferry.api;

import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactId;
import io.ferry.base.Sizes;
import io.ferry.migration.Actor;
import io.ferry.migration.Event;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Timeline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.stereotype.Component;

/**
 * Puts on record who got a backup or a dump. A download that is resumed piece by piece, or repeated within the hour by the same
 * person, is one: nobody can fill the record with ranges.
 */
@Component
class DownloadRecord {
    private static final Duration ONE_DOWNLOAD = Duration.ofHours(1);

    private final Timeline timeline;
    private final Clock clock;
    private final Map<Download, Instant> recent = new ConcurrentHashMap<>();

    private record Download(ArtifactId file, Actor by) {}

    DownloadRecord(Timeline timeline, Clock clock) {
        this.timeline = timeline;
        this.clock = clock;
    }

    /**
     * Somebody is about to get a file, or a piece of it. It is on record before the first byte leaves.
     *
     * @param by who gets it
     */
    void begun(MigrationId migration, Artifact file, Actor by) {
        Instant now = clock.instant();
        recent.values().removeIf(at -> at.plus(ONE_DOWNLOAD).isBefore(now));
        AtomicBoolean first = new AtomicBoolean();
        recent.computeIfAbsent(new Download(file.id(), by), download -> {
            first.set(true);
            return now;
        });
        if (first.get()) {
            timeline.record(
                    migration,
                    null,
                    "Download a file",
                    Event.Kind.NOTE,
                    "“%s” (%s, %s, SHA-256 %s) was downloaded."
                            .formatted(file.name(), file.kind().title(), Sizes.of(file.bytes()), file.sha256()),
                    by);
        }
    }
}
