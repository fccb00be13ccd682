package io.ferry.process.restorebigpicture;

import io.ferry.artifact.ArtifactKind;
import io.ferry.bigpicture.Dump;
import io.ferry.bigpicture.Dumps;
import io.ferry.bigpicture.RestoreProgress;
import io.ferry.migration.Action;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Intents;
import io.ferry.migration.Question;
import io.ferry.process.common.AtMostOnce;
import io.ferry.process.common.LongWork;
import io.ferry.process.common.MigrationFiles;
import io.ferry.process.common.RestoredRecord;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.process.common.Watch;
import io.ferry.process.engine.JobRetries;
import io.ferry.process.model.Problem;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.RemoteFailure;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The way back: what the app in the cloud held before the restore. Ferry has it dumped and fetches a copy before anything
 * is overwritten; the app then makes one of its own as well.
 */
@Component
class SafetyDumps {
    private final Sites sites;
    private final MigrationFiles files;
    private final RollbackPoint rollbackPoint;
    private final Confirmations confirmations;
    private final Intents intents;
    private final AtMostOnce changes;
    private final LongWork longWork;
    private final RestoredRecord restored;

    SafetyDumps(
            Sites sites,
            MigrationFiles files,
            RollbackPoint rollbackPoint,
            Confirmations confirmations,
            Intents intents,
            AtMostOnce changes,
            LongWork longWork,
            RestoredRecord restored) {
        this.confirmations = confirmations;
        this.intents = intents;
        this.changes = changes;
        this.longWork = longWork;
        this.sites = sites;
        this.files = files;
        this.rollbackPoint = rollbackPoint;
        this.restored = restored;
    }

    /** What the process knows of the safety dump that Ferry has made. */
    record SoFar(
            @Nullable String safetyMark,
            @Nullable Integer safetyPercent,
            @Nullable Watch safetyWatch) {}

    /** The safety dump that Ferry has made, as it begins. */
    record Begun(String safetyMark, LongWork.State safetyState, int safetyPercent, Watch safetyWatch) {}

    /**
     * How far it is.
     *
     * @param safetyDump what is on record when it is done; what the process knows stays as it is before
     */
    record Underway(
            LongWork.State safetyState,
            int safetyPercent,
            Watch safetyWatch,
            @Nullable Problem problem,
            Optional<SafetyDump> safetyDump) {}

    /** The restore before which the app made its own. */
    record AfterRestore(@Nullable String restoreId) {}

    /** What is on record. */
    record Kept(SafetyDump safetyDump) {}

    /** Has the app make a dump of what it holds, once for each confirmation of a restore. */
    Begun make(Step step) {
        var dumps = sites.targetApp(step.migration()).dumps();
        var state = intents.begin(confirmed(step), Action.MAKE_SAFETY_DUMP, Map.of());
        var mark = state.intent().mark();
        changes.atMostOnce(
                step,
                state,
                "The safety dump",
                intent -> {
                    dumps.create(
                            "Ferry, before the restore of " + step.migration().name() + " [" + mark + "]");
                    return Map.of("mark", mark);
                },
                intent -> Dump.marked(dumps.list(), mark).map(dump -> Map.of("mark", mark)));
        var begun = longWork.begun();
        return new Begun(mark, begun.state(), begun.percent(), begun.watch());
    }

    /** Asks how far it is; a copy of what is ready goes into the store and onto the record. */
    Underway look(Step step, SoFar known) {
        var dumps = sites.targetApp(step.migration()).dumps();
        var mark = LongWork.known(known.safetyMark(), "The safety dump");
        var seen = longWork.look(
                step,
                "The safety dump",
                known.safetyPercent(),
                known.safetyWatch(),
                () -> LongWork.Progress.of(Dump.marked(dumps.list(), mark)));
        var made = seen.state() == LongWork.State.DONE
                ? Optional.of(recorded(step, dumps, mark))
                : Optional.<SafetyDump>empty();
        return new Underway(seen.state(), seen.percent(), seen.watch(), seen.problem(), made);
    }

    private SafetyDump recorded(Step step, Dumps dumps, String mark) {
        var dump = Dump.marked(dumps.list(), mark)
                .orElseThrow(() -> RemoteFailure.passing(
                        "The safety dump is not in the app's list any more.", "Look at the app's list of dumps."));
        var confirmed = confirmed(step);
        return rollbackPoint.found(confirmed, copied(step, dumps, dump, confirmed, null));
    }

    private Confirmation confirmed(Step step) {
        return confirmations
                .latest(step.id(), Question.RESTORE)
                .filter(Confirmation::isConfirmation)
                .filter(confirmation -> !restored.isOfAnEarlierRun(step, confirmation))
                .orElseThrow(() -> StepRefused.refused(
                        "Nobody has confirmed the restore.",
                        "It overwrites everything in the app.",
                        "Confirm it first."));
    }

    /**
     * Finds the dump that the app made by itself. Where it shows none, what is on record stands; without one a person notes
     * which it is.
     */
    Kept keep(Step step, AfterRestore restore) {
        return new Kept(find(step, restore.restoreId()));
    }

    private SafetyDump find(Step step, @Nullable String restoreId) {
        var known = rollbackPoint.dump(step.id());
        try {
            return ofTheApp(step, known, restoreId);
        } catch (AutomationUnavailableException byHand) {
            return known;
        } catch (CredentialMissingException missing) {
            return keptOr(missing, known);
        } catch (RemoteFailure failure) {
            if (!failure.isPassing()) {
                // The token of before the restore is invalid after it: then a person notes the dump.
                return known;
            }
            if (!JobRetries.of(step.job()).isLast()) {
                throw failure;
            }
            return keptOr(failure, known);
        }
    }

    private static <X extends RuntimeException> SafetyDump keptOr(X failure, SafetyDump known) {
        if (known.kept()) {
            return known;
        }
        throw failure;
    }

    private SafetyDump ofTheApp(Step step, SafetyDump known, @Nullable String restoreId) {
        var confirmed = confirmations.latest(step.id(), Question.RESTORE).orElse(null);
        if (confirmed == null) {
            return known;
        }
        if (restored.isOfAnEarlierRun(step, confirmed)) {
            // What is known may be the way back of a run that people have accepted since: then a person says which dump
            // it is.
            return rollbackPoint.isOpen(step.id()) ? known : SafetyDump.NONE;
        }
        var dumps = sites.targetApp(step.migration()).dumps();
        var list = dumps.list();
        var named = Optional.ofNullable(restoreId)
                .map(dumps::restoreState)
                .flatMap(RestoreProgress::safetyDumpId)
                .orElse(null);
        if (named != null) {
            return whole(list.stream().filter(dump -> dump.id().equals(named)).findFirst())
                    .map(dump -> rollbackPoint.found(confirmed, copied(step, dumps, dump, confirmed, restoreId)))
                    .orElse(known);
        }
        return known.kept()
                ? known
                : whole(firstOf(step, list))
                        .map(dump -> rollbackPoint.foundFirst(step.id(), copied(step, dumps, dump, confirmed, null)))
                        .orElse(known);
    }

    /** After a restore by hand: the first one since the target was looked at holds what was there then. */
    private Optional<Dump> firstOf(Step step, List<Dump> list) {
        var since = rollbackPoint.state(step.id()).map(TargetState::seenAt).orElse(Instant.MAX);
        return list.stream()
                .filter(dump -> dump.origin() == Dump.Origin.SAFETY)
                .filter(dump -> dump.createdAt().filter(since::isBefore).isPresent())
                .min(Comparator.comparing(dump -> dump.createdAt().orElse(Instant.MAX)));
    }

    private static Optional<Dump> whole(Optional<Dump> dump) {
        if (dump.filter(found -> found.state().isInProgress()).isPresent()) {
            throw RemoteFailure.passing(
                    "The app still makes its safety dump.", "Wait until it is in the app's list of dumps.");
        }
        return dump.filter(found -> !found.state().isError());
    }

    private SafetyDump copied(Step step, Dumps dumps, Dump dump, Confirmation confirmed, @Nullable String restoreId) {
        var file = files.fetchOnce(
                step,
                ArtifactKind.SAFETY_DUMP,
                "safety-dump-" + dump.id().replaceAll("[^A-Za-z0-9-]", "_") + ".dump",
                out -> files.copy(dumps, dump, out));
        return new SafetyDump(
                dump.id(),
                dump.description(),
                true,
                dump.createdAt().map(Instant::toString).orElse(null),
                file.id(),
                file.sha256(),
                restoreId,
                confirmed.id().toString(),
                List.of());
    }
}
