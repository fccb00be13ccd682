package io.ferry.backup.content;

import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.findings.FindingSource;
import io.ferry.backup.model.BackupLimits;
import io.ferry.backup.model.References;
import io.ferry.backup.read.DocumentHandler.BeyondLimitsException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Groups, who belongs to them, and which of them may administer Jira. */
public final class Groups {
    /** Groups that the cloud keeps for itself ({@link FindingSource#RESERVED_GROUPS}). */
    private static final Set<String> RESERVED =
            Set.of("site-admins", "system-administrators", "atlassian-addons", "atlassian-addons-admin", "org-admins");

    /** The permissions to administer Jira, as names and as the numbers of old versions. */
    private static final Set<String> ADMINISTER = Set.of("ADMINISTER", "SYSTEM_ADMIN", "0", "44");

    private static final long MOST_BYTES = 2L << 20;

    private final int most;
    private final Finds finds;
    private final People people;
    private final Map<String, String> nameById = new HashMap<>();
    /** The children of each parent, by the parent's id and the type of membership. */
    private final Map<String, IdSet> children = new HashMap<>();

    private final Set<String> administrators = new HashSet<>();
    private final Set<String> reserved = new TreeSet<>();

    Groups(BackupLimits limits, Finds finds, People people) {
        this.most = limits.maxThings();
        this.finds = finds;
        this.people = people;
    }

    /** Fields: id, groupName, lowerGroupName. */
    void group(@Nullable String[] group) {
        String id = group[0];
        String name = lower(group[2] != null ? group[2] : group[1]);
        if (name == null) {
            return;
        }
        if (id != null) {
            nameById.put(id, name);
            check(nameById.size());
        }
        if (RESERVED.contains(name)) {
            reserved.add(name);
            finds.here(FindingCode.GROUPS_RESERVED, "Group", id, name, null);
        }
    }

    /** Fields: parentId, childId, membershipType, lowerChildName, childName, id, lowerParentName. */
    void membership(@Nullable String[] membership) {
        String parent = membership[0];
        String child = membership[1];
        String type = membership[2] == null ? "GROUP_USER" : membership[2];
        if (type.equals("GROUP_USER")) {
            people.referByName(References.Kind.GROUP, lower(membership[3] != null ? membership[3] : membership[4]));
        }
        if (parent != null && child != null) {
            IdSet members = children.computeIfAbsent(parent + " " + type, any -> new IdSet(MOST_BYTES));
            check(children.size());
            if (!members.add(child)) {
                finds.here(
                        FindingCode.MEMBERSHIP_TWICE,
                        "Membership",
                        membership[5],
                        membership[6],
                        "parent " + parent + ", child " + child + ", " + type);
            }
        }
    }

    /** Fields: permission, group_id. */
    void globalPermission(@Nullable String[] entry) {
        administers(entry[0], entry[1]);
    }

    /** Fields: permission, permissionKey, type, parameter, scheme. Before Jira 6.2 global permissions stood here. */
    void schemePermission(@Nullable String[] entry) {
        boolean global = entry[4] == null || entry[4].isEmpty();
        if (global && "group".equals(entry[2])) {
            administers(entry[0], entry[3]);
        }
    }

    private void administers(@Nullable String permission, @Nullable String group) {
        if (permission != null && group != null && !group.isBlank() && ADMINISTER.contains(permission)) {
            administrators.add(lower(group));
            check(administrators.size());
        }
    }

    private void check(int size) {
        if (size > most) {
            throw new BeyondLimitsException("More than " + most + " groups are named (--max-things).");
        }
    }

    private static @Nullable String lower(@Nullable String name) {
        return name == null ? null : name.toLowerCase(Locale.ROOT);
    }

    // ---- results

    public Set<String> reserved() {
        return reserved;
    }

    /** Whether the file says who may administer Jira, and nobody of them is active. */
    public boolean hasNoActiveAdministrator() {
        Deque<String> groups = new ArrayDeque<>();
        nameById.forEach((id, name) -> {
            if (administrators.contains(name)) {
                groups.add(id);
            }
        });
        if (groups.isEmpty()) {
            return false; // the file does not tell
        }
        List<IdSet> active = people.active();
        Set<String> seen = new HashSet<>(groups);
        while (!groups.isEmpty()) {
            String group = groups.remove();
            IdSet members = children.get(group + " GROUP_USER");
            if (members != null && active.stream().anyMatch(members::intersects)) {
                return false;
            }
            IdSet within = children.get(group + " GROUP_GROUP");
            if (within != null) {
                within.numbers().forEach((int id) -> {
                    String nested = Integer.toUnsignedString(id);
                    if (seen.add(nested)) {
                        groups.add(nested);
                    }
                });
            }
        }
        return true;
    }
}
