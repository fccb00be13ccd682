package io.ferry.process.common;

import io.camunda.client.exception.CamundaError;
import io.ferry.migration.Migrations;
import io.ferry.migration.Phase;
import io.ferry.migration.TargetInUse;
import io.ferry.migration.Timeline;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** When the phases begin and end, and which one that was started alone holds its target. */
@Component
class RecordedPhases {
    private final Timeline timeline;
    private final Migrations migrations;
    private final MigrationFiles files;

    RecordedPhases(Timeline timeline, Migrations migrations, MigrationFiles files) {
        this.timeline = timeline;
        this.migrations = migrations;
        this.files = files;
    }

    /** The phase that was started alone; null in the main process, which has a call activity for each. */
    record Alone(@Nullable String phase) {
        /** @throws IllegalStateException if neither tells the phase */
        Phase or(Step step) {
            return Optional.ofNullable(phase)
                    .flatMap(Phase::ofProcess)
                    .or(() -> Phase.ofCallActivity(step.job().getElementId()))
                    .orElseThrow(() -> new IllegalStateException(
                            "No phase is called by " + step.job().getElementId()));
        }
    }

    /** Notes that a phase begins, and of one that was started alone its instance; that one holds its target. */
    NoVariables started(Step step, Alone alone) {
        Phase phase = alone.or(step);
        if (alone.phase() != null) {
            // Whoever started it may not have heard that it began.
            migrations.recordPhaseInstance(step.id(), phase, step.job().getProcessInstanceKey());
            if (phase.changesTarget()) {
                holdTarget(step, phase);
            }
        }
        timeline.phaseStarted(step.id(), phase);
        return new NoVariables();
    }

    /** Where nobody heard that it began, what was held for it may have been given up, and taken by somebody else. */
    private void holdTarget(Step step, Phase phase) {
        try {
            migrations.holdTarget(step.id(), phase, step.job().getProcessInstanceKey());
        } catch (TargetInUse inUse) {
            throw CamundaError.jobError(
                    inUse.getMessage()
                            + "; two would overwrite each other, so this phase has not begun. Cancel this process instance"
                            + " in Operate, or wait for the other's end and press Retry there.",
                    Map.of(),
                    0);
        }
    }

    /** Notes that a phase ends, and removes what it fetched only in part. */
    NoVariables ended(Step step, Alone alone) {
        Phase phase = alone.or(step);
        timeline.phaseEnded(step.id(), phase);
        migrations.phaseOver(step.id(), phase, step.job().getProcessInstanceKey());
        files.removeLeft(step.id());
        return new NoVariables();
    }
}
