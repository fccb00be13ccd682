package io.ferry.users;

import io.ferry.migration.MigrationId;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Erases people's data: every table that holds any of a migration. */
@Service
public class PeopleErasure {

    private final UserMappingStore store;
    private final TargetAccountStore accounts;
    private final DecisionStore decisions;
    private final Revisions revisions;
    private final Directory directory;
    private final PeopleList list;

    PeopleErasure(
            UserMappingStore store,
            TargetAccountStore accounts,
            DecisionStore decisions,
            Revisions revisions,
            Directory directory,
            PeopleList list) {
        this.store = store;
        this.accounts = accounts;
        this.decisions = decisions;
        this.revisions = revisions;
        this.directory = directory;
        this.list = list;
    }

    /** Whether anything is known of this migration's people. */
    @Transactional(readOnly = true)
    public boolean has(MigrationId migration) {
        return store.has(migration) || accounts.has(migration) || decisions.has(migration);
    }

    /** Erases all that is known of this migration's people; returns how many records that were. */
    @Transactional
    public long erase(MigrationId migration) {
        var change = revisions.begin(migration, null);
        revisions.concernedEverybody(change);
        revisions.concernedAccounts(change, AccountCounts.NONE);
        directory.forget(migration);
        long erased = store.erase(migration) + accounts.erase(migration) + decisions.erase(migration);
        revisions.forgetWhom(migration);
        list.renewAll(change);
        return erased;
    }
}
