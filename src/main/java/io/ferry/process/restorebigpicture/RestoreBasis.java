package io.ferry.process.restorebigpicture;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.StoredFile;
import io.ferry.migration.FactName;
import io.ferry.process.common.ProblemShown;
import io.ferry.process.common.RecordedFiles;
import io.ferry.process.common.RestoredRecord;
import io.ferry.process.common.Step;
import io.ferry.process.mapusers.MappingCheck;
import io.ferry.process.mapusers.PeopleMatching;
import io.ferry.process.model.BpmnCode;
import io.ferry.users.UserMappings;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Brings together what a person sees before confirming a restore, as it is now. */
@Component
class RestoreBasis {
    private final TargetStates states;
    private final MappingCheck mappings;
    private final UserMappings people;
    private final RestoreGuards guards;
    private final PeopleMatching matching;
    private final RecordedFiles files;
    private final RestoredRecord restored;

    RestoreBasis(
            TargetStates states,
            MappingCheck mappings,
            UserMappings people,
            RestoreGuards guards,
            PeopleMatching matching,
            RecordedFiles files,
            RestoredRecord restored) {
        this.states = states;
        this.mappings = mappings;
        this.people = people;
        this.guards = guards;
        this.matching = matching;
        this.files = files;
        this.restored = restored;
    }

    /**
     * What the process knows before.
     *
     * @param problem why an earlier confirmation does not count any more
     * @param dumpFile the dump that the process names
     */
    record Before(
            @Nullable Map<String, Object> problem, @Nullable StoredFile dumpFile) {}

    /**
     * What a person sees.
     *
     * @param dumpFile the dump on record where it is the one that the process names; else that stays as it is
     * @param problem why an earlier confirmation does not count any more
     */
    record Basis(
            ApprovedMapping mapping,
            TargetState.Brief targetState,
            Optional<StoredFile> dumpFile,
            @Nullable Map<String, Object> problem) {}

    /**
     * The mapping of people.
     *
     * @param approved whether nobody is left unmapped, or an approver has approved it for exactly this mapping
     */
    record ApprovedMapping(@JsonUnwrapped MappingCheck.Counts counts, boolean approved) {}

    /** The target and the mapping of people as they are now. A restored record first gets what it lacks: the dump, and the people. */
    Basis read(Step step, Before before) {
        var shown = new ProblemShown(before.problem());
        var named = before.dumpFile();
        var dump = files.find(step, FactName.DUMP_FILE, ArtifactKind.DUMP, named)
                .filter(file -> named != null && file.hasBytesOf(named));
        if (restored.concerns(step) && people.counts(step.id()).accounts() == 0) {
            matching.match(step);
        }
        return new Basis(
                new ApprovedMapping(
                        mappings.count(step.id()), guards.mayLeaveUnmapped(step.id(), people.mapping(step.id()))),
                states.read(step).brief(),
                dump,
                shown.is(BpmnCode.CONFIRMATION_NOT_VALID) ? shown.problem() : null);
    }
}
