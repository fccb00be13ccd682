package io.ferry.backup;

import java.nio.file.Path;

/** A file of which nothing can be said, because it is no Jira backup or cannot be opened. The message says what to do. */
public final class BackupUnreadableException extends RuntimeException {

    private BackupUnreadableException(String message) {
        super(message);
    }

    private BackupUnreadableException(String message, Throwable cause) {
        super(message, cause);
    }

    static BackupUnreadableException notThere(Path file) {
        return new BackupUnreadableException(
                "There is no readable file " + file + ". Check the path and the permissions.");
    }

    static BackupUnreadableException cannotBeRead(Path file, Throwable cause) {
        return new BackupUnreadableException(
                "The file " + file.getFileName() + " could not be read to its end (" + cause.getMessage()
                        + "). Check the disk or network share it stands on, and try again.",
                cause);
    }

    static BackupUnreadableException notAZip(Path file) {
        return new BackupUnreadableException(file.getFileName()
                + " is not a zip file. A Jira backup is the zip that Jira writes into its export folder; hand over that"
                + " zip, not its contents and not a database dump.");
    }

    static BackupUnreadableException noEntities(Path file) {
        return new BackupUnreadableException(file.getFileName()
                + " holds no entities.xml, so it is no Jira backup. Take the zip that Jira's backup wrote into its"
                + " export folder.");
    }

    static BackupUnreadableException notJira(Path file) {
        return new BackupUnreadableException(file.getFileName()
                + " holds an entities.xml that is not Jira's (Confluence uses the same name). Take the backup of the"
                + " Jira site.");
    }

    static BackupUnreadableException encrypted(Path file) {
        return new BackupUnreadableException("The entities.xml in " + file.getFileName()
                + " is encrypted. Unpack it with its password, and pack entities.xml and activeobjects.xml again"
                + " without one.");
    }

    static BackupUnreadableException compression(Path file, int method) {
        return new BackupUnreadableException("The entities.xml in " + file.getFileName()
                + " is compressed in a way that Jira does not read (method " + method
                + "). Unpack it, and pack entities.xml and activeobjects.xml again with an ordinary zip program.");
    }

    static BackupUnreadableException tooManyEntries(Path file, long entries, int limit) {
        return new BackupUnreadableException(file.getFileName() + " says that it holds " + entries
                + " entries; a Jira backup holds two, and Ferry reads at most " + limit
                + ". Find out where the file comes from.");
    }
}
