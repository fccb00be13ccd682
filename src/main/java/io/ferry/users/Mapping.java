package io.ferry.users;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ferry.migration.PagedHash;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who stands for whom, as it goes into the restore.
 *
 * @param entries everybody of the source, in the order of the keys
 * @param undecided people whom neither an address nor a person has settled
 */
public record Mapping(List<Entry> entries, long undecided) {

    /**
     * One person of the mapping.
     *
     * @param accountId null for a person who is left unmapped
     */
    public record Entry(String userKey, @Nullable String accountId) {
        public Entry {
            Objects.requireNonNull(userKey);
        }

        /** The one line that is hashed. */
        String line() {
            return JsonNodeFactory.instance
                    .arrayNode()
                    .add(userKey)
                    .add(accountId)
                    .toString();
        }

        @Override
        public String toString() {
            return "Entry[hidden]";
        }
    }

    public Mapping {
        // Sorted here and not by the database: databases disagree about the order of letters, and the version depends
        // on it.
        entries = entries.stream().sorted(Comparator.comparing(Entry::userKey)).toList();
    }

    /** Only the people for whom an account stands. */
    public List<Entry> mapped() {
        return entries.stream().filter(entry -> entry.accountId() != null).toList();
    }

    /** People without an account, decided or not. */
    public long unmapped() {
        return entries.size() - mapped().size();
    }

    /** A hash of the content: two mappings with the same version send the same people to the same accounts. */
    public String version() {
        var hash = new PagedHash();
        entries.forEach(entry -> hash.add(entry.line()));
        return version(hash.hex());
    }

    /** The version of the mapping whose entries have this {@link PagedHash}. */
    static String version(String hash) {
        return hash.substring(0, 24);
    }
}
