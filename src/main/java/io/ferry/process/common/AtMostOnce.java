package io.ferry.process.common;

import io.ferry.artifact.ArtifactException;
import io.ferry.base.Moments;
import io.ferry.migration.DatabaseFailures;
import io.ferry.migration.Intent;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.process.engine.JobRetries;
import io.ferry.process.model.BpmnCode;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.OutcomeUnknownException;
import io.ferry.remote.RemoteFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Changes a remote site at most once for each intent. A job that runs again takes the result of the first run; where that
 * run did not live to tell, the site is asked; what the site cannot tell is a person's, never a second try.
 */
@Component
public class AtMostOnce {
    private static final Duration SOON = Duration.ofSeconds(15);

    private static final String LOOK =
            "Look at the site. If it is there or under way, wait for it and choose “done”. Let Ferry do it"
                    + " only if surely nothing happened.";

    private final Intents intents;

    /**
     * What is known of changes and could not be written down, since the database was away. The moment of its beginning is
     * part of an intent: what is known of one beginning says nothing about another. It lasts as long as this Ferry; after
     * that the site is asked.
     */
    private final Map<Intent, Known> unwritten = new ConcurrentHashMap<>();

    /** What became of a change. */
    private sealed interface Known {
        record Made(Map<String, Object> result) implements Known {}

        record NotMade(String why) implements Known {}
    }

    /**
     * A change whose outcome is looked for.
     *
     * @param inDoubt whether it is not known that it was asked for
     * @param answer what is known of the answer if the change was asked for just now, else empty
     */
    private record Asked(Intent intent, String what, boolean inDoubt, String answer) {
        StepRefused unknown(String known) {
            return inDoubt
                    ? StepRefused.outcomeUnknown(
                            what + " may have been requested already, and the record does not know it.",
                            "Ferry's database was restored from a backup, and what was requested after the backup is not on"
                                    + " record. Ferry has requested nothing since; with the mark " + intent.mark()
                                    + ", "
                                    + known,
                            LOOK)
                    : StepRefused.outcomeUnknown(
                            what + " was requested, and its outcome is unknown.",
                            "Asked for at " + Moments.of(intent.startedAt()) + " with the mark " + intent.mark() + "; "
                                    + known,
                            LOOK);
        }
    }

    public AtMostOnce(Intents intents) {
        this.intents = intents;
    }

    /**
     * Does the change, or finds out what became of it.
     *
     * @param state what {@link Intents#begin} answered
     * @param what the change as the beginning of a sentence, such as “The dump”
     * @param change makes the change and gives what came back: ids and counts
     * @param find asks the site whether the change is there; empty if it does not show
     * @return what came back, now or then
     * @throws StepRefused {@link BpmnCode#OUTCOME_UNKNOWN} when nobody can tell
     */
    public Map<String, Object> atMostOnce(
            Step step,
            IntentState state,
            String what,
            Function<Intent, Map<String, Object>> change,
            Function<Intent, Optional<Map<String, Object>>> find) {
        return switch (state) {
            case IntentState.Done done -> done.result();
            case IntentState.Unfinished(Intent intent, boolean inDoubt) -> {
                Known known = unwritten.get(intent);
                yield known == null
                        ? findOut(step, new Asked(intent, what, inDoubt, ""), find)
                        : remembered(intent, what, known);
            }
            case IntentState.Fresh(Intent intent) -> {
                try {
                    yield make(step, intent, change);
                } catch (OutcomeUnknownException unknown) {
                    yield findOut(step, new Asked(intent, what, false, " " + unknown.getMessage()), find);
                }
            }
        };
    }

    /**
     * Does what may be done twice without harm, such as an upload: where its outcome is unknown, it is done again.
     *
     * @param state what {@link Intents#begin} answered
     * @param change makes the change and gives what came back: ids and counts
     * @return what came back, now or then
     */
    public Map<String, Object> untilDone(Step step, IntentState state, Function<Intent, Map<String, Object>> change) {
        return switch (state) {
            case IntentState.Done done -> done.result();
            case IntentState.Unfinished(Intent intent, boolean inDoubt) -> make(step, intent, change);
            case IntentState.Fresh(Intent intent) -> make(step, intent, change);
        };
    }

    private Map<String, Object> make(Step step, Intent intent, Function<Intent, Map<String, Object>> change) {
        try {
            step.expectOurs(Duration.ZERO);
            return ended(intent, change.apply(intent));
        } catch (RemoteFailure
                | AutomationUnavailableException
                | CredentialMissingException
                | ArtifactException
                | JobLost
                | StepRefused nothingChanged) {
            write(intent, new Known.NotMade(String.valueOf(nothingChanged.getMessage())));
            throw nothingChanged;
        }
    }

    private Map<String, Object> findOut(Step step, Asked asked, Function<Intent, Optional<Map<String, Object>>> find) {
        Optional<Map<String, Object>> found = ask(step, asked, find);
        if (found.isPresent()) {
            return ended(asked.intent(), found.get());
        }
        JobRetries tries = JobRetries.of(step.job());
        if (tries.mayLookAgain() || (!asked.answer().isEmpty() && !tries.isLast())) {
            // A site may show a change only on a later look; Camunda's next try of this job is that look.
            RemoteFailure later = RemoteFailure.passing(
                    asked.what() + (asked.inDoubt() ? " may have been" : " was")
                            + " asked for, but the site does not show it yet.",
                    "Ferry looks again, and asks for nothing twice." + asked.answer());
            // Where the site was away so long that the pauses have grown, a person need not wait as long for the
            // question.
            throw tries.mayLookAgain() ? later : later.notBefore(SOON);
        }
        throw asked.unknown("the site does not show it." + asked.answer());
    }

    /**
     * A site that cannot be asked leaves open what became of the change: that goes to a person as such, never as a failure
     * that changed nothing.
     */
    private static Optional<Map<String, Object>> ask(
            Step step, Asked asked, Function<Intent, Optional<Map<String, Object>>> find) {
        try {
            return find.apply(asked.intent());
        } catch (StepRefused | JobLost known) {
            throw known;
        } catch (RuntimeException failure) {
            boolean lasting = failure instanceof CredentialMissingException
                    || failure instanceof AutomationUnavailableException
                    || (failure instanceof RemoteFailure remote && !remote.isPassing());
            boolean over = lasting || JobRetries.of(step.job()).isLast();
            if (!over || DatabaseFailures.isUnavailable(failure)) {
                throw failure;
            }
            boolean foreseen = lasting || failure instanceof RemoteFailure;
            throw asked.unknown("Ferry cannot ask the site for it. "
                    + (foreseen
                            ? failure.getMessage()
                            : "(" + failure.getClass().getSimpleName() + ")")
                    + asked.answer());
        }
    }

    /** The database was away when an earlier try of this job wanted to write down what it knew. */
    private Map<String, Object> remembered(Intent intent, String what, Known known) {
        write(intent, known);
        return switch (known) {
            case Known.Made made -> made.result();
            case Known.NotMade notMade ->
                throw RemoteFailure.passing(
                        what + " was not made: " + notMade.why(), "Ferry asks the site for it again.");
        };
    }

    private Map<String, Object> ended(Intent intent, Map<String, Object> result) {
        write(intent, new Known.Made(result));
        return result;
    }

    private void write(Intent intent, Known known) {
        try {
            switch (known) {
                case Known.Made made -> intents.done(intent, made.result());
                case Known.NotMade notMade -> intents.failed(intent, notMade.why());
            }
            unwritten.remove(intent);
        } catch (RuntimeException failure) {
            if (DatabaseFailures.isUnavailable(failure)) {
                unwritten.put(intent, known);
            }
            throw failure;
        }
    }
}
