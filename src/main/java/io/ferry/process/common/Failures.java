package io.ferry.process.common;

import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.exception.CamundaError;
import io.ferry.artifact.ArtifactException;
import io.ferry.migration.DatabaseFailures;
import io.ferry.migration.NoSuchMigration;
import io.ferry.migration.SettingsRefused;
import io.ferry.process.engine.JobRetries;
import io.ferry.process.model.Problem;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.Masking;
import io.ferry.remote.OutcomeUnknownException;
import io.ferry.remote.RemoteFailure;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The one place that turns what a worker throws into Camunda's answer.
 *
 * <ul>
 *   <li>a business outcome, or a site's refusal by design: a BPMN error with the variable {@code problem}, which leads to
 *       a person;
 *   <li>a passing failure: the job is tried again after a growing pause, or after the pause that the site asked for; when
 *       no try is left, an incident;
 *   <li>a lasting failure: an incident at once, whose message says what to do;
 *   <li>anything unforeseen: as passing, but its message stays in the log, for nobody knows what it holds.
 * </ul>
 */
@Component
public class Failures {
    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private final ProcessProperties properties;

    public Failures(ProcessProperties properties) {
        this.properties = properties;
    }

    /** Camunda's answer to what a worker threw while it did the job. */
    public CamundaError answer(Exception thrown, ActivatedJob job) {
        return switch (thrown) {
            case CamundaError already -> already;
            case StepRefused refused -> bpmnError(refused);
            case AutomationUnavailableException unavailable ->
                bpmnError(StepRefused.automationUnavailable(
                        "Ferry cannot do this step by itself.",
                        unavailable.operation() + ": " + unavailable.why(),
                        "Do it by hand as this form describes, or configure the site's endpoints."));
            case OutcomeUnknownException unknown ->
                bpmnError(StepRefused.outcomeUnknown(
                        unknown.title(),
                        "Ferry does not know whether the site did what it was asked to do.",
                        unknown.whatToDo() + " Let Ferry try again only if nothing happened there."));
            case CredentialMissingException missing ->
                incident(job, said(missing) + " Provide it, then press Retry in Operate.", missing);
            case RemoteFailure failure -> remote(failure, job);
            case ArtifactException file
            when file.kind() == ArtifactException.Kind.HAND_OVER_REFUSED ->
                bpmnError(StepRefused.uploadedFileRefused(
                        "The uploaded file cannot be used.", said(file), "Give another path."));
            case ArtifactException file -> incident(job, said(file) + " Then press Retry in Operate.", file);
            case SettingsRefused settings ->
                bpmnError(StepRefused.settingsRefused(
                        "These settings cannot be used.", said(settings), "Correct the named fields."));
            case VariablesRefused refused ->
                incident(job, said(refused) + " Correct it in Operate, then press Retry there.", refused);
            case NoSuchMigration gone -> incident(job, said(gone) + ". Cancel this process instance in Operate.", gone);
            case RuntimeException database
            when DatabaseFailures.isUnavailable(database) ->
                again(job, "Ferry's database does not answer.", "Check the database.", null, database);
            default -> {
                log.error("Job {} of {} failed unexpectedly", job.getKey(), job.getType(), masked(thrown));
                yield again(
                        job,
                        "Something that Ferry did not foresee ("
                                + thrown.getClass().getSimpleName() + ").",
                        "Ferry's log says more: look for the job's key " + job.getKey() + ".",
                        null,
                        thrown);
            }
        };
    }

    private CamundaError remote(RemoteFailure failure, ActivatedJob job) {
        return switch (failure.kind()) {
            case BY_DESIGN ->
                bpmnError(StepRefused.refused(
                        failure.title(), failure.remoteMessage().orElse(""), failure.whatToDo()));
            case LASTING -> incident(job, said(failure) + " Then press Retry in Operate.", failure);
            case PASSING ->
                again(
                        job,
                        failure.title(),
                        failure.whatToDo(),
                        failure.retryAfter().orElse(null),
                        failure);
        };
    }

    private CamundaError again(
            ActivatedJob job, String title, String whatToDo, @Nullable Duration asked, Exception cause) {
        JobRetries tries = JobRetries.of(job);
        if (tries.isLast()) {
            return incident(
                    job, title + " Ferry tried several times. " + whatToDo + " Then press Retry in Operate.", cause);
        }
        Duration pause = asked == null ? properties.backoffAfter(tries) : asked;
        log.warn(
                "{} (job {}): {} Trying again in {} s, {} tries left",
                job.getType(),
                job.getKey(),
                title,
                pause.toSeconds(),
                tries.left() - 1);
        return CamundaError.jobError(title + " " + whatToDo, Map.of(), tries.next(), pause, cause);
    }

    private static CamundaError incident(ActivatedJob job, String message, Exception cause) {
        log.warn("{} (job {}) needs a person: {}", job.getType(), job.getKey(), message);
        return CamundaError.jobError(message, Map.of(), 0, Duration.ZERO, cause);
    }

    private static CamundaError bpmnError(StepRefused refused) {
        return CamundaError.bpmnError(
                refused.code().name(), refused.problem().title(), Map.of(Problem.VARIABLE, refused.problem()), refused);
    }

    /** The same failure with its places in the code, but without people's data in its words. */
    private static Throwable masked(Throwable thrown) {
        Throwable cause = thrown.getCause();
        RuntimeException copy = new RuntimeException(
                Masking.mask(thrown.toString()), cause == null || cause == thrown ? null : masked(cause));
        copy.setStackTrace(thrown.getStackTrace());
        return copy;
    }

    private static String said(Exception thrown) {
        return thrown.getMessage() == null ? "" : thrown.getMessage();
    }
}
