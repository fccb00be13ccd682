package io.ferry.users;

import io.ferry.migration.MigrationId;
import io.ferry.users.UserDecisions.LeftUnmapped;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * People who are inactive in the source or removed from it, and for whom no account was found. Most of them left years ago,
 * and a whole import does not bring them either, so they are no sign that something is missing. They are listed apart, and
 * a person decides about all of them together.
 */
@Service
public class InactivePeople {
    private static final String CONSEQUENCE =
            "People who stay unmapped at the restore lose resources in the app permanently: their assignments in boxes and"
                    + " teams, past ones too. Their work in Jira has nobody's name in the cloud. An approver is asked before"
                    + " the restore.";

    /**
     * What there is to decide.
     *
     * @param people how many inactive and removed people have no account; nobody has decided about them
     * @param suggested for how many of them there is a suggestion
     * @param consequence what it means to leave them unmapped, in a sentence for people
     */
    public record Proposal(long people, long suggested, String consequence) {}

    private final UserMappingStore store;
    private final Directory directory;
    private final UserDecisions decisions;

    InactivePeople(UserMappingStore store, Directory directory, UserDecisions decisions) {
        this.store = store;
        this.directory = directory;
        this.decisions = decisions;
    }

    /**
     * How many people without a match cannot sign in to the source any more: inactive, removed, or of a directory that is
     * not active. All others without a match are active.
     */
    @Transactional(readOnly = true)
    public long unmatched(MigrationId migration) {
        return directory.of(migration).entries().stream()
                .filter(InactivePeople::isUnmatched)
                .filter(entry -> entry.gone() || entry.inactiveDirectory() != null)
                .count();
    }

    /** What can be decided together now. People of inactive directories have a proposal of their own. */
    @Transactional(readOnly = true)
    public Proposal proposal(MigrationId migration) {
        List<Directory.Entry> proposed = directory.of(migration).entries().stream()
                .filter(InactivePeople::isProposed)
                .toList();
        return new Proposal(
                proposed.size(),
                proposed.stream()
                        .filter(entry -> entry.state() == PersonState.SUGGESTED)
                        .count(),
                CONSEQUENCE);
    }

    /**
     * Leaves everybody of the proposal unmapped, as one change.
     *
     * @param seen how many people the proposal covered when somebody decided about it
     * @param reason why; permanent in the app, so one is needed
     * @param by who decides
     * @throws DecisionRefused if there is no reason, or the proposal covers another number of people now
     */
    @Transactional
    public LeftUnmapped leaveUnmapped(MigrationId migration, long seen, @Nullable String reason, String by) {
        return decisions.leaveTogether(
                migration,
                () -> store.entries(migration).stream()
                        .filter(InactivePeople::isProposed)
                        .map(Directory.Entry::userKey)
                        .toList(),
                seen,
                reason,
                by);
    }

    private static boolean isProposed(Directory.Entry entry) {
        return entry.gone() && entry.inactiveDirectory() == null && isUnmatched(entry);
    }

    private static boolean isUnmatched(Directory.Entry entry) {
        return entry.state() == PersonState.SUGGESTED || entry.state() == PersonState.UNMATCHED;
    }
}
