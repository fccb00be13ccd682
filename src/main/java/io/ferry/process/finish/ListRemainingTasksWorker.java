package io.ferry.process.finish;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Lists what is left to do, and keeps what a person has said about it. */
@Component
public class ListRemainingTasksWorker {
    private final Steps steps;
    private final RemainingTasks tasks;

    ListRemainingTasksWorker(Steps steps, RemainingTasks tasks) {
        this.steps = steps;
        this.tasks = tasks;
    }

    @JobWorker(type = "list-remaining-tasks")
    public RemainingTasks.Listed listRemainingTasks(
            ActivatedJob job, @VariablesAsType RemainingTasks.Answered answered) {
        return steps.look(job, step -> tasks.list(step, answered));
    }
}
