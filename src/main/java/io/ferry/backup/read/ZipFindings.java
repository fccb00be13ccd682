package io.ferry.backup.read;

import io.ferry.backup.findings.BackupFinding;
import io.ferry.backup.findings.BackupPlace;
import io.ferry.backup.findings.FindingCode;
import java.util.ArrayList;
import java.util.List;

/** What is found about a zip. A hostile one must not fill memory with findings about its thousand entries. */
final class ZipFindings {
    private final int most;
    private final List<BackupFinding> all = new ArrayList<>();

    /**
     * @param most how many findings of one kind are kept
     */
    ZipFindings(int most) {
        this.most = most;
    }

    void add(FindingCode code, String message, BackupPlace where) {
        if (all.stream().filter(finding -> finding.code() == code).count() < most) {
            all.add(new BackupFinding(code, message, where));
        }
    }

    List<BackupFinding> all() {
        return all;
    }
}
