package io.ferry.process.runaphase;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.NoVariables;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Puts on record that a phase which was started alone wants a roll-back, and how a person starts it. */
@Component
public class NoteWantedRollBackWorker {
    private final Steps steps;
    private final WantedRollBack wanted;

    NoteWantedRollBackWorker(Steps steps, WantedRollBack wanted) {
        this.steps = steps;
        this.wanted = wanted;
    }

    @JobWorker(type = "note-wanted-roll-back")
    public NoVariables noteWantedRollBack(ActivatedJob job, @VariablesAsType WantedRollBack.Alone variables) {
        return steps.look(job, step -> wanted.note(step, variables));
    }
}
