package io.ferry.process.retention;

import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactStore;
import io.ferry.artifact.Downloads;
import io.ferry.artifact.IncomingFile;
import io.ferry.artifact.IncomingFiles;
import io.ferry.base.Plural;
import io.ferry.base.Sizes;
import io.ferry.migration.Actor;
import io.ferry.migration.Claims;
import io.ferry.migration.Claims.Claim;
import io.ferry.migration.CleanUpDue;
import io.ferry.migration.Event;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationEnded;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.PhaseRun;
import io.ferry.migration.Timeline;
import io.ferry.process.reminders.Reminders;
import io.ferry.remote.Masking;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Deletes the backups, dumps and people's data of migrations that ended a while ago, or at once when somebody asks. Each deletion is
 * on record: of every file its name, size and SHA-256, so that a copy kept elsewhere can still be recognised.
 */
@Component
@EnableConfigurationProperties(RetentionProperties.class)
public class Retention implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    /** The step under which the record says when things are deleted, and what was. */
    public static final String STEP = "Delete files and people's data";

    private static final Duration BETWEEN_CHECKS = Duration.ofHours(1);

    private static final Duration BEGINS_WITHIN = Duration.ofDays(1);
    private static final int PAGE = 100;
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);

    private final RetentionProperties properties;
    private final Migrations migrations;
    private final Timeline timeline;
    private final ArtifactStore store;
    private final IncomingFiles incomingFiles;
    private final Downloads downloads;
    private final RetainedPeople people;
    private final Reminders reminders;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Claims claims;

    /** When this run of Ferry last left nothing of a migration: it is looked at again only after later work. */
    private final Map<MigrationId, Instant> empty = new ConcurrentHashMap<>();

    private final ScheduledExecutorService checks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("retention").factory());

    Retention(
            RetentionProperties properties,
            Migrations migrations,
            Timeline timeline,
            ArtifactStore store,
            IncomingFiles incomingFiles,
            Downloads downloads,
            RetainedPeople people,
            Reminders reminders,
            ApplicationEventPublisher events,
            Clock clock,
            Claims claims) {
        this.properties = properties;
        this.migrations = migrations;
        this.timeline = timeline;
        this.store = store;
        this.incomingFiles = incomingFiles;
        this.downloads = downloads;
        this.people = people;
        this.reminders = reminders;
        this.events = events;
        this.clock = clock;
        this.claims = claims;
    }

    /** Puts on record when the files and people's data of a migration that ends now will be deleted. */
    @EventListener
    void ended(MigrationEnded ended) {
        announce(ended.id(), clock.instant());
    }

    private void announce(MigrationId id, Instant from) {
        timeline.record(
                id,
                null,
                STEP,
                Event.Kind.NOTE,
                properties
                        .limit()
                        .map(
                                keepFor ->
                                        "Ferry deletes the backups, the dumps and people's data of this migration on "
                                                + DAY.format(from.plus(keepFor))
                                                + ", later if a phase is started again. Fetch what you need before, the report with its people too.")
                        .orElse(
                                "Ferry keeps the backups, the dumps and people's data of this migration until somebody deletes"
                                        + " them (ferry.retention.keep-for is 0)."));
    }

    /** When they will be deleted; empty while something is under way, if there is no limit, or if that was not announced yet. */
    Optional<Instant> deletesAt(Migration migration) {
        return isUnderWay(migration)
                ? Optional.empty()
                : announcedAt(migration)
                        .flatMap(announced -> properties.limit().map(lastWorkOn(migration, announced)::plus));
    }

    /**
     * Deletes the files of a migration at once: whole ones, those in transfer, and refused ones.
     *
     * @param by who asked for it
     * @return the stored files that were deleted
     * @throws StillUnderWay if the migration has not ended, or one of its phases runs again
     * @throws LookedAfter if this Ferry or another one looks after them just now
     */
    public List<Artifact> deleteFiles(Migration migration, Actor by) {
        try (Claim claim = claim(migration.id())) {
            if (claim == null) {
                throw new LookedAfter(migration.id());
            }
            if (isUnderWay(migrations.get(migration.id()))) {
                throw new StillUnderWay(migration.id());
            }
            return filesDeleted(migration.id(), by);
        }
    }

    private @Nullable Claim claim(MigrationId id) {
        return claims.take(Claims.filesOf(id)).orElse(null);
    }

    @EventListener(ApplicationReadyEvent.class)
    void checkEveryWhile() {
        checks.scheduleWithFixedDelay(this::check, 0, BETWEEN_CHECKS.toMillis(), TimeUnit.MILLISECONDS);
        checks.scheduleWithFixedDelay(this::cleanUp, 0, BETWEEN_CHECKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Lets everybody delete what has an age limit of its own. */
    private void cleanUp() {
        try {
            events.publishEvent(new CleanUpDue(clock.instant()));
        } catch (RuntimeException notNow) {
            log.warn("What is too old could not be deleted; Ferry tries again in an hour: {}", notNow.getMessage());
        }
    }

    /** Deletes what is due, and reminds of what will be soon. A failure with one migration holds no other up. */
    void check() {
        if (properties.limit().isEmpty()) {
            return;
        }
        ended().forEach(migration -> {
            // While another Ferry is at it, it is none of this one's business.
            try (Claim claim = claim(migration.id())) {
                if (claim != null) {
                    check(migration);
                }
            } catch (RuntimeException e) {
                log.error(
                        "{}: its files and people's data could not be deleted; Ferry tries again in an hour. {} {}",
                        migration.id(),
                        e.getClass().getSimpleName(),
                        Masking.mask(String.valueOf(e.getMessage())));
            }
        });
    }

    private void check(Migration migration) {
        Instant announced = announcedAt(migration).orElse(null);
        if (announced == null) {
            // It ended under a build that deleted nothing: nobody knows yet, so its time begins now.
            announce(migration.id(), clock.instant());
            return;
        }
        Instant due = deletesAt(migration).orElse(null);
        Instant now = clock.instant();
        if (due == null) {
            return;
        }
        announceAgain(migration, announced);
        if (!due.isAfter(now)) {
            Instant emptied = empty.get(migration.id());
            if (emptied != null && !due.isAfter(emptied)) {
                return;
            }
            filesDeleted(migration.id(), null);
            peopleErased(migration.id());
            empty.put(migration.id(), now);
        } else if (!due.minus(properties.remindBefore()).isAfter(now) && hasAny(migration.id())) {
            reminders.remindOfDeletion(migration.id(), DAY.format(due));
        }
    }

    /** A phase that ran since then has moved the day. */
    private void announceAgain(Migration migration, Instant announced) {
        Instant last = lastWorkOn(migration, announced);
        boolean said = !last.isAfter(announced)
                || timeline.read(migration.id()).stream()
                        .anyMatch(event ->
                                event.step().equals(STEP) && !event.at().isBefore(last));
        if (!said) {
            announce(migration.id(), last);
        }
    }

    private List<Artifact> filesDeleted(MigrationId id, @Nullable Actor by) {
        downloads.removeLeft(id.value());
        incomingFiles.list().stream()
                .filter(incoming -> incoming.owner().equals(id.value()))
                .forEach(incoming -> discard(id, incoming, by));
        List<Artifact> files = store.of(id.value());
        for (Artifact file : files) {
            // On record first: a file that is gone without a word would look like a loss.
            deleted(
                    id,
                    "Deleted “%s” (%s, %s, SHA-256 %s)."
                            .formatted(file.name(), file.kind().title(), Sizes.of(file.bytes()), file.sha256()),
                    by);
            store.discard(file.id());
        }
        return files;
    }

    private void discard(MigrationId id, IncomingFile incoming, @Nullable Actor by) {
        if (incoming.rejection() == null) {
            deleted(
                    id,
                    "Deleted the unfinished upload “%s” (%s, %s of %s)."
                            .formatted(
                                    incoming.name(),
                                    incoming.kind().title(),
                                    Sizes.of(incomingFiles.received(incoming.id())),
                                    Sizes.of(incoming.bytes())),
                    by);
        }
        incomingFiles.discard(incoming.id());
    }

    private void deleted(MigrationId id, String what, @Nullable Actor by) {
        timeline.record(id, null, STEP, by == null ? Event.Kind.NOTE : Event.Kind.DECIDED, what, by);
    }

    private void peopleErased(MigrationId id) {
        long erased = people.erase(id);
        if (erased > 0) {
            timeline.record(
                    id,
                    null,
                    STEP,
                    Event.Kind.NOTE,
                    "Erased %s about people, accounts and their issues.".formatted(Plural.of(erased, "record")));
        }
    }

    private boolean hasAny(MigrationId id) {
        return !store.of(id.value()).isEmpty() || people.has(id);
    }

    private boolean isUnderWay(Migration migration) {
        return migration.endedAt() == null
                || migrations.phaseHold(migration.id()).isPresent()
                || startsJustNow(migration)
                || timeline.phases(migration.id()).stream().anyMatch(run -> run.state() == PhaseRun.State.RUNNING);
    }

    /** Of an instance that never begins, because somebody cancelled it, Ferry does not hear: after a while it counts for nothing. */
    private boolean startsJustNow(Migration migration) {
        return !migrations
                .instancesNotBegun(migration.id(), null, clock.instant().minus(BEGINS_WITHIN))
                .isEmpty();
    }

    private Optional<Instant> announcedAt(Migration migration) {
        return timeline.firstOf(migration.id(), STEP);
    }

    private Instant lastWorkOn(Migration migration, Instant announced) {
        return Stream.concat(
                        Stream.of(announced),
                        timeline.phases(migration.id()).stream()
                                .map(PhaseRun::endedAt)
                                .filter(Objects::nonNull))
                .max(Instant::compareTo)
                .orElse(announced);
    }

    private Stream<Migration> ended() {
        return Stream.iterate(0, page -> page + 1)
                .map(page -> migrations.ended(page, PAGE).getContent())
                .takeWhile(page -> !page.isEmpty())
                .flatMap(List::stream);
    }

    @Override
    public void close() {
        checks.shutdownNow();
    }
}
