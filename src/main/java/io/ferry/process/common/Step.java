package io.ferry.process.common;

import io.camunda.client.api.response.ActivatedJob;
import io.ferry.base.Words;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Mode;
import io.ferry.migration.Phase;
import io.ferry.remote.RemoteFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A worker's step: the job, and the migration that it belongs to.
 *
 * @param migration as it stands in the record
 * @param job as Camunda gave it; the same job may have been given to a worker before
 * @param stillOurs see {@link #expectOurs}
 * @param silence see {@link #siteIsSilent}
 */
public record Step(
        Migration migration, ActivatedJob job, Consumer<Duration> stillOurs, Consumer<RemoteFailure> silence) {
    /** The header of tasks that record an answer: it names the question. */
    static final String SUBJECT = "subject";

    /** A step whose job nobody takes away. */
    public Step(Migration migration, ActivatedJob job) {
        this(migration, job, recently -> {}, failure -> {});
    }

    /**
     * Says that the site did not answer, though the step ends without a failure, since it looks again after the migration's
     * pause.
     */
    public void siteIsSilent(RemoteFailure failure) {
        silence.accept(failure);
    }

    /**
     * Makes sure, before something is changed, that the job has not been taken away: its process may have been cancelled
     * while the worker's thread went on.
     *
     * @param recently how old what is known of that may be; zero asks Camunda now
     * @throws JobLost if it was taken away
     * @throws io.ferry.remote.RemoteFailure that passes, if Camunda does not answer
     */
    public void expectOurs(Duration recently) {
        stillOurs.accept(recently);
    }

    /** The migration's id. */
    public MigrationId id() {
        return migration.id();
    }

    /** The migration's settings. */
    public MigrationSettings settings() {
        return migration.settings();
    }

    /** The phase whose process the job belongs to; none in the main process. */
    public Optional<Phase> phase() {
        return Phase.ofProcess(job.getBpmnProcessId());
    }

    /** The name of the task, as the diagram has it: {@code create-dump} is read as “Create dump”. */
    public String name() {
        return nameOf(job);
    }

    static String nameOf(ActivatedJob job) {
        return Words.sentence(job.getType());
    }

    /** A header of the task in the model, or nothing. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(job.getCustomHeaders().get(name));
    }

    /** A header that the model must have. */
    public String requiredHeader(String name) {
        return header(name)
                .orElseThrow(() -> new IllegalStateException(
                        "The task " + job.getElementId() + " of the model has no header " + name));
    }

    /** Whether the task's header {@code mode} says that a person does the work. */
    public boolean isByHand() {
        return requiredHeader("mode").equals(Mode.MANUAL.name());
    }

    /**
     * Names this visit of the task, as the basis of an intent: a job that is tried again belongs to the same visit; when a
     * person lets Ferry try again, the task is visited anew.
     */
    public Map<String, Object> visit() {
        return Map.of("visit", job.getElementInstanceKey());
    }
}
