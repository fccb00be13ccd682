package io.ferry.backup;

import io.ferry.backup.DocumentHandler.BeyondLimitsException;
import io.ferry.backup.References.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects people and resolves user keys to them, as Jira does: a key leads to a user name ({@code ApplicationUser}), a
 * name to a record in a directory ({@code User}); where a name stands in several directories, the first active one by
 * position wins (facts/jira-backup-format.md). Before Jira 6 there were no keys: the name was the key.
 */
final class People {
    private record User(
            String directoryId,
            @Nullable String userName,
            @Nullable String displayName,
            @Nullable String email,
            boolean active) {}

    private final int most;
    private final List<BackupDirectory> directories = new ArrayList<>();
    private final Map<String, Long> peopleByDirectory = new HashMap<>();
    private final Map<String, List<User>> usersByName = new HashMap<>();
    private final Map<String, String> nameByKey = new HashMap<>();
    private final Map<String, int[]> references = new HashMap<>();

    People(BackupLimits limits) {
        this.most = limits.maxPeople();
    }

    void directory(@Nullable String[] directory) {
        String id = directory[0];
        if (id != null) {
            directories.add(new BackupDirectory(
                    id,
                    Objects.requireNonNullElse(directory[1], ""),
                    Objects.requireNonNullElse(directory[2], ""),
                    isTrue(directory[3]),
                    position(directory[4]),
                    0));
            check(directories.size(), "directories");
        }
    }

    void user(@Nullable String[] user) {
        String name = user[1];
        String lowerName = user[2] != null ? user[2] : lower(name);
        if (lowerName == null) {
            return;
        }
        String directory = Objects.requireNonNullElse(user[0], "").intern();
        peopleByDirectory.merge(directory, 1L, Long::sum);
        User person = new User(
                directory,
                name == null || name.equals(lowerName) ? lowerName : name,
                user[3],
                user[4],
                isTrue(user[5]));
        // Nearly everybody stands in one directory, so nearly every list is the small immutable one.
        usersByName.merge(lowerName, List.of(person), People::joined);
        check(usersByName.size(), "people");
    }

    private static List<User> joined(List<User> some, List<User> more) {
        List<User> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    void key(@Nullable String[] key) {
        String userKey = key[0];
        String name = key[1];
        if (userKey != null && name != null) {
            nameByKey.put(userKey, name.equals(userKey) ? userKey : name);
            check(nameByKey.size(), "people");
        }
    }

    void refer(Kind kind, @Nullable String... keys) {
        int[] counts = null;
        String last = null;
        for (String key : keys) {
            if (key == null || key.isBlank()) {
                continue;
            }
            // Whoever reports an issue has usually created it, too.
            if (counts == null || !key.equals(last)) {
                counts = countsOf(key);
                last = key;
            }
            counts[kind.ordinal()]++;
        }
    }

    private int[] countsOf(String key) {
        int[] counts = references.get(key);
        if (counts == null) {
            counts = new int[Kind.values().length];
            references.put(key, counts);
            check(references.size(), "people");
        }
        return counts;
    }

    private void check(int size, String what) {
        if (size > most) {
            throw new BeyondLimitsException("More than " + most + " " + what + " are named.");
        }
    }

    private static boolean isTrue(@Nullable String value) {
        return value != null && (value.equals("1") || value.equalsIgnoreCase("true"));
    }

    private static long position(@Nullable String value) {
        return value != null && value.matches("-?\\d{1,9}") ? Long.parseLong(value) : Integer.MAX_VALUE;
    }

    private static @Nullable String lower(@Nullable String name) {
        return name == null ? null : name.toLowerCase(Locale.ROOT);
    }

    // ---- results

    boolean isEmpty() {
        return usersByName.isEmpty();
    }

    /** In the order in which Jira asks them. */
    List<BackupDirectory> directories() {
        return directories.stream()
                .map(directory -> new BackupDirectory(
                        directory.id(),
                        directory.name(),
                        directory.type(),
                        directory.active(),
                        directory.position(),
                        peopleByDirectory.getOrDefault(directory.id(), 0L)))
                .sorted(Comparator.comparingLong(BackupDirectory::position).thenComparing(BackupDirectory::id))
                .toList();
    }

    /**
     * Everybody.
     *
     * @param all whether all records were read; where not, a key that leads to nobody says nothing about who left
     */
    List<BackupPerson> resolve(boolean all) {
        if (usersByName.isEmpty() && nameByKey.isEmpty()) {
            return List.of(); // Jira before 4.3: that nobody is found says nothing about who left
        }
        Map<String, Integer> rank = new HashMap<>();
        Map<String, BackupDirectory> byId = new HashMap<>();
        for (BackupDirectory directory : directories()) {
            rank.put(directory.id(), rank.size() + (directory.active() ? 0 : directories.size()));
            byId.put(directory.id(), directory);
        }
        List<BackupPerson> people = new ArrayList<>(nameByKey.size());
        Set<String> named = new HashSet<>(nameByKey.values());
        nameByKey.forEach((key, name) -> people.add(person(key, usersByName.get(name), rank, byId)));
        usersByName.forEach((name, users) -> {
            if (!named.contains(name) && !nameByKey.containsKey(name)) {
                people.add(person(name, users, rank, byId));
            }
        });
        Set<String> known = new HashSet<>();
        people.forEach(person -> known.add(person.userKey()));
        references.keySet().stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> people.add(person(key, null, rank, byId)));
        people.removeIf(person -> !all && person.removed());
        people.sort(Comparator.comparing(BackupPerson::userKey));
        return people;
    }

    private BackupPerson person(
            String key, @Nullable List<User> users, Map<String, Integer> rank, Map<String, BackupDirectory> byId) {
        int[] counts = references.get(key);
        References referred = counts == null ? References.NONE : References.of(counts);
        if (users == null) {
            return new BackupPerson(key, null, null, null, false, null, 0, true, referred);
        }
        User best = users.getFirst();
        for (User user : users) {
            if (rank(user, rank) < rank(best, rank)) {
                best = user;
            }
        }
        BackupDirectory directory = byId.get(best.directoryId());
        return new BackupPerson(
                key,
                best.userName(),
                best.displayName(),
                best.email() == null || best.email().isBlank()
                        ? null
                        : best.email().strip(),
                best.active() && (directory == null || directory.active()),
                best.directoryId(),
                (int) users.stream().map(User::directoryId).distinct().count(),
                false,
                referred);
    }

    private static int rank(User user, Map<String, Integer> rank) {
        return rank.getOrDefault(user.directoryId(), Integer.MAX_VALUE);
    }
}
