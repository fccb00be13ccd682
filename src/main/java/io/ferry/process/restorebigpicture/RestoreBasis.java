package io.ferry.process.restorebigpicture;

import io.ferry.process.common.ProblemShown;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.ferry.process.model.BpmnCode;
import io.ferry.process.common.Step;
import io.ferry.process.mapusers.MappingCheck;
import io.ferry.users.UserMappings;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Brings together what a person sees before confirming a restore, as it is now. */
@Component
class RestoreBasis {
    private final TargetStates states;
    private final MappingCheck mappings;
    private final UserMappings people;
    private final RestoreGuards guards;

    RestoreBasis(TargetStates states, MappingCheck mappings, UserMappings people, RestoreGuards guards) {
        this.states = states;
        this.mappings = mappings;
        this.people = people;
        this.guards = guards;
    }

    /**
     * What a person sees.
     *
     * @param problem why an earlier confirmation does not count any more
     */
    record Basis(
            ApprovedMapping mapping, TargetState.Brief targetState, @Nullable Map<String, Object> problem) {}

    /**
     * The mapping of people.
     *
     * @param approved whether nobody is left unmapped, or an approver has approved it for exactly this mapping
     */
    record ApprovedMapping(@JsonUnwrapped MappingCheck.Counts counts, boolean approved) {}

    /** The target and the mapping of people as they are now. */
    Basis read(Step step, ProblemShown shown) {
        return new Basis(
                new ApprovedMapping(
                        mappings.count(step.id()), guards.mayLeaveUnmapped(step.id(), people.mapping(step.id()))),
                states.read(step).brief(),
                shown.is(BpmnCode.CONFIRMATION_NOT_VALID) ? shown.problem() : null);
    }
}
