package io.ferry.process.reminders;

import io.ferry.base.Words;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationEnded;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.Notices;
import io.ferry.migration.Notices.Key;
import io.ferry.migration.Notices.Wanted;
import io.ferry.migration.Outcome;
import io.ferry.migration.Phase;
import io.ferry.migration.PhaseEnded;
import io.ferry.process.engine.Incident;
import io.ferry.process.engine.Incidents;
import io.ferry.process.engine.WaitingTask;
import io.ferry.process.engine.WaitingTasks;
import io.ferry.remote.Masking;
import io.ferry.remote.RemoteFailure;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Tells people what waits for them, what is stuck and what has ended. What waits is looked for when the process says so
 * ({@link #remind}); an end is put down in the transaction that records it and told right after, and again every while if
 * it could not be told. Nothing here fails for those who call.
 */
@Component
public class Reminders implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Reminders.class);
    private static final String ENDED = "ended:";
    private static final String PHASE = "phase:";
    private static final String DELETION = "deletion:";

    private final RemindersProperties properties;
    private final Channels channels;
    private final Notices notices;
    private final Migrations migrations;
    private final WaitingTasks waitingTasks;
    private final Incidents incidents;
    private final String ferry;
    private final Clock clock;
    private final ScheduledExecutorService tells = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tells-outcomes").factory());

    /** @param ferry the address under which people reach Ferry's pages */
    Reminders(
            RemindersProperties properties,
            Channels channels,
            Notices notices,
            Migrations migrations,
            WaitingTasks waitingTasks,
            Incidents incidents,
            @Value("${ferry.public-url:http://127.0.0.1:${server.port:8090}}") String ferry,
            Clock clock) {
        this.properties = properties;
        this.channels = channels;
        this.notices = notices;
        this.migrations = migrations;
        this.waitingTasks = waitingTasks;
        this.incidents = incidents;
        this.ferry = ferry.replaceAll("(?<!/)/+$", "");
        this.clock = clock;
    }

    /** Tells what is due in a migration. Never fails: what could not be sent is tried again the next time. */
    public void remind(MigrationId id) {
        if (channels.all().isEmpty()) {
            return;
        }
        quietly("what waits in " + id, () -> {
            Migration migration = migrations.get(id);
            List<Notice> due = due(migration);
            channels.all().forEach(channel -> tell(channel, migration, due));
        });
    }

    @EventListener
    void ended(MigrationEnded ended) {
        want(ended.id(), new Key(ENDED + ended.outcome(), ""));
    }

    @EventListener
    void ended(PhaseEnded ended) {
        if (properties.phases()) {
            want(ended.id(), new Key(PHASE + ended.phase().processId(), String.valueOf(ended.run())));
        }
    }

    /**
     * Tells once that the files and people's data of an ended migration will be deleted soon.
     *
     * @param day when, such as {@code 2026-11-29}
     */
    public void remindOfDeletion(MigrationId id, String day) {
        want(id, new Key(DELETION + day, ""));
        tellSoon();
    }

    private void want(MigrationId id, Key key) {
        channels.all().forEach(channel -> notices.want(id, channel.name(), key));
    }

    @TransactionalEventListener
    void tellAfter(MigrationEnded ended) {
        tellSoon();
    }

    @TransactionalEventListener
    void tellAfter(PhaseEnded ended) {
        tellSoon();
    }

    private void tellSoon() {
        if (!channels.all().isEmpty() && !tells.isShutdown()) {
            tells.execute(this::tellWhatEnded);
        }
    }

    @EventListener(ApplicationReadyEvent.class)
    void tellAgainEveryWhile() {
        if (!channels.all().isEmpty()) {
            tells.scheduleWithFixedDelay(
                    this::tellWhatEnded, 0, properties.checkEvery().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Tells the ends that nobody has been told yet. */
    void tellWhatEnded() {
        quietly("what has ended", () -> {
            for (Wanted wanted : notices.wanted()) {
                channels.all().stream()
                        .filter(channel -> channel.name().equals(wanted.channel()))
                        .forEach(channel ->
                                tell(channel, migrations.get(wanted.id()), List.of(notice(wanted.id(), wanted.key()))));
            }
        });
    }

    @Override
    public void close() {
        tells.shutdownNow();
    }

    private List<Notice> due(Migration migration) {
        Due due = new Due(properties, clock.instant());
        List<Notice> found = new ArrayList<>();
        for (Incident incident : known(() -> incidents.of(migrations.instances(migration)))) {
            due.of(incident).ifPresent(found::add);
        }
        List<WaitingTask> tasks = known(() -> waitingTasks.of(migration.id()));
        Set<String> unknown = tasks.isEmpty()
                ? Set.of()
                : Set.copyOf(known(() -> List.copyOf(waitingTasks.withUnknownOutcome(migration.id()))));
        tasks.forEach(task -> due.of(task, unknown).ifPresent(found::add));
        return found;
    }

    /** While Camunda is silent nothing is known to be due; the next look may find it. */
    private static <T> List<T> known(Supplier<List<T>> question) {
        try {
            return question.get();
        } catch (RemoteFailure silent) {
            log.info("Reminders wait: {}", silent.getMessage());
            return List.of();
        }
    }

    private void tell(Channel channel, Migration migration, List<Notice> due) {
        List<Notice> concerning = due.stream().filter(channel::concerns).toList();
        if (concerning.isEmpty()) {
            return;
        }
        Set<Key> begun = notices.begin(
                migration.id(),
                channel.name(),
                concerning.stream().flatMap(notice -> notice.keys().stream()).toList());
        List<Notice> news = concerning.stream()
                .filter(notice -> begun.contains(notice.keys().getLast()))
                .toList();
        try {
            if (!news.isEmpty()) {
                channel.send(message(migration, news));
            }
        } catch (NotSent failure) {
            log.warn("{}: nobody was told by {}. {}", migration.id(), channel.name(), failure.why());
            notices.failed(migration.id(), channel.name(), begun, failure.why());
            return;
        } catch (RuntimeException unforeseen) {
            notices.failed(
                    migration.id(),
                    channel.name(),
                    begun,
                    "Something that Ferry did not foresee ("
                            + unforeseen.getClass().getSimpleName() + ").");
            throw unforeseen;
        }
        // If this cannot be noted, it counts as sent all the same: nobody is told twice.
        notices.sent(migration.id(), channel.name(), begun);
    }

    private Message message(Migration migration, List<Notice> news) {
        String title = news.size() == 1
                ? news.getFirst().text().replaceFirst("(?s)\\. .*|\\.$", "")
                : news.size() + " things need a look";
        String page = ferry + "/migrations/" + migration.id();
        return new Message(
                title,
                migration.id().value(),
                host(migration.settings().source().url()) + " to "
                        + host(migration.settings().target().url()),
                page,
                migrations.instances(migration).stream()
                        .findFirst()
                        .map(incidents::linkTo)
                        .orElseGet(incidents::home),
                news);
    }

    private Notice notice(MigrationId id, Key key) {
        if (key.subject().startsWith(PHASE)) {
            String title = Phase.ofProcess(key.subject().substring(PHASE.length()))
                    .map(Phase::title)
                    .orElse("A phase");
            return new Notice(List.of(key), "The phase “" + title + "” has ended.", null, List.of());
        }
        if (key.subject().startsWith(DELETION)) {
            return new Notice(
                    List.of(key),
                    "Ferry deletes the backups, the dumps and people's data of this migration on "
                            + key.subject().substring(DELETION.length()) + ". Fetch what you need before.",
                    null,
                    List.of());
        }
        String outcome = Words.of(
                Outcome.valueOf(key.subject().substring(ENDED.length())).name());
        return new Notice(
                List.of(key),
                "The migration has ended: " + outcome + ". Read the report.",
                ferry + "/api/migrations/" + id + "/report",
                List.of());
    }

    private static String host(URI url) {
        return Optional.ofNullable(url.getHost()).orElse("");
    }

    /** A failure to tell holds nothing up, whatever it is. */
    private static void quietly(String what, Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            log.error(
                    "Nobody could be told {}: {} {}",
                    what,
                    e.getClass().getSimpleName(),
                    Masking.mask(String.valueOf(e.getMessage())));
        }
    }
}
