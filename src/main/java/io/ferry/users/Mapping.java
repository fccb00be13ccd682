package io.ferry.users;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
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
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var entry : entries) {
                digest.update(entry.userKey().getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update((entry.accountId() == null ? "" : entry.accountId()).getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 12);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }
}
