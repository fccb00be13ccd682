package io.ferry.backup.model;

import java.util.List;
import java.util.Map;

/**
 * How often records of the backup name a person, by user key or by user name.
 *
 * @param issues issues, as reporter, assignee or creator (each counted)
 * @param comments comments, as author or last editor
 * @param worklogs work logs, as author or last editor
 * @param changes entries of the history
 * @param projects projects and components that they lead
 * @param fields values of custom fields that hold people
 * @param roles roles in projects that they play by name
 * @param groups groups that they belong to
 * @param watches issues that they watch
 * @param others votes, filters, dashboards and attachments
 */
public record References(
        long issues,
        long comments,
        long worklogs,
        long changes,
        long projects,
        long fields,
        long roles,
        long groups,
        long watches,
        long others) {

    public static final References NONE = new References(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** What kind of record refers; the order is that of the components. */
    public enum Kind {
        ISSUE,
        COMMENT,
        WORKLOG,
        CHANGE,
        PROJECT,
        FIELD,
        ROLE,
        GROUP,
        WATCH,
        OTHER
    }

    /** Which attributes of a kind of record hold user keys. */
    public record Reference(Kind kind, List<String> attributes) {}

    /** All but those that are read for more than this. */
    public static final Map<String, Reference> WHERE = Map.of(
            "ChangeGroup", new Reference(Kind.CHANGE, List.of("author")),
            "Component", new Reference(Kind.PROJECT, List.of("lead")),
            "SearchRequest", new Reference(Kind.OTHER, List.of("author", "user")));

    public static References of(int[] counts) {
        return new References(
                counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6], counts[7], counts[8],
                counts[9]);
    }

    public References and(References more) {
        return new References(
                issues + more.issues,
                comments + more.comments,
                worklogs + more.worklogs,
                changes + more.changes,
                projects + more.projects,
                fields + more.fields,
                roles + more.roles,
                groups + more.groups,
                watches + more.watches,
                others + more.others);
    }

    /** {@return how often in all} */
    public long total() {
        return issues + comments + worklogs + changes + projects + fields + roles + groups + watches + others;
    }
}
