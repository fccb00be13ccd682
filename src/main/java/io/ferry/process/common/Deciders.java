package io.ferry.process.common;

import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.engine.JobRetries;
import io.ferry.process.engine.WaitingTasks;
import io.ferry.remote.RemoteFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Tells who completed a user task. */
@Component
public class Deciders {
    /** Searches are late by a second or two, sometimes by some seconds; after that, pauses grow as for any failure. */
    private static final List<Duration> SHORT_PAUSES =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

    private final WaitingTasks tasks;

    Deciders(WaitingTasks tasks) {
        this.tasks = tasks;
    }

    /**
     * Who completed the task in the round that this job follows.
     *
     * @param job the job that comes right after the task, in the same process instance
     * @param userTask the task's element id
     * @return the assignee; nobody if it was completed without one, which Camunda's v2 interface allows
     * @throws RemoteFailure that passes, while Camunda cannot tell
     */
    public Optional<String> whoCompleted(ActivatedJob job, String userTask) {
        return told(
                job,
                () -> tasks.whoCompleted(
                        job.getProcessInstanceKey(), userTask, job.getElementId(), job.getElementInstanceKey()));
    }

    /**
     * The key of the task that was completed in the round that this job follows.
     *
     * @see #whoCompleted
     */
    public long completedTask(ActivatedJob job, String userTask) {
        return told(
                job,
                () -> tasks.keyOfCompleted(
                        job.getProcessInstanceKey(), userTask, job.getElementId(), job.getElementInstanceKey()));
    }

    private static <T> T told(ActivatedJob job, Supplier<T> question) {
        try {
            return question.get();
        } catch (RemoteFailure late) {
            int failed = JobRetries.of(job).failed();
            throw failed < SHORT_PAUSES.size() ? late.notBefore(SHORT_PAUSES.get(failed)) : late;
        }
    }
}
