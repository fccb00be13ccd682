package io.ferry.process.mapusers;

import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.MigrationId;
import io.ferry.process.common.Step;
import io.ferry.users.UserMappings;
import org.springframework.stereotype.Component;

/** Whether the mapping can go into a restore. */
@Component
public class MappingCheck {
    private final UserMappings people;
    private final FactsOfMigration facts;

    public MappingCheck(UserMappings people, FactsOfMigration facts) {
        this.people = people;
        this.facts = facts;
    }

    /**
     * The mapping of people, as people see it.
     *
     * @param version changes with the mapping
     * @param unmapped how many are left unmapped by decision
     * @param conflicts about how many somebody must still decide
     */
    public record Counts(String version, int mapped, long unmapped, long conflicts) {}

    /** What was counted. */
    record Checked(Counts mapping) {}

    Checked check(Step step) {
        return new Checked(count(step.id()));
    }

    /** Counts now, and puts that on record. */
    public Counts count(MigrationId id) {
        var mapping = people.mapping(id);
        var counts = new Counts(
                mapping.version(),
                mapping.mapped().size(),
                mapping.unmapped() - mapping.undecided(),
                // Whoever is not decided yet keeps the mapping open, clash or not: nobody is left out silently.
                mapping.undecided());
        facts.verified(id, FactName.MAPPING, counts);
        return counts;
    }
}
