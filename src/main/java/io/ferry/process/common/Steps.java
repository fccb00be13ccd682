package io.ferry.process.common;

import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.exception.CamundaError;
import io.camunda.client.exception.JobError;
import io.ferry.migration.ClosedToNewWork;
import io.ferry.migration.Event;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.Phase;
import io.ferry.migration.Timeline;
import io.ferry.process.engine.ProcessTraces;
import io.ferry.process.model.ProcessVariables;
import io.ferry.remote.RemoteFailure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/**
 * What happens around every worker: the migration is looked up, every line of the log has its id, a span lasts as long as the
 * job, the job is kept alive while it runs, the timeline tells the start, the end and the failure, and a failure becomes Camunda's answer.
 */
@Component
public class Steps {
    /** The name of the process variable that every worker fetches. */
    public static final String MIGRATION_ID = ProcessVariables.MIGRATION_ID;

    private static final Logger log = LoggerFactory.getLogger(Steps.class);
    private static final String IN_THE_LOG = "migration";
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Migrations migrations;
    private final Timeline timeline;
    private final Failures failures;
    private final JobTimeoutExtender alive;
    private final RetriedSteps retried;
    private final ModelsInUse models;
    private final ProcessTraces traces;

    public Steps(
            Migrations migrations,
            Timeline timeline,
            Failures failures,
            JobTimeoutExtender alive,
            RetriedSteps retried,
            ModelsInUse models,
            ProcessTraces traces) {
        this.migrations = migrations;
        this.timeline = timeline;
        this.failures = failures;
        this.alive = alive;
        this.retried = retried;
        this.models = models;
        this.traces = traces;
    }

    /**
     * Runs a step that the timeline tells.
     *
     * @param work gives the variables that the worker sets, as a record
     * @return what the work gave
     * @throws CamundaError what to answer when the work fails
     */
    public <R> R run(ActivatedJob job, Function<Step, R> work) {
        return around(job, false, step -> {
            tell(step, Event.Kind.STARTED);
            R result = work.apply(step);
            tell(step, Event.Kind.DONE);
            return result;
        });
    }

    /**
     * Runs a step that only looks at something and may come again and again: the timeline tells only the failures after
     * which no try follows.
     *
     * @see #run
     */
    public <R> R look(ActivatedJob job, Function<Step, R> work) {
        return around(job, true, work);
    }

    private <R> R around(ActivatedJob job, boolean quietly, Function<Step, R> work) {
        Map<String, Object> variables = job.getVariablesAsMap();
        MigrationId id = new MigrationId(String.valueOf(variables.get(MIGRATION_ID)));
        // Around the failures as well: their lines name the migration too.
        try (var inTheLog = MDC.putCloseable(IN_THE_LOG, id.value());
                var traced = traces.job(job, id, variables.get(ProcessTraces.TRACEPARENT))) {
            try {
                return kept(id, job, quietly, work);
            } catch (CamundaError failed) {
                traced.failed(failed);
                throw failed;
            }
        }
    }

    private <R> R kept(MigrationId id, ActivatedJob job, boolean quietly, Function<Step, R> work) {
        JobTimeoutExtender.Keeping keeping = alive.keep(job);
        try (keeping) {
            if (keeping.isHandedOn()) {
                throw new JobLost(job.getKey());
            }
            Migration migration = migrations.get(id);
            models.note(id, job);
            AtomicReference<@Nullable RemoteFailure> silence = new AtomicReference<>();
            R result = work.apply(new Step(migration, job, keeping::expectOurs, silence::set));
            RemoteFailure silent = silence.get();
            if (silent == null) {
                retried.over(id, Step.nameOf(job));
            } else {
                retried.triedAgain(
                        id,
                        Step.nameOf(job),
                        migration.settings().pollPause(),
                        silent.title() + " " + silent.whatToDo());
            }
            return result;
        } catch (JobLost | ClosedToNewWork ended) {
            if (keeping.isHandedOn()) {
                throw handedOn(job);
            }
            retried.over(id, Step.nameOf(job));
            throw stopped(ended, id, job);
        } catch (Exception thrown) {
            if (keeping.isHandedOn()) {
                throw handedOn(job);
            }
            CamundaError answer = failures.answer(thrown, job);
            noteRetry(answer, id, job);
            if (!quietly || !isTriedAgain(answer)) {
                tellOf(answer, id, job);
            }
            throw answer;
        }
    }

    private void tell(Step step, Event.Kind kind) {
        timeline.record(step.id(), step.phase().orElse(null), step.name(), kind, step.name(), null);
    }

    private void noteRetry(CamundaError answer, MigrationId id, ActivatedJob job) {
        if (isTriedAgain(answer) && answer instanceof JobError again && again.getRetryBackoff() != null) {
            retried.triedAgain(id, Step.nameOf(job), again.getRetryBackoff(), String.valueOf(answer.getMessage()));
        } else {
            retried.over(id, Step.nameOf(job));
        }
    }

    private static boolean isTriedAgain(CamundaError answer) {
        return answer instanceof JobError error && error.getRetries() != null && error.getRetries() > 0;
    }

    /** Mostly Camunda knows no such job any more. Where it does, it gives it to a worker again, as often as it takes. */
    private CamundaError stopped(RuntimeException ended, MigrationId id, ActivatedJob job) {
        log.info("{} (job {}) was stopped, nothing was sent: {}", job.getType(), job.getKey(), ended.getMessage());
        CamundaError answer = CamundaError.jobError(
                "The process has ended or is being cleaned up. Nothing was sent.",
                Map.of(),
                job.getRetries(),
                AGAIN,
                ended);
        tellOf(answer, id, job);
        return answer;
    }

    /** As Camunda gave it, so that another Ferry gets it at once; what it has begun at a site is on record. */
    private static CamundaError handedOn(ActivatedJob job) {
        // Camunda is to be told, and whoever is interrupted could not.
        Thread.interrupted();
        log.info("{} (job {}) is handed on, as this Ferry ends", job.getType(), job.getKey());
        return CamundaError.jobError(
                "This Ferry ends; another one goes on with the job.", Map.of(), job.getRetries(), Duration.ZERO, null);
    }

    /** A failure is told on a best effort: that the timeline cannot be written must not hide what failed. */
    private void tellOf(CamundaError answer, MigrationId id, ActivatedJob job) {
        try {
            timeline.record(
                    id,
                    Phase.ofProcess(job.getBpmnProcessId()).orElse(null),
                    Step.nameOf(job),
                    Event.Kind.PROBLEM,
                    String.valueOf(answer.getMessage()),
                    null);
        } catch (RuntimeException silent) {
            log.warn(
                    "The timeline of {} could not be written: {}",
                    id,
                    silent.getClass().getSimpleName());
        }
    }
}
