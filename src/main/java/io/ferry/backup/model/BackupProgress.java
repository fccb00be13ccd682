package io.ferry.backup.model;

/**
 * How far a reading has come.
 *
 * @param bytesRead bytes of the zip file that are read
 * @param bytesTotal its size
 */
public record BackupProgress(long bytesRead, long bytesTotal) {

    /** {@return the share that is done, from 0 to 1} */
    public double share() {
        return bytesTotal == 0 ? 1 : Math.min(1, (double) bytesRead / bytesTotal);
    }
}
