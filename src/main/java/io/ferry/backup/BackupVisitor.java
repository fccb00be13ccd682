package io.ferry.backup;

/**
 * Listens while a backup is read, in the same single pass. Called from the thread that called
 * {@link BackupReader#read}, in the order of the file; nothing of it is kept by the reader.
 */
public interface BackupVisitor {

    /** A visitor that listens to nothing. */
    BackupVisitor NOBODY = new BackupVisitor() {};

    /**
     * Says whether issues are wanted, and what they refer to; without, reading is a little faster.
     *
     * @return whether {@link #onIssue} and {@link #onName} shall be called
     */
    default boolean wantsIssues() {
        return false;
    }

    /**
     * Takes an issue.
     *
     * @param issue the issue; its project may not have been read yet
     */
    default void onIssue(BackupIssue issue) {}

    /**
     * Takes the name of an issue type, a status, a priority or a filter; most stand after the issues in the file.
     *
     * @param name the name
     */
    default void onName(BackupName name) {}

    /**
     * Says whether the records that findings are about are wanted, with where they stand.
     *
     * @return whether {@link #onRecord} shall be called
     */
    default boolean wantsRecords() {
        return false;
    }

    /**
     * Takes a record that a finding is about. Some are told as they are read, others when the reading is done; of a
     * finding of very many records perhaps not all.
     *
     * @param code which finding
     * @param found the record; it may hold data of people
     */
    default void onRecord(FindingCode code, FindingRecord found) {}

    /**
     * Takes the progress, about once for each megabyte of the zip.
     *
     * @param progress how far the reading has come
     */
    default void onProgress(BackupProgress progress) {}
}
