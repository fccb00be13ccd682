package io.ferry.backup.content;

import io.ferry.backup.findings.BackupPlace;
import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.findings.FindingRecord;
import io.ferry.backup.findings.FindingSource;
import io.ferry.backup.model.BackupLimits;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds issues together with what belongs to them: ids and keys that occur twice, statuses and types that are not there, and
 * more comments, attachments, links, work logs or remote links than the cloud allows for one issue.
 */
public final class IssueContents {
    /** What the cloud limits, and the limit ({@link FindingSource#ISSUE_LIMITS}, looked up in November 2026). */
    public enum Limited {
        COMMENTS(FindingCode.ISSUE_COMMENTS_OVER_LIMIT, 5_000, "comments"),
        ATTACHMENTS(FindingCode.ISSUE_ATTACHMENTS_OVER_LIMIT, 2_000, "attachments"),
        LINKS(FindingCode.ISSUE_LINKS_OVER_LIMIT, 2_000, "links to other issues"),
        WORKLOGS(FindingCode.ISSUE_WORKLOGS_OVER_LIMIT, 10_000, "work logs"),
        REMOTE_LINKS(FindingCode.ISSUE_REMOTE_LINKS_OVER_LIMIT, 2_000, "remote links");

        private final FindingCode code;
        private final int limit;
        private final String words;

        Limited(FindingCode code, int limit, String words) {
            this.code = code;
            this.limit = limit;
            this.words = words;
        }

        public FindingCode code() {
            return code;
        }

        public int limit() {
            return limit;
        }

        public String words() {
            return words;
        }
    }

    /** Memory for the ids of issues, and in thousands of ids for each count; ten times what a million issues need. */
    private static final long MOST_BYTES = 4L << 20;

    private static final int MOST_PAGES = 4_000;

    private final Finds finds;
    private final IdSet ids = new IdSet(MOST_BYTES);
    private final Map<String, IdSet> numbersByProject = new HashMap<>();
    private final HashedIds keys = new HashedIds(1 << 18);
    private final Tally[] tallies = new Tally[Limited.values().length];
    private final Set<String> statusIds = new HashSet<>();
    private final Set<String> typeIds = new HashSet<>();
    private final Pointers statuses;
    private final Pointers types;
    private final Pointers projects;
    /** Where the first record stands that is over a limit, by the limit and the id of the issue. */
    private final Map<String, BackupPlace> firstOver = new HashMap<>();

    private final int most;

    IssueContents(BackupLimits limits, Finds finds) {
        this.finds = finds;
        this.most = limits.maxThings();
        this.statuses = new Pointers(most, "status", finds);
        this.types = new Pointers(most, "issue type", finds);
        this.projects = new Pointers(most, "project", finds);
        for (int i = 0; i < tallies.length; i++) {
            tallies[i] = new Tally(MOST_PAGES);
        }
    }

    void issue(
            @Nullable String id,
            @Nullable String key,
            @Nullable String project,
            @Nullable String number,
            @Nullable String type,
            @Nullable String status) {
        if (id != null && !ids.add(id)) {
            finds.here(FindingCode.ISSUE_ID_TWICE, "Issue", id, key, null);
        } else if (isTwice(project, number, key)) {
            String shown = key != null ? key : "number " + number + " of project " + project;
            finds.here(FindingCode.ISSUE_KEY_TWICE, "Issue", id, shown, null);
        }
        String shown = key;
        if (status != null) {
            statuses.add(status, "Issue", id, shown);
        }
        if (type != null) {
            types.add(type, "Issue", id, shown);
        }
        if (project != null) {
            projects.add(project, "Issue", id, shown);
        }
    }

    private boolean isTwice(@Nullable String project, @Nullable String number, @Nullable String key) {
        if (project != null && number != null) {
            IdSet numbers = numbersByProject.get(project);
            if (numbers == null) {
                if (numbersByProject.size() >= most) {
                    return false;
                }
                numbers = new IdSet(MOST_BYTES);
                numbersByProject.put(project, numbers);
            }
            return !numbers.add(number);
        }
        if (key == null) {
            return false;
        }
        int hyphen = key.lastIndexOf('-');
        return hyphen > 0 && IdSet.number(key.substring(hyphen + 1)) >= 0
                ? isTwice("key " + key.substring(0, hyphen), key.substring(hyphen + 1), null)
                : !keys.add(IdSet.hash(key));
    }

    void status(@Nullable String id) {
        know(statusIds, id);
    }

    void type(@Nullable String id) {
        know(typeIds, id);
    }

    private void know(Set<String> known, @Nullable String id) {
        if (id != null && known.size() < most) {
            known.add(id);
        }
    }

    void has(Limited what, @Nullable String issue) {
        int count = tallies[what.ordinal()].add(issue);
        if (count == what.limit() + 1 && issue != null && finds.tells() && firstOver.size() < most) {
            firstOver.put(what + " " + IdSet.number(issue), finds.here());
        }
    }

    long maxId() {
        return ids.max();
    }

    // ---- results

    public long ofMissingStatus() {
        return statuses.missing(statusIds);
    }

    public long ofMissingType() {
        return types.missing(typeIds);
    }

    public long over(Limited what) {
        return tallies[what.ordinal()].above(what.limit()).size();
    }

    public void tell(Set<String> projectIds) {
        statuses.tellMissing(statusIds, FindingCode.STATUS_MISSING);
        types.tellMissing(typeIds, FindingCode.ISSUE_TYPE_MISSING);
        projects.tellMissing(projectIds, FindingCode.PROJECT_MISSING);
        for (Limited what : Limited.values()) {
            tallies[what.ordinal()].above(what.limit()).forEach((issue, count) -> {
                BackupPlace place = firstOver.getOrDefault(what + " " + issue, BackupPlace.FILE);
                finds.tell(
                        what.code(),
                        new FindingRecord(
                                "Issue",
                                String.valueOf(issue),
                                null,
                                place.line(),
                                place.byteOffset(),
                                count + " " + what.words() + "; line and byte are of the first one over the limit"));
            });
        }
    }
}
