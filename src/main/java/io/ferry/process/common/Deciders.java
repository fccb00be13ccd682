package io.ferry.process.common;

import io.ferry.process.engine.WaitingTasks;
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
     * @param processInstanceKey the instance that the task belongs to
     * @param userTask the task's element id
     * @return the assignee
     * @throws io.ferry.remote.RemoteFailure that passes, while Tasklist cannot tell
     */
    public String whoCompleted(long processInstanceKey, String userTask) {
        return tasks.whoCompleted(processInstanceKey, userTask);
    }
}
