package io.ferry.backup.content;

import io.ferry.backup.findings.BackupPlace;
import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.model.BackupDirectory;
import io.ferry.backup.model.BackupLimits;
import io.ferry.backup.model.BackupPerson;
import io.ferry.backup.model.References;
import io.ferry.backup.model.References.Kind;
import io.ferry.backup.read.DocumentHandler.BeyondLimitsException;
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
public final class People {
    private record User(
            String directoryId,
            @Nullable String userName,
            @Nullable String displayName,
            @Nullable String email,
            boolean active) {}

    private static final int KINDS = Kind.values().length;
    private static final long MOST_BYTES = 1 << 20;

    private final int most;
    private final Finds finds;
    private final List<BackupDirectory> directories = new ArrayList<>();
    private final Map<String, Long> peopleByDirectory = new HashMap<>();
    private final Map<String, List<User>> usersByName = new HashMap<>();
    private final Map<String, String> nameByKey = new HashMap<>();
    private final HashedIds names;
    /** Line and byte of the records, by lower-case user name and by user key; empty unless somebody wants to know. */
    private final Map<String, BackupPlace> placesOfUsers = new HashMap<>();

    private final Map<String, BackupPlace> placesOfKeys = new HashMap<>();
    private final Map<String, int[]> references = new HashMap<>();
    /** What names a person by user name, as groups do, instead of by user key. */
    private final Map<String, int[]> referencesByName = new HashMap<>();
    /** Ids of the records of people who are active, by directory. */
    private final Map<String, IdSet> activeByDirectory = new HashMap<>();

    People(BackupLimits limits, Finds finds) {
        this.most = limits.maxPeople();
        this.finds = finds;
        this.names = new HashedIds(most);
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
        if (finds.tells()) {
            placesOfUsers.putIfAbsent(lowerName, finds.here());
        }
        String id = user[6];
        if (id != null && person.active()) {
            activeByDirectory
                    .computeIfAbsent(directory, any -> new IdSet(MOST_BYTES))
                    .add(id);
        }
        List<User> others = usersByName.get(lowerName);
        if (others != null
                && others.stream().anyMatch(other -> other.directoryId().equals(directory))) {
            finds.here(FindingCode.USER_TWICE_IN_DIRECTORY, "User", id, lowerName, "directory " + directory);
        }
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
            if (finds.tells()) {
                placesOfKeys.putIfAbsent(userKey, finds.here());
            }
            String before = nameByKey.put(userKey, name.equals(userKey) ? userKey : name);
            if (before != null) {
                finds.here(FindingCode.USER_KEY_TWICE, "ApplicationUser", key[2], userKey, "the same user key");
            } else if (!names.add(IdSet.hash(name))) {
                finds.here(FindingCode.USER_KEY_TWICE, "ApplicationUser", key[2], userKey, "the user name " + name);
            }
            check(nameByKey.size(), "people");
        }
    }

    /** A record names somebody by user name. */
    void referByName(Kind kind, @Nullable String name) {
        if (name != null && !name.isBlank()) {
            countsOf(referencesByName, name)[kind.ordinal()]++;
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
                counts = countsOf(references, key);
                last = key;
            }
            counts[kind.ordinal()]++;
        }
    }

    private int[] countsOf(Map<String, int[]> all, String key) {
        int[] counts = all.get(key);
        if (counts == null) {
            counts = new int[KINDS];
            all.put(key, counts);
            check(all.size(), "people");
        }
        return counts;
    }

    private void check(int size, String what) {
        if (size > most) {
            throw new BeyondLimitsException("More than " + most + " " + what + " are named (--max-people).");
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

    /** The ids of the active people of active directories, of which Jira knows the group members. */
    List<IdSet> active() {
        Set<String> inactive = new HashSet<>();
        directories.stream()
                .filter(directory -> !directory.active())
                .forEach(directory -> inactive.add(directory.id()));
        return activeByDirectory.entrySet().stream()
                .filter(directory -> !inactive.contains(directory.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Where the record of a person stands, for whoever wants to know; else the file. */
    public BackupPlace place(BackupPerson person) {
        String name = person.removed() ? null : lower(person.userName());
        BackupPlace place = name == null ? placesOfKeys.get(person.userKey()) : placesOfUsers.get(name);
        return place == null ? BackupPlace.FILE : place;
    }

    public boolean isEmpty() {
        return usersByName.isEmpty();
    }

    /** In the order in which Jira asks them. */
    public List<BackupDirectory> directories() {
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
    public List<BackupPerson> resolve(boolean all) {
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
        nameByKey.forEach((key, name) -> people.add(person(key, name, usersByName.get(name), rank, byId)));
        usersByName.forEach((name, users) -> {
            if (!named.contains(name) && !nameByKey.containsKey(name)) {
                people.add(person(name, name, users, rank, byId));
            }
        });
        Set<String> known = new HashSet<>();
        people.forEach(person -> known.add(person.userKey()));
        references.keySet().stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> people.add(person(key, null, null, rank, byId)));
        people.removeIf(person -> !all && person.removed());
        people.sort(Comparator.comparing(BackupPerson::userKey));
        return people;
    }

    private BackupPerson person(
            String key,
            @Nullable String name,
            @Nullable List<User> users,
            Map<String, Integer> rank,
            Map<String, BackupDirectory> byId) {
        References referred = references(references.get(key));
        if (name != null && !referencesByName.isEmpty()) {
            referred = referred.and(references(referencesByName.get(name)));
        }
        if (users == null) {
            return new BackupPerson(key, name, null, null, false, null, 0, true, referred);
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
                best.email() == null || best.email().isBlank() ? null : best.email(),
                best.active() && (directory == null || directory.active()),
                best.directoryId(),
                (int) users.stream().map(User::directoryId).distinct().count(),
                false,
                referred);
    }

    private static References references(int @Nullable [] counts) {
        return counts == null ? References.NONE : References.of(counts);
    }

    private static int rank(User user, Map<String, Integer> rank) {
        return rank.getOrDefault(user.directoryId(), Integer.MAX_VALUE);
    }
}
