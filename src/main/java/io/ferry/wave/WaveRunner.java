package io.ferry.wave;

import io.ferry.migration.Actor;
import io.ferry.migration.DatabaseFailures;
import io.ferry.migration.InvalidField;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationEnded;
import io.ferry.migration.Migrations;
import io.ferry.migration.Turns;
import io.ferry.migration.VisibleTeams;
import io.ferry.process.engine.StartedInCamunda;
import io.ferry.process.lifecycle.MigrationLifecycle;
import io.ferry.process.lifecycle.Result.NotAccepted;
import io.ferry.process.lifecycle.Result.SettingsNotUsable;
import io.ferry.process.lifecycle.Result.StartUnknown;
import io.ferry.process.lifecycle.Result.Started;
import io.ferry.process.lifecycle.Result.TargetTaken;
import io.ferry.remote.RemoteFailure;
import io.ferry.wave.WaveReader.Read;
import io.ferry.wave.Waves.Claim;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Starts the migrations of waves, when there is room and their time has come. It knows nothing that the database does not:
 * several Ferrys may do it at once, and one that dies leaves to the others what it had begun.
 */
@Component
public class WaveRunner implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WaveRunner.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);
    private static final Duration TARGET_PAUSE = Duration.ofMinutes(1);

    private final Waves waves;
    private final WaveCheck check;
    private final MigrationLifecycle lifecycle;
    private final Migrations migrations;
    private final StartedInCamunda startedInCamunda;
    private final Turns turns;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("waves").factory());

    WaveRunner(
            Waves waves,
            WaveCheck check,
            MigrationLifecycle lifecycle,
            Migrations migrations,
            StartedInCamunda startedInCamunda,
            Turns turns) {
        this.waves = waves;
        this.check = check;
        this.lifecycle = lifecycle;
        this.migrations = migrations;
        this.startedInCamunda = startedInCamunda;
        this.turns = turns;
    }

    /**
     * Checks a wave, puts it on record and begins it.
     *
     * @param teams of whoever asks
     * @throws WaveRefused with everything that is wrong; nothing was kept then
     */
    public Wave create(Read read, VisibleTeams teams, Actor by) {
        Wave wave = alone(() -> waves.create(check.checked(read, teams), by));
        soon();
        return wave;
    }

    /** What is wanted for a target is looked up and noted by one at a time, at whichever Ferry: else two waves would go there. */
    private synchronized <T> T alone(Supplier<T> work) {
        return turns.alone("waves", work);
    }

    /** Lets a wave go on. */
    public Waves.Result resume(UUID id, Actor by) {
        Waves.Result result = alone(() -> waves.resume(id, by));
        soon();
        return result;
    }

    @EventListener(ApplicationReadyEvent.class)
    void lookEveryWhile() {
        looks.scheduleWithFixedDelay(this::look, 0, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    @TransactionalEventListener
    void ended(MigrationEnded ended) {
        soon();
    }

    private void soon() {
        try {
            looks.execute(this::look);
        } catch (RejectedExecutionException closing) {
            // Whoever looks next finds it in the database.
        }
    }

    /** Starts what is to be started now. A failure with one wave holds no other up. */
    void look() {
        try {
            waves.atWork().forEach(this::look);
        } catch (RuntimeException notNow) {
            failed("Waves", notNow);
        }
    }

    private void look(UUID wave) {
        try {
            Optional<Claim> next = waves.claimNext(wave);
            while (next.isPresent()
                    && start(next.get())
                    && !Thread.currentThread().isInterrupted()) {
                next = waves.claimNext(wave);
            }
        } catch (RuntimeException notNow) {
            failed("The wave " + wave, notNow);
        }
    }

    private static void failed(String what, RuntimeException why) {
        if (DatabaseFailures.isUnavailable(why)) {
            log.warn(
                    "{} could not be looked after, since the database does not answer; Ferry tries again in {} s.",
                    what,
                    BETWEEN_LOOKS.toSeconds());
        } else {
            log.warn("{} could not be looked after; Ferry tries again in {} s.", what, BETWEEN_LOOKS.toSeconds(), why);
        }
    }

    /** {@return whether the next one may be tried right away} */
    boolean start(Claim claim) {
        if (claim.again()) {
            Optional<Boolean> settled = settled(claim);
            if (settled.isPresent()) {
                return settled.get();
            }
        }
        return switch (lifecycle.start(claim.migration(), claim.request(), claim.by(), claim.how())) {
            case Started started -> {
                waves.started(claim);
                yield true;
            }
            case StartUnknown unknown -> {
                waves.unknown(
                        claim,
                        "Camunda did not say whether its process began. Ferry finds out, and starts it if it did not.");
                yield false;
            }
            case NotAccepted(var why) -> {
                waves.putBack(claim, why.getMessage() + " Ferry tries again.", BETWEEN_LOOKS);
                yield false;
            }
            case SettingsNotUsable(var fields) -> {
                waves.refused(claim, fields.stream().map(InvalidField::toString).collect(Collectors.joining("; ")));
                yield true;
            }
            case TargetTaken taken -> {
                waves.putBack(
                        claim,
                        "Another migration goes to this cloud site. Ferry tries again when that has ended.",
                        TARGET_PAUSE);
                yield true;
            }
        };
    }

    /**
     * Settles a line that may have been started before, if it needs no start: it came through, or the wave does not run any more; or if
     * that is not known yet, and is asked again later. Camunda is asked even if no such migration is on record, since the record may be an
     * older one that was put back.
     *
     * @return whether the next one may be tried right away; empty if this one is to be started
     */
    private Optional<Boolean> settled(Claim claim) {
        Optional<Migration> known = migrations.find(claim.migration());
        if (known.isPresent()
                && (known.get().processInstanceKey() != null || known.get().outcome() != null)) {
            waves.started(claim);
            return Optional.of(true);
        }
        try {
            if (startedInCamunda.hasProcess(claim.migration())) {
                if (known.isPresent()) {
                    waves.unknown(claim, "Camunda has its process, which has not reported yet: look in Operate.");
                } else {
                    waves.leftOut(
                            claim,
                            "Camunda has a process of this migration already, and Ferry's record, which was put back, does not know it."
                                    + " Look in Operate.");
                }
                return Optional.of(true);
            }
        } catch (RemoteFailure silent) {
            String why = "It is not known whether its process began, for Camunda does not answer. Ferry asks again.";
            if (claim.begun()) {
                waves.unknown(claim, why);
            } else {
                waves.putBack(claim, why, BETWEEN_LOOKS);
            }
            return Optional.of(false);
        }
        if (claim.standing() == Wave.State.RUNNING) {
            return Optional.empty();
        }
        if (!claim.standing().isOver()) {
            waves.unknown(claim, "Ferry was about to start it. It begins when the wave goes on.");
        } else if (known.isEmpty() || isForgotten(claim)) {
            waves.leftOut(claim, null);
        }
        return Optional.of(true);
    }

    private boolean isForgotten(Claim claim) {
        try {
            return migrations.forget(claim.migration());
        } catch (DataIntegrityViolationException inUse) {
            waves.unknown(
                    claim, "It is on record, with a file or an answer, and has no process: cancel it on its page.");
            return false;
        }
    }

    @Override
    public void close() {
        looks.shutdown();
        try {
            if (!looks.awaitTermination(5, TimeUnit.SECONDS)) {
                looks.shutdownNow();
            }
        } catch (InterruptedException now) {
            looks.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
