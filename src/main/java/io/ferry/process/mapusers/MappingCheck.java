package io.ferry.process.mapusers;

import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.MigrationId;
import io.ferry.process.common.Step;
import io.ferry.users.UserMappings;
import java.util.LinkedHashMap;
import java.util.Map;
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

    Map<String, Object> check(Step step) {
        return Map.of("mapping", count(step.id()));
    }

    /** Counts now, and puts that on record: the variable {@code mapping}. */
    public Map<String, Object> count(MigrationId id) {
        var mapping = people.mapping(id);
        var variable = new LinkedHashMap<String, Object>();
        variable.put("version", mapping.version());
        variable.put("mapped", mapping.mapped().size());
        variable.put("unmapped", mapping.unmapped() - mapping.undecided());
        // Whoever is not decided yet keeps the mapping open, clash or not: nobody is left out silently.
        variable.put("conflicts", mapping.undecided());
        facts.verified(id, FactName.MAPPING, variable);
        return variable;
    }
}
