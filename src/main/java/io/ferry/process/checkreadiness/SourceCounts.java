package io.ferry.process.checkreadiness;

import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.verification.Baselines;
import io.ferry.verification.Inventory;
import org.springframework.stereotype.Component;

/** Counts what stands on the source, to be compared with what arrives. */
@Component
class SourceCounts {
    private final Sites sites;
    private final Baselines baselines;
    private final FactsOfMigration facts;

    SourceCounts(Sites sites, Baselines baselines, FactsOfMigration facts) {
        this.sites = sites;
        this.baselines = baselines;
        this.facts = facts;
    }

    /** What was counted. */
    record Taken(Counts baseline) {}

    /** Counts, and puts the counts on record. */
    Taken take(Step step) {
        Inventory found = baselines.take(sites.source(step.settings()), sites.sourceApp(step.migration()));
        facts.verified(step.id(), FactName.BASELINE, found);
        return new Taken(Counts.of(found));
    }
}
