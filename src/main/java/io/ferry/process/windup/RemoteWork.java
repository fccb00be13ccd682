package io.ferry.process.windup;

import io.ferry.bigpicture.Dump;
import io.ferry.bigpicture.RestoreProgress;
import io.ferry.jira.cloud.ImportProgress;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Event;
import io.ferry.migration.Intent;
import io.ferry.migration.Intents;
import io.ferry.migration.Operation;
import io.ferry.migration.Timeline;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.process.common.Tries;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.RemoteFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What Ferry has begun at the sites and may still run there. Nothing is stopped: a restore that is broken off leaves the
 * app neither old nor new.
 */
@Component
class RemoteWork {
    private static final String SINCE = "runsOnSince";

    private final Sites sites;
    private final Intents intents;
    private final Confirmations confirmations;
    private final Timeline timeline;
    private final Clock clock;

    RemoteWork(Sites sites, Intents intents, Confirmations confirmations, Timeline timeline, Clock clock) {
        this.sites = sites;
        this.intents = intents;
        this.confirmations = confirmations;
        this.timeline = timeline;
        this.clock = clock;
    }

    /**
     * Looks once.
     *
     * @return {@code runsOn}: whether to look again; {@code runsOnSince}: when the first look was; {@code sourceFrozen}
     * @throws StepRefused if the sites do not tell, or something runs for longer than the migration's {@code stuckAfter}
     */
    Map<String, @Nullable Object> look(Step step) {
        List<String> running = running(step);
        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put("runsOn", !running.isEmpty());
        variables.put("sourceFrozen", isFrozen(step));
        @Nullable String since = step.text(SINCE);
        if (since == null && !running.isEmpty()) {
            variables.put(SINCE, clock.instant().toString());
            note(step, "Waits for the end of " + String.join(" and ", running) + "; nothing is broken off");
        } else if (since != null && running.isEmpty()) {
            note(step, "What Ferry had begun at the sites has ended");
        } else if (since != null) {
            expectAnEnd(step, Instant.parse(since), running);
        }
        return variables;
    }

    private void expectAnEnd(Step step, Instant since, List<String> running) {
        Duration longest = step.settings().thresholds().stuckAfter();
        if (Duration.between(since, clock.instant()).compareTo(longest) > 0) {
            throw StepRefused.outcomeUnknown(
                    "Something that Ferry has begun does not come to its end.",
                    "Still running: " + String.join(" and ", running) + ".",
                    "Look at the site, and talk to the vendor's support if it is stuck. Open the source again only"
                            + " when you know what you will do.");
        }
    }

    private boolean isFrozen(Step step) {
        Optional<Confirmation> frozen = confirmations
                .latest(step.id(), "freeze")
                .filter(answer -> answer.decision().equals("CONFIRM"));
        Optional<Confirmation> opened = confirmations
                .latest(step.id(), "unfreeze")
                .filter(answer -> answer.decision().equals("OPEN"));
        return frozen.filter(answer -> opened.isEmpty() || opened.get().at().isBefore(answer.at()))
                .isPresent();
    }

    private List<String> running(Step step) {
        List<String> running = new ArrayList<>();
        List<Intent> begun = intents.begun(step.id());
        try {
            if (isBegun(begun, Operation.CREATE_DUMP) && dumpRuns(step, begun)) {
                running.add("the dump at " + step.settings().source().url());
            }
            if (isBegun(begun, Operation.IMPORT_BACKUP) && importRuns(step)) {
                running.add("the import at " + step.settings().target().url());
            }
            if ((isBegun(begun, Operation.RESTORE_DUMP) || isBegun(begun, Operation.ROLL_BACK)) && restoreRuns(step)) {
                running.add("the restore at " + step.settings().target().url());
            }
            return running;
        } catch (AutomationUnavailableException | CredentialMissingException unknown) {
            throw doNotTell(String.valueOf(unknown.getMessage()));
        } catch (RemoteFailure failure) {
            if (failure.isPassing() && Tries.of(step.job()).mayLookAgain()) {
                throw failure;
            }
            throw doNotTell(String.valueOf(failure.getMessage()));
        }
    }

    private static StepRefused doNotTell(String why) {
        return StepRefused.outcomeUnknown(
                "Ferry cannot find out whether something that it has begun still runs.",
                why,
                "Look at the lists of dumps and restores on both sites, and at the import in the cloud, and wait for"
                        + " their end.");
    }

    private static boolean isBegun(List<Intent> begun, Operation operation) {
        return begun.stream().anyMatch(intent -> intent.action().equals(operation.key()));
    }

    private boolean dumpRuns(Step step, List<Intent> begun) {
        return sites.sourceApp(step.migration()).dumps().list().stream()
                .filter(dump ->
                        begun.stream().anyMatch(intent -> dump.description().contains(intent.mark())))
                .map(Dump::state)
                .anyMatch(state -> state.isInProgress());
    }

    private boolean importRuns(Step step) {
        return sites.target(step.settings()).imports().stream()
                .map(ImportProgress::state)
                .anyMatch(state -> state.isInProgress());
    }

    private boolean restoreRuns(Step step) {
        return sites.targetApp(step.migration()).dumps().restores().stream()
                .map(RestoreProgress::state)
                .anyMatch(state -> state.isInProgress());
    }

    private void note(Step step, String message) {
        timeline.record(step.id(), null, step.name(), Event.Kind.NOTE, message);
    }
}
