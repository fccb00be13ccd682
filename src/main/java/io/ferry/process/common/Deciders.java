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
     * Who completed the task last.
     *
     * @param job the job that comes after the task, in the same process instance
     * @param userTask the task's element id
     * @return the assignee
     * @throws RemoteFailure that passes, while Tasklist cannot tell
     */
    public String whoCompleted(ActivatedJob job, String userTask) {
        try {
            return tasks.whoCompleted(job.getProcessInstanceKey(), userTask);
        } catch (RemoteFailure late) {
            // Tasklist is late by a second or two, seldom more: the first pauses are short, then they grow as usual.
            throw Tries.of(job).failed() < 2 ? late.notBefore(Duration.ofSeconds(1)) : late;
        }
    }
}
