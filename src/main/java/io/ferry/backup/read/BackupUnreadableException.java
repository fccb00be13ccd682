package io.ferry.backup.read;

import io.ferry.base.FileContent;
import java.nio.file.Path;
import java.util.Collection;

/** A file of which nothing can be said, because it is no Jira backup or cannot be opened. The message says what to do. */
public final class BackupUnreadableException extends RuntimeException {

    private BackupUnreadableException(String message) {
        super(message);
    }

    private BackupUnreadableException(String message, Throwable cause) {
        super(message, cause);
    }

    public static BackupUnreadableException notThere(Path file) {
        return new BackupUnreadableException(
                "There is no readable file " + file + ". Check the path and the permissions.");
    }

    static BackupUnreadableException cannotBeRead(FileContent file, Throwable cause) {
        return new BackupUnreadableException(
                "The file " + file.name() + " could not be read to its end (" + cause.getMessage()
                        + "). Check its disk or network share, and try again.",
                cause);
    }

    static BackupUnreadableException notAZip(FileContent file) {
        return new BackupUnreadableException(OtherFile.notAZip(file));
    }

    public static BackupUnreadableException noEntities(FileContent file, Collection<String> names, int attachments) {
        return new BackupUnreadableException(OtherFile.zipWithoutEntities(file, names, attachments));
    }

    public static BackupUnreadableException notJira(FileContent file, Collection<String> names, String root) {
        return new BackupUnreadableException(OtherFile.ofAnotherProduct(file, names, root));
    }

    static BackupUnreadableException encrypted(FileContent file) {
        return new BackupUnreadableException("The entities.xml in " + file.name()
                + " is encrypted. Unpack it with its password, and pack entities.xml and activeobjects.xml again"
                + " without one.");
    }

    static BackupUnreadableException compression(FileContent file, int method) {
        return new BackupUnreadableException(OtherFile.packedOtherwise(file, method));
    }

    static BackupUnreadableException tooManyEntries(FileContent file, long entries, int limit) {
        return new BackupUnreadableException(file.name() + " says that it holds " + entries
                + " entries besides attachments; a Jira backup holds two, and Ferry reads at most " + limit
                + ". Find out where the file comes from. If it is a real backup, raise --max-entries.");
    }
}
