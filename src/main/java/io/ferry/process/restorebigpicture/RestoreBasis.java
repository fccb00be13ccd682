package io.ferry.process.restorebigpicture;

import io.ferry.process.common.Step;
import io.ferry.process.mapusers.MappingCheck;
import io.ferry.process.model.BpmnCode;
import io.ferry.process.model.Problem;
import io.ferry.users.People;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Brings together what a person sees before confirming a restore, as it is now. */
@Component
class RestoreBasis {
    private final TargetStates states;
    private final MappingCheck mappings;
    private final People people;
    private final RestoreGuards guards;

    RestoreBasis(TargetStates states, MappingCheck mappings, People people, RestoreGuards guards) {
        this.states = states;
        this.mappings = mappings;
        this.people = people;
        this.guards = guards;
    }

    /** The target and the mapping of people; and why an earlier confirmation does not count any more. */
    Map<String, @Nullable Object> read(Step step) {
        var mapping = new HashMap<String, Object>(mappings.count(step.id()));
        mapping.put("approved", guards.mayLeaveUnmapped(step.id(), people.mapping(step.id())));
        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put("mapping", mapping);
        variables.put("targetState", states.read(step).variable());
        if (BpmnCode.CONFIRMATION_NOT_VALID
                .name()
                .equals(step.map(Problem.VARIABLE).get("code"))) {
            variables.put(Problem.VARIABLE, step.map(Problem.VARIABLE));
        }
        return variables;
    }
}
