package io.ferry.migration;

import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Looks up what people may have begun by hand and nobody has said the end of. */
@Component
@Transactional(readOnly = true)
public class UnansweredWorks {
    private final Confirmations confirmations;
    private final Timeline timeline;
    private final FactsOfMigration facts;

    UnansweredWorks(Confirmations confirmations, Timeline timeline, FactsOfMigration facts) {
        this.confirmations = confirmations;
        this.timeline = timeline;
        this.facts = facts;
    }

    /** All such work of a migration, in the order of the route. */
    public List<UnansweredWork> of(MigrationId id) {
        return UnansweredWork.of(confirmations.all(id), timeline.phases(id), facts.all(id));
    }
}
