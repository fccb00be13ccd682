package io.ferry.backup.judge;

import io.ferry.backup.findings.BackupFinding;
import io.ferry.backup.findings.FindingCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Leaves out findings that only come of another one: one cause, one finding. */
public final class Causes {
    /** What each finding brings with it wherever it is. */
    private static final Map<FindingCode, Set<FindingCode>> BRINGS = Map.of(
            FindingCode.ZIP_TRUNCATED,
            EnumSet.of(
                    FindingCode.XML_TRUNCATED, FindingCode.ACTIVE_OBJECTS_MISSING, FindingCode.ACTIVE_OBJECTS_EMPTY));

    /** What each finding brings with it in the same document. */
    private static final Map<FindingCode, Set<FindingCode>> BRINGS_THERE = Map.of(
            FindingCode.ZIP_DAMAGED,
            EnumSet.of(FindingCode.XML_TRUNCATED, FindingCode.XML_MALFORMED, FindingCode.XML_ILLEGAL_CHARACTERS),
            FindingCode.ENTRY_EXPANDS_TOO_MUCH,
            EnumSet.of(FindingCode.XML_TRUNCATED, FindingCode.XML_BEYOND_LIMITS),
            FindingCode.XML_RESAVED,
            EnumSet.of(FindingCode.XML_ILLEGAL_CHARACTERS, FindingCode.XML_MALFORMED));

    private Causes() {}

    public static void keepCauses(List<BackupFinding> findings) {
        List<BackupFinding> causes = List.copyOf(findings);
        findings.removeIf(finding -> causes.stream().anyMatch(cause -> comesOf(finding, cause)));
    }

    private static boolean comesOf(BackupFinding finding, BackupFinding cause) {
        if (BRINGS.getOrDefault(cause.code(), Set.of()).contains(finding.code())) {
            return true;
        }
        return BRINGS_THERE.getOrDefault(cause.code(), Set.of()).contains(finding.code())
                && Objects.equals(finding.where().entry(), cause.where().entry());
    }
}
