package io.ferry.backup;

import java.util.List;
import java.util.Map;

/**
 * How often records of the backup name a person by user key.
 *
 * @param issues issues, as reporter, assignee or creator (each counted)
 * @param comments comments, as author or last editor
 * @param worklogs work logs, as author or last editor
 * @param changes entries of the history
 * @param projects projects and components that they lead
 * @param others watches, votes, filters, dashboards and attachments
 */
public record References(long issues, long comments, long worklogs, long changes, long projects, long others) {

    static final References NONE = new References(0, 0, 0, 0, 0, 0);

    /** What kind of record refers; the order is that of the components. */
    enum Kind {
        ISSUE,
        COMMENT,
        WORKLOG,
        CHANGE,
        PROJECT,
        OTHER
    }

    /** Which attributes of a kind of record hold user keys. */
    record Reference(Kind kind, List<String> attributes) {}

    /** All but issues and projects, which are read for more than this. */
    static final Map<String, Reference> WHERE = Map.of(
            "Action", new Reference(Kind.COMMENT, List.of("author", "updateauthor")),
            "Worklog", new Reference(Kind.WORKLOG, List.of("author", "updateauthor")),
            "ChangeGroup", new Reference(Kind.CHANGE, List.of("author")),
            "Component", new Reference(Kind.PROJECT, List.of("lead")),
            "UserAssociation", new Reference(Kind.OTHER, List.of("sourceName")),
            "SearchRequest", new Reference(Kind.OTHER, List.of("author", "user")),
            "PortalPage", new Reference(Kind.OTHER, List.of("username")),
            "FileAttachment", new Reference(Kind.OTHER, List.of("author")));

    static References of(int[] counts) {
        return new References(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
    }

    /** {@return how often in all} */
    public long total() {
        return issues + comments + worklogs + changes + projects + others;
    }
}
