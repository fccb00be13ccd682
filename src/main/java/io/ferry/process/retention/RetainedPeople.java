package io.ferry.process.retention;

import io.ferry.migration.MigrationId;
import io.ferry.users.PeopleErasure;
import io.ferry.verification.BackupFindings;
import io.ferry.verification.IssueSamples;
import org.springframework.stereotype.Component;

/** People's data in the database, wherever a migration keeps it: people, accounts, sampled issues, records behind findings. */
@Component
public class RetainedPeople {
    private final PeopleErasure people;
    private final IssueSamples samples;
    private final BackupFindings findings;

    RetainedPeople(PeopleErasure people, IssueSamples samples, BackupFindings findings) {
        this.people = people;
        this.samples = samples;
        this.findings = findings;
    }

    /** Whether there is any. */
    boolean has(MigrationId migration) {
        return people.has(migration) || samples.has(migration) || findings.has(migration);
    }

    /**
     * Erases it.
     *
     * @return how many records there were
     */
    public long erase(MigrationId migration) {
        return people.erase(migration) + samples.erase(migration) + findings.erase(migration);
    }
}
