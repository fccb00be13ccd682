package io.ferry.api;

import io.ferry.api.Frame.Link;
import io.ferry.backup.findings.FindingRecord;
import io.ferry.backup.findings.Severity;
import io.ferry.migration.Migration;
import io.ferry.verification.BackupFindings.Kept;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Ferry found in the backup, with the records of one finding: the forms in Tasklist lead here.
 *
 * @param findings none if no backup has been read
 * @param shown the finding whose records are shown, if any
 */
record FindingsPage(
        Frame frame, List<Finding> findings, @Nullable Shown shown) implements View {

    /**
     * A finding.
     *
     * @param records how many records it is about
     */
    record Finding(
            Badge weight,
            String message,
            String code,
            String place,
            String why,
            Link source,
            String whatToDo,
            long records) {}

    /**
     * The records of a finding.
     *
     * @param all how many there are; not all of them are shown
     * @param table the address of all of them as CSV
     */
    record Shown(String message, long all, String table, List<List<String>> records) {}

    /** What is shown of a finding. */
    static Finding finding(Kept kept) {
        return new Finding(
                badge(kept.code().severity()),
                kept.message(),
                kept.code().name(),
                kept.place(),
                kept.code().why() + " This " + kept.code().certainty().words() + ".",
                new Link(kept.code().source().url(), kept.code().source().title()),
                kept.code().whatToDo(),
                kept.records());
    }

    /** What is shown of a finding's records. */
    static Shown shown(Migration migration, Kept kept, List<FindingRecord> records) {
        return new Shown(
                kept.message(),
                kept.records(),
                "/api/migrations/" + migration.id() + "/findings/" + kept.code() + ".csv",
                records.stream().map(FindingsPage::cells).toList());
    }

    /** The cells of a record, in the page and in the table. */
    static List<String> cells(FindingRecord found) {
        return List.of(
                found.entity(),
                text(found.id()),
                text(found.key()),
                found.line() > 0 ? String.valueOf(found.line()) : "",
                found.byteOffset() >= 0 ? String.valueOf(found.byteOffset()) : "",
                text(found.note()));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static Badge badge(Severity severity) {
        return switch (severity) {
            case BLOCKS -> new Badge("bad", "Blocks");
            case WARNS -> new Badge("warn", "Warns");
            case INFORMS -> new Badge("good", "Informs");
        };
    }
}
