package io.ferry.process.upload;

import io.ferry.artifact.ArtifactException;
import io.ferry.artifact.IncomingFile.Rejection;
import io.ferry.backup.read.FileSniffer;
import io.ferry.base.Sizes;
import java.util.List;
import java.util.Optional;

/** Recognises the wrong file, and says what it is and what to do. */
final class WrongFiles {
    private static final String MAKE_DUMP =
            "Download the dump in the app: App configuration > Advanced > Database dumps, Download in its row.";
    private static final String MAKE_BACKUP =
            "Take the zip that Jira wrote into the folder “export” of its home directory; do not unpack or change it.";

    private WrongFiles() {}

    /** What arrived was changed where Ferry keeps it. */
    static Rejection changed(ArtifactException broken) {
        return new Rejection("What Ferry has of this file is not what arrived.", String.valueOf(broken.getMessage()));
    }

    /** What is wrong with it as far as its ends tell; nothing where it may be right. */
    static Optional<Rejection> wrong(FileKind due, FileSniffer seen) {
        return switch (seen) {
            case EMPTY ->
                refused("The file is empty.", "Look why nothing was written: often the disk was full. " + right(due));
            case WEB_PAGE ->
                refused(
                        "This is a web page, not a file from " + (due.isDump() ? "the app" : "Jira") + ".",
                        "Most likely the browser kept the sign-in page in its place: sign in there, and download again. "
                                + right(due));
            case SHORT_ANSWER ->
                refused(
                        "This is a short message of a site, not the file.",
                        "Open it in an editor: it says why the site gave no file. Then download again. " + right(due));
            case HALF_A_JIRA_BACKUP ->
                due.isDump()
                        ? jiraBackupForDump()
                        : refused(
                                "This is half a Jira backup: the end of the zip is missing.",
                                "Wait until Jira has written it all, or copy it again and compare the sizes. "
                                        + right(due));
            case HALF_A_ZIP ->
                refused(
                        "This is half a file: a zip whose end is missing.",
                        "Download it again and let it end; compare the sizes. " + right(due));
            case JIRA_BACKUP -> due.isDump() ? jiraBackupForDump() : Optional.empty();
            case UNPACKED_JIRA_BACKUP ->
                due.isDump()
                        ? jiraBackupForDump()
                        : refused("This is a part of a Jira backup, taken out of its zip.", right(due));
            case CLOUD_EXPORT ->
                refused(
                        "This is a backup of a Jira Cloud site, not of the Data Center that you leave.",
                        due.isDump()
                                ? right(due)
                                : "Make the backup in Jira Data Center: System > Backup system. " + right(due));
            case OTHER_ZIP ->
                due.isDump()
                        ? Optional.empty()
                        : refused("This zip is no Jira backup: there is no entities.xml in it.", right(due));
            case SOMETHING_ELSE ->
                due.isDump()
                        ? Optional.empty()
                        : refused(
                                "This is no zip, so it is no Jira backup. It may be the app's dump, or a database dump.",
                                right(due));
        };
    }

    private static Optional<Rejection> jiraBackupForDump() {
        return refused(
                "This is a Jira backup, not the app's dump.",
                "Keep it for the task “Make the Jira backup by hand”. " + MAKE_DUMP);
    }

    /** A size that the app's own list does not have. */
    static Optional<Rejection> wrongSize(long bytes, List<Long> known) {
        if (known.isEmpty() || known.contains(bytes)) {
            return Optional.empty();
        }
        long newest = known.getFirst();
        return refused(
                "This file has " + Sizes.exactly(bytes) + "; the app's newest dump has " + Sizes.exactly(newest) + ".",
                bytes < newest
                        ? "It is half a file, or an older dump. Download it again and let it end. " + MAKE_DUMP
                        : "It is another file. " + MAKE_DUMP);
    }

    static Rejection sameAgain(FileKind due, String name) {
        return new Rejection(
                "This is the same file again: “" + name + "” was already uploaded.",
                "There is nothing more to do with it. If the task asks for another one, make the " + due.title()
                        + " again.");
    }

    private static String right(FileKind due) {
        return due.isDump() ? MAKE_DUMP : MAKE_BACKUP;
    }

    private static Optional<Rejection> refused(String title, String whatToDo) {
        return Optional.of(new Rejection(title, whatToDo));
    }
}
