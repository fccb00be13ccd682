package io.ferry.process.cleanup;

import io.ferry.base.Moments;
import io.ferry.base.Plural;
import io.ferry.migration.Action;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Decision;
import io.ferry.migration.Event;
import io.ferry.migration.Intent;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.migration.LeftBehind;
import io.ferry.migration.Question;
import io.ferry.migration.Timeline;
import io.ferry.migration.UnansweredWork;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.process.common.Watch;
import io.ferry.process.engine.JobRetries;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.RemoteFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What Ferry has begun at the sites and may still run there. Nothing is stopped: a restore that is broken off leaves the
 * app neither old nor new.
 */
@Component
class RemoteWork {
    /** A request may still be on its way, and a site may show late what it was asked for. */
    private static final int MOST_LOOKS = 5;

    /** So long after it was asked for something may be missing on the site's list. */
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(2);

    private static final Map<Action, Overwriting> OVERWRITING = Map.of(
            Action.IMPORT_BACKUP, new Overwriting("The import of the backup", Question.IMPORT_BACKUP),
            Action.RESTORE_DUMP, new Overwriting("The restore of the dump", Question.RESTORE_DUMP),
            Action.ROLL_BACK, new Overwriting("The restore of the safety dump", Question.ROLL_BACK_BY_HAND));

    /**
     * What overwrites the target.
     *
     * @param byHand the question to which a person answers that it was done after all
     */
    private record Overwriting(String title, Question byHand) {}

    private final RunningWork runningWork;
    private final Intents intents;
    private final Confirmations confirmations;
    private final LeftBehind leftBehind;
    private final Timeline timeline;
    private final Clock clock;

    RemoteWork(
            RunningWork runningWork,
            Intents intents,
            Confirmations confirmations,
            LeftBehind leftBehind,
            Timeline timeline,
            Clock clock) {
        this.runningWork = runningWork;
        this.intents = intents;
        this.confirmations = confirmations;
        this.leftBehind = leftBehind;
        this.timeline = timeline;
        this.clock = clock;
    }

    /** What the last look showed; all null at the first one. */
    record LastLook(
            @Nullable String runsOnSeen,
            @Nullable Watch runsOnWatch,
            @Nullable Integer runsOnLooks) {}

    /**
     * What a look showed.
     *
     * @param runsOn whether to look again
     * @param runsOnSeen what was seen to run, and how far it was; empty if nothing was
     * @param runsOnWatch for how long that has been watched without a change
     * @param runsOnLooks how often in a row the site has not shown what it was asked for
     */
    record Look(boolean runsOn, String runsOnSeen, Watch runsOnWatch, int runsOnLooks) {}

    /**
     * Looks once.
     *
     * @throws StepRefused if the sites do not tell, something does not move for longer than the migration's {@code
     *     stuckAfter}, nobody knows what became of an import or a restore that was asked for, or nobody has said what became
     *     of work that people may do by hand
     */
    Look look(Step step, LastLook last) {
        List<IntentState> begun = intents.begun(step.id());
        RunningWork.Seen seen = ask(step, begun);
        List<String> lost = seen.isRunning() ? List.of() : lost(step, begun, seen);
        int looks = lost.isEmpty() ? 0 : Objects.requireNonNullElse(last.runsOnLooks(), 0) + 1;
        if (looks >= MOST_LOOKS) {
            throw StepRefused.outcomeUnknown(
                    "The outcome of something that Ferry requested is unknown.",
                    String.join("; ", lost) + ". The site does not show it." + alsoByHand(step, begun, seen),
                    "Look at the site. If it is there or under way, wait for its end and let Ferry look again. Go on only if surely nothing happened and nothing can come any more.");
        }
        boolean comes = seen.unseen().stream()
                .anyMatch(work -> work.startedAt().plus(ON_ITS_WAY).isAfter(clock.instant()));
        if (!seen.isRunning() && lost.isEmpty() && !comes) {
            expectNothingByHand(step, begun, seen);
        }
        String now = seen.running();
        @Nullable String before = last.runsOnSeen() == null || last.runsOnSeen().isEmpty() ? null : last.runsOnSeen();
        Watch watch = Objects.requireNonNullElseGet(last.runsOnWatch(), () -> Watch.begun(clock.instant()))
                .next(true, !now.equals(before), clock.instant(), step.settings());
        tell(step, before, now);
        if (seen.isRunning()) {
            expectToMove(step, watch, now);
        }
        return new Look(seen.isRunning() || !lost.isEmpty() || comes, now, watch, looks);
    }

    private void tell(Step step, @Nullable String before, String now) {
        if (before == null && !now.isEmpty()) {
            note(step, "Waits for the end of " + now + "; nothing is broken off");
        } else if (before != null && now.isEmpty()) {
            note(step, "What Ferry had begun at the sites has ended");
        }
    }

    private static void expectToMove(Step step, Watch watch, String running) {
        if (watch.isStuck(step.settings())) {
            throw StepRefused.outcomeUnknown(
                    "Something that Ferry has begun does not move any more.",
                    "Still running: " + running + ", unchanged for "
                            + Plural.of(watch.quietFor().toMinutes(), "minute") + ".",
                    "Look at the site, and talk to the vendor's support if it is stuck. If it works on, let Ferry look again.");
        }
    }

    /** Work that people do by hand shows in no intent: it is over only when somebody says so. */
    private void expectNothingByHand(Step step, List<IntentState> begun, RunningWork.Seen seen) {
        String byHand = byHand(step, begun, seen);
        if (!byHand.isEmpty()) {
            throw StepRefused.outcomeUnknown(
                    "Work that is done by hand may still be running.",
                    byHand + ". Nobody has said how that ended, and Ferry does not see work by hand.",
                    "Ask who was to do it, and look at the site. If it is running, wait for its end and interrupt nothing."
                            + " Then say here whether it has ended or was never started.");
        }
    }

    private String alsoByHand(Step step, List<IntentState> begun, RunningWork.Seen seen) {
        String byHand = byHand(step, begun, seen);
        return byHand.isEmpty() ? "" : " Work by hand may be running, too: " + byHand + ".";
    }

    private String byHand(Step step, List<IntentState> begun, RunningWork.Seen seen) {
        return leftBehind.unansweredWork(step.id()).stream()
                .filter(work -> !isFerrys(work, begun, seen))
                .map(work -> work.work().title() + ", allowed at " + Moments.of(work.since()))
                .collect(Collectors.joining("; "));
    }

    /**
     * Whether Ferry did it: a person's task follows only where Ferry could not begin it, where nobody knows what became of it
     * (and then the site is asked), or where it did not end well.
     */
    private static boolean isFerrys(UnansweredWork work, List<IntentState> begun, RunningWork.Seen seen) {
        return begun.reversed().stream()
                .filter(state -> work.isBegunBy(state.intent()))
                .findFirst()
                .filter(state -> state instanceof IntentState.Unfinished
                        || RunningWork.ids(state).anyMatch(seen.endedWell()::contains))
                .isPresent();
    }

    private RunningWork.Seen ask(Step step, List<IntentState> begun) {
        try {
            return runningWork.see(step, begun);
        } catch (AutomationUnavailableException | CredentialMissingException unknown) {
            throw doNotTell(String.valueOf(unknown.getMessage()), alsoByHand(step, begun, RunningWork.Seen.NOTHING));
        } catch (RemoteFailure failure) {
            if (failure.isPassing() && JobRetries.of(step.job()).mayLookAgain()) {
                throw failure;
            }
            throw doNotTell(String.valueOf(failure.getMessage()), alsoByHand(step, begun, RunningWork.Seen.NOTHING));
        }
    }

    private static StepRefused doNotTell(String why, String byHand) {
        return StepRefused.outcomeUnknown(
                "Ferry cannot find out whether something that it has begun still runs.",
                why + byHand,
                "Look at the lists of dumps and restores on both sites, and at the import in the cloud, and wait for"
                        + " their end.");
    }

    /** What was asked for without an answer, beyond what the site shows and what people have found out. */
    private List<String> lost(Step step, List<IntentState> begun, RunningWork.Seen seen) {
        Stream<String> asked = Stream.concat(
                        beyond(unfinished(step, begun, List.of(Action.IMPORT_BACKUP)), seen.newImports()),
                        beyond(
                                unfinished(step, begun, List.of(Action.RESTORE_DUMP, Action.ROLL_BACK)),
                                seen.newRestores()))
                .map(intent -> overwriting(intent).title() + " was asked for at " + Moments.of(intent.startedAt()));
        return Stream.concat(asked, inDoubt(step)).toList();
    }

    /** What may have been asked for after the backup from which Ferry's database was restored. */
    private Stream<String> inDoubt(Step step) {
        return OVERWRITING.entrySet().stream()
                .filter(each -> intents.isInDoubt(step.id(), each.getKey()))
                .map(each -> each.getValue().title()
                        + " may have been asked for after the backup from which Ferry's database was restored")
                .sorted();
    }

    private List<Intent> unfinished(Step step, List<IntentState> begun, List<Action> actions) {
        return begun.stream()
                .filter(IntentState.Unfinished.class::isInstance)
                .map(IntentState::intent)
                .filter(intent -> actions.contains(intent.action()))
                .filter(intent -> confirmations
                        .latest(step.id(), overwriting(intent).byHand())
                        .filter(answer -> answer.decision() == Decision.DONE)
                        .filter(answer -> answer.at().isAfter(intent.startedAt()))
                        .isEmpty())
                .toList();
    }

    private static Overwriting overwriting(Intent intent) {
        return Objects.requireNonNull(OVERWRITING.get(intent.action()));
    }

    private static Stream<Intent> beyond(List<Intent> unfinished, long shown) {
        return unfinished.stream().skip(shown);
    }

    private void note(Step step, String message) {
        timeline.record(step.id(), null, step.name(), Event.Kind.NOTE, message);
    }
}
