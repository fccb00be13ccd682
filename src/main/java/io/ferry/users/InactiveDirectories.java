package io.ferry.users;

import io.ferry.migration.MigrationId;
import io.ferry.users.UserDecisions.LeftUnmapped;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * People whose directory is inactive in the Jira backup, or not in it. Nobody could sign in through such a directory any
 * more, so Ferry proposes to leave all of them unmapped who have no account. A person decides about the proposal; Ferry
 * never does.
 */
@Service
public class InactiveDirectories {

    /** What leaving these people unmapped comes to. */
    private static final String CONSEQUENCE =
            "People who stay unmapped at the restore lose resources in the app permanently. In Jira, the import is reported"
                    + " to show people of inactive directories as \"Former user\". An approver is asked before the restore.";

    /**
     * The proposal.
     *
     * @param people how many people it would leave unmapped: no address has decided about them, and nobody has
     * @param creatable for how many of them Ferry could create an account instead
     * @param directories where they come from, the directory with the most of them first
     * @param consequence what it comes to, in a sentence for people
     */
    public record Proposal(long people, long creatable, List<OfDirectory> directories, String consequence) {
        public Proposal {
            directories = List.copyOf(directories);
        }
    }

    /**
     * The people of one directory.
     *
     * @param name its name; its id if it is not in the backup or has no name
     * @param people how many of its people the proposal covers
     * @param settled how many others it has: they have an account, or somebody has decided about them, and that stays
     */
    public record OfDirectory(String name, long people, long settled) {}

    private final UserMappingStore store;
    private final Directory directory;
    private final UserDecisions decisions;

    InactiveDirectories(UserMappingStore store, Directory directory, UserDecisions decisions) {
        this.store = store;
        this.directory = directory;
        this.decisions = decisions;
    }

    /** {@return what Ferry proposes now; nobody is in it if no directory is inactive or all of its people are decided} */
    @Transactional(readOnly = true)
    public Proposal proposal(MigrationId migration) {
        var directories = new TreeMap<String, OfDirectory>();
        long creatable = 0;
        for (var entry : directory.of(migration).entries()) {
            var name = entry.inactiveDirectory();
            if (name != null) {
                directories.merge(
                        name,
                        new OfDirectory(name, entry.proposed() ? 1 : 0, entry.proposed() ? 0 : 1),
                        (one, other) ->
                                new OfDirectory(name, one.people() + other.people(), one.settled() + other.settled()));
                creatable += entry.proposed() && entry.creatable() ? 1 : 0;
            }
        }
        return new Proposal(
                directories.values().stream().mapToLong(OfDirectory::people).sum(),
                creatable,
                directories.values().stream()
                        .filter(one -> one.people() > 0)
                        .sorted(Comparator.comparingLong(OfDirectory::people).reversed())
                        .toList(),
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
                () -> store.ofInactiveDirectories(migration).stream()
                        .filter(Directory.Entry::proposed)
                        .map(Directory.Entry::userKey)
                        .toList(),
                seen,
                reason,
                by);
    }
}
