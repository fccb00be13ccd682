package io.ferry.verification;

import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.findings.FindingRecord;
import io.ferry.backup.model.BackupVisitor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Listens to a reading, and keeps of each finding the first records that it is about, and how many there were. */
public final class FindingRecords implements BackupVisitor {
    /** Records that are kept of one finding; the command {@code inspect --details} writes all of them. */
    static final int MOST = 1_000;

    private final Map<FindingCode, List<FindingRecord>> first = new EnumMap<>(FindingCode.class);
    private final Map<FindingCode, Long> numbers = new EnumMap<>(FindingCode.class);

    /** Listens to nothing yet. */
    public FindingRecords() {}

    @Override
    public boolean wantsRecords() {
        return true;
    }

    @Override
    public void onRecord(FindingCode code, FindingRecord found) {
        numbers.merge(code, 1L, Long::sum);
        List<FindingRecord> kept = first.computeIfAbsent(code, any -> new ArrayList<>());
        if (kept.size() < MOST) {
            kept.add(found);
        }
    }

    Map<FindingCode, List<FindingRecord>> first() {
        return first;
    }

    long number(FindingCode code) {
        return numbers.getOrDefault(code, 0L);
    }
}
