package io.ferry.process.common;

import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.engine.WaitingTasks;
import io.ferry.remote.RemoteFailure;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Tells who completed a user task. */
@Component
public class Deciders {
    private final WaitingTasks tasks;

    Deciders(WaitingTasks tasks) {
        this.tasks = tasks;
    }

    /**
     * Who completed the task in the round that this job follows.
     *
     * @param job the job that comes right after the task, in the same process instance
     * @param userTask the task's element id
     * @return the assignee
     * @throws StepRefused if the task was completed without an assignee: by an interface that asks for none, such as
     *     Camunda's v2
     * @throws RemoteFailure that passes, while Camunda cannot tell
     */
    public String whoCompleted(ActivatedJob job, String userTask) {
        try {
            return tasks.whoCompleted(
                            job.getProcessInstanceKey(), userTask, job.getElementId(), job.getElementInstanceKey())
                    .orElseThrow(() -> StepRefused.confirmationNotValid(
                            "This task must be assigned before it is completed.",
                            "It was completed without an assignee, so nobody knows who answered. Nothing has been done.",
                            "Assign the task to yourself, then complete it again."));
        } catch (RemoteFailure late) {
            // Searches are late by a second or two, seldom more: the first pauses are short, then they grow as usual.
            throw Tries.of(job).failed() < 2 ? late.notBefore(Duration.ofSeconds(1)) : late;
        }
    }
}
