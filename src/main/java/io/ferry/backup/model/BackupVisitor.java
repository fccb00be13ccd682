package io.ferry.backup.model;

import io.ferry.backup.BackupReader;
import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.findings.FindingRecord;

/**
 * Listens while a backup is read, in the same single pass. Called from the thread that called
 * {@link BackupReader#read}, in the order of the file; nothing of it is kept by the reader.
 */
public interface BackupVisitor {

    /** A visitor that listens to nothing. */
    BackupVisitor NOBODY = new BackupVisitor() {};

    /**
     * Lets two listen to one reading.
     *
     * @param first told first
     * @param second told second
     * @return a visitor that tells both, each what it wants
     */
    static BackupVisitor both(BackupVisitor first, BackupVisitor second) {
        return new BackupVisitor() {
            @Override
            public boolean wantsIssues() {
                return first.wantsIssues() || second.wantsIssues();
            }

            @Override
            public void onIssue(BackupIssue issue) {
                first.onIssue(issue);
                second.onIssue(issue);
            }

            @Override
            public void onName(BackupName name) {
                first.onName(name);
                second.onName(name);
            }

            @Override
            public boolean wantsRecords() {
                return first.wantsRecords() || second.wantsRecords();
            }

            @Override
            public void onRecord(FindingCode code, FindingRecord found) {
                first.onRecord(code, found);
                second.onRecord(code, found);
            }

            @Override
            public void onProgress(BackupProgress progress) {
                first.onProgress(progress);
                second.onProgress(progress);
            }
        };
    }

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
