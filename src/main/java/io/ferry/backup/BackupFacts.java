package io.ferry.backup;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a judgement rests on.
 *
 * @param readToEnd whether entities.xml was; where not, nothing can be said about what is missing
 * @param appDataBytes the size of activeobjects.xml; -1 where it is missing, null where it could not be unpacked
 * @param tables how many tables it describes
 */
record BackupFacts(
        boolean readToEnd,
        BackupKind kind,
        @Nullable String jiraVersion,
        BackupReading.ExportTimeSource exportTimeSource,
        SortedMap<String, Long> counts,
        SortedMap<String, Long> claimed,
        @Nullable Long claimedTotal,
        boolean hasUsers,
        List<BackupPerson> people,
        EmailSharing sharing,
        long issuesWithoutProject,
        List<BackupApp> apps,
        @Nullable Long appDataBytes,
        int tables) {

    long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    boolean countsAgree() {
        return !claimed.isEmpty() && counts.equals(claimed) && (claimedTotal == null || claimedTotal == total());
    }

    PeopleCounts peopleCounts() {
        long total = 0;
        long active = 0;
        long removed = 0;
        long withoutEmail = 0;
        for (BackupPerson person : people) {
            if (person.removed()) {
                removed++;
            } else {
                total++;
                active += person.active() ? 1 : 0;
                withoutEmail += person.email() == null ? 1 : 0;
            }
        }
        return new PeopleCounts(total, active, removed, withoutEmail, sharing.people());
    }
}
