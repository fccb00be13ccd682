package io.ferry.process.runaphase;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.NoVariables;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Puts on record that a phase which was started alone wants a roll-back, and how a person starts it. */
@Component
public class RecordRollBackRequestWorker {
    private final Steps steps;
    private final WantedRollBack wanted;

    RecordRollBackRequestWorker(Steps steps, WantedRollBack wanted) {
        this.steps = steps;
        this.wanted = wanted;
    }

    @JobWorker(type = "record-roll-back-request")
    public NoVariables recordRollBackRequest(ActivatedJob job, @VariablesAsType WantedRollBack.Alone variables) {
        return steps.look(job, step -> wanted.note(step, variables));
    }
}
