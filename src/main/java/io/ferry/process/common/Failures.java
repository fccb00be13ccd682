package io.ferry.process.common;

import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.exception.CamundaError;
import io.ferry.artifact.ArtifactException;
import io.ferry.migration.DatabaseFailures;
import io.ferry.migration.NoSuchMigration;
import io.ferry.migration.SettingsRefused;
import io.ferry.process.engine.JobRetries;
import io.ferry.process.model.BpmnCode;
import io.ferry.process.model.CaughtErrors;
import io.ferry.process.model.Problem;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.Masking;
import io.ferry.remote.OutcomeUnknownException;
import io.ferry.remote.RemoteFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.stereotype.Component;

/**
 * The one place that turns what a worker throws into Camunda's answer.
 *
 * <ul>
 *   <li>a business outcome, or a site's refusal by design: a BPMN error with the variable {@code problem}, which leads to
 *       a person;
 *   <li>a passing failure: the job is tried again after a growing pause, or after the pause that the site asked for; when
 *       no try is left, it is lasting;
 *   <li>a lasting failure: a BPMN error as well, where the model catches it, mostly to lead to a person's task; elsewhere
 *       an incident, whose message says what to do;
 *   <li>anything unforeseen: as passing, but its message stays in the log, for nobody knows what it holds;
 *   <li>what only somebody who runs Ferry or Camunda can repair (store, database, variables): an incident.
 * </ul>
 *
 * A BPMN error that no boundary event catches would be an incident that says nothing; it is made one that does.
 */
@Component
public class Failures {
    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private static final String THEN = "Then choose below how to continue.";

    private final ProcessProperties properties;
    private final CaughtErrors caught;

    public Failures(ProcessProperties properties, CaughtErrors caught) {
        this.properties = properties;
        this.caught = caught;
    }

    /** Camunda's answer to what a worker threw while it did the job. */
    public CamundaError answer(Exception thrown, ActivatedJob job) {
        return switch (thrown) {
            case CamundaError already -> already;
            case StepRefused refused -> bpmnError(refused, job);
            case AutomationUnavailableException unavailable ->
                bpmnError(
                        StepRefused.automationUnavailable(
                                "Ferry cannot do this step by itself.",
                                unavailable.operation() + ": " + unavailable.why(),
                                "Do it by hand as this form describes, or configure the site's endpoints."),
                        job);
            case OutcomeUnknownException unknown ->
                bpmnError(
                        StepRefused.outcomeUnknown(
                                unknown.title(),
                                "Ferry does not know whether the site did what it was asked to do.",
                                unknown.whatToDo() + " Let Ferry do it only if nothing happened there."),
                        job);
            case CredentialMissingException missing ->
                lasting(
                        job,
                        StepRefused.automationFailed("A credential is missing.", said(missing), THEN),
                        said(missing) + " Provide it, then press Retry in Operate.",
                        missing);
            case RemoteFailure failure -> remote(failure, job);
            case ArtifactException file
            when file.kind() == ArtifactException.Kind.HAND_OVER_REFUSED ->
                bpmnError(
                        StepRefused.uploadedFileRefused(
                                "The uploaded file cannot be used.", said(file), "Give another path."),
                        job);
            case ArtifactException file
            when file.kind() == ArtifactException.Kind.STORE_AWAY ->
                again(job, "Ferry's bucket does not answer.", said(file), null, file)
                        .orElseGet(() -> incident(
                                job, said(file) + " Ferry tried several times. Then press Retry in Operate.", file));
            case ArtifactException file -> incident(job, said(file) + " Then press Retry in Operate.", file);
            case SettingsRefused settings ->
                bpmnError(
                        StepRefused.settingsRefused(
                                "These settings cannot be used.", said(settings), "Correct the named fields."),
                        job);
            case VariablesRefused refused ->
                incident(job, said(refused) + " Correct it in Operate, then press Retry there.", refused);
            case NoSuchMigration gone -> incident(job, said(gone) + ". Cancel this process instance in Operate.", gone);
            case RuntimeException database
            when DatabaseFailures.isUnavailable(database) ->
                again(job, "Ferry's database does not answer.", "Check the database.", null, database)
                        .orElseGet(() -> incident(
                                job,
                                "Ferry's database does not answer. Ferry tried several times. Check the database. Then press Retry in Operate.",
                                database));
            default -> unforeseen(thrown, job);
        };
    }

    private CamundaError unforeseen(Exception thrown, ActivatedJob job) {
        log.error("Job {} of {} failed unexpectedly", job.getKey(), job.getType(), masked(thrown));
        String title =
                "Something that Ferry did not foresee (" + thrown.getClass().getSimpleName() + ").";
        String whatToDo = "Ferry's log says more: look for the job's key " + job.getKey() + ".";
        return again(job, title, whatToDo, null, thrown).orElseGet(() -> usedUp(job, title, "", whatToDo, thrown));
    }

    private CamundaError remote(RemoteFailure failure, ActivatedJob job) {
        String site = failure.remoteMessage()
                .map(said -> "The site says: \"" + said + "\".")
                .orElse("");
        return switch (failure.kind()) {
            case BY_DESIGN ->
                bpmnError(
                        StepRefused.refused(
                                failure.title(), failure.remoteMessage().orElse(""), failure.whatToDo()),
                        job);
            case LASTING ->
                lasting(
                        job,
                        StepRefused.automationFailed(failure.title(), site, failure.whatToDo() + " " + THEN),
                        said(failure) + " Then press Retry in Operate.",
                        failure);
            case PASSING ->
                again(
                                job,
                                failure.title(),
                                failure.whatToDo(),
                                failure.retryAfter().orElse(null),
                                failure)
                        .orElseGet(() -> usedUp(job, failure.title(), site, failure.whatToDo(), failure));
        };
    }

    /** Another try; empty if none is left. */
    private Optional<CamundaError> again(
            ActivatedJob job, String title, String whatToDo, @Nullable Duration asked, Exception cause) {
        JobRetries tries = JobRetries.of(job);
        if (tries.isLast()) {
            return Optional.empty();
        }
        Duration pause = asked == null ? properties.backoffAfter(tries) : asked;
        log.atLevel(asked != null && isExpected(cause) ? Level.DEBUG : Level.WARN)
                .log(
                        "{} (job {}): {} Trying again in {} s, {} tries left",
                        job.getType(),
                        job.getKey(),
                        title,
                        pause.toSeconds(),
                        tries.left() - 1);
        return Optional.of(CamundaError.jobError(
                title + " Ferry tries again in " + pause.toSeconds() + " s. " + whatToDo,
                Map.of(),
                tries.next(),
                pause,
                cause));
    }

    /** Each answer of a person meets it once or twice: as warnings, they would hide the real ones. */
    private static boolean isExpected(Exception cause) {
        return cause instanceof RemoteFailure failure && failure.isExpected();
    }

    private CamundaError usedUp(ActivatedJob job, String title, String detail, String whatToDo, Exception cause) {
        return lasting(
                job,
                StepRefused.automationFailed(
                        title, ("Ferry tried several times. " + detail).strip(), whatToDo + " " + THEN),
                title + " Ferry tried several times. " + whatToDo + " Then press Retry in Operate.",
                cause);
    }

    /**
     * To where the model leads a failed automation, mostly a person's task; else an incident. A task that records an answer
     * is none to be done by hand: the person has answered.
     */
    private CamundaError lasting(ActivatedJob job, StepRefused failed, String incident, Exception cause) {
        boolean isCaught = !job.getCustomHeaders().containsKey(Step.SUBJECT)
                && switch (way(job, failed.code())) {
                    case TO_A_PERSON, ONWARDS -> true;
                    case NOWHERE, UNKNOWN -> false;
                };
        return isCaught ? bpmnError(failed) : incident(job, incident, cause);
    }

    private CaughtErrors.Way way(ActivatedJob job, BpmnCode code) {
        return caught.way(job.getBpmnProcessId(), job.getElementId(), code);
    }

    private static CamundaError incident(ActivatedJob job, String message, Exception cause) {
        log.warn("{} (job {}) needs a person: {}", job.getType(), job.getKey(), message);
        return CamundaError.jobError(message, Map.of(), 0, Duration.ZERO, cause);
    }

    private CamundaError bpmnError(StepRefused refused, ActivatedJob job) {
        if (way(job, refused.code()) == CaughtErrors.Way.NOWHERE) {
            Problem problem = refused.problem();
            return incident(
                    job,
                    Stream.of(problem.title(), problem.detail(), problem.whatToDo(), "Then press Retry in Operate.")
                            .filter(part -> !part.isBlank())
                            .collect(Collectors.joining(" ")),
                    refused);
        }
        return bpmnError(refused);
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
