package io.ferry.backup.read;

import io.ferry.backup.model.BackupProgress;
import io.ferry.backup.model.BackupVisitor;

/** Tells a visitor how far the reading has come, not more often than once for each megabyte. */
public final class ProgressMeter {
    private static final long STEP = 1 << 20;

    private final BackupVisitor visitor;
    private final long total;
    private long told = -STEP;

    public ProgressMeter(BackupVisitor visitor, long total) {
        this.visitor = visitor;
        this.total = total;
    }

    void at(long position) {
        if (position - told >= STEP) {
            told = position;
            visitor.onProgress(new BackupProgress(position, total));
        }
    }
}
