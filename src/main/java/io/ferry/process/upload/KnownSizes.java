package io.ferry.process.upload;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ferry.bigpicture.Dump;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.process.common.Sites;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The sizes that the app itself tells of its dumps, where a site's operator configured the list of dumps. Where it is not,
 * or the site does not answer soon, nothing is known and nothing is refused for it.
 */
@Component
class KnownSizes {
    private static final Logger log = LoggerFactory.getLogger(KnownSizes.class);
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Duration FRESH = Duration.ofSeconds(20);

    private final Sites sites;
    private final Cache<MigrationId, List<Long>> seen;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    KnownSizes(Sites sites, Clock clock) {
        this.sites = sites;
        this.seen = Caffeine.newBuilder()
                .expireAfterWrite(FRESH)
                .ticker(() -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()))
                .build();
    }

    /** The sizes of the finished dumps of the source, the newest first; empty where nothing is known. */
    List<Long> ofDumps(Migration migration) {
        return seen.get(migration.id(), id -> ask(migration));
    }

    private List<Long> ask(Migration migration) {
        CompletableFuture<List<Long>> asked = CompletableFuture.supplyAsync(
                () -> sites.sourceApp(migration).dumps().list().stream()
                        .filter(dump -> dump.bytes().isPresent()
                                && !dump.state().isInProgress()
                                && !dump.state().isError())
                        .sorted(Comparator.comparing(
                                        (Dump dump) -> dump.createdAt().orElse(Instant.EPOCH))
                                .reversed())
                        .map(dump -> dump.bytes().getAsLong())
                        .toList(),
                threads);
        try {
            return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (Exception unknown) {
            log.debug("The sizes of the source's dumps are not known", unknown);
            return List.of();
        }
    }
}
