package io.ferry.backup.judge;

import io.ferry.backup.content.AppDataHandler;
import io.ferry.backup.content.Finds;
import io.ferry.backup.content.SiteContent;
import io.ferry.backup.content.VersionEvidence;
import io.ferry.backup.model.BackupApp;
import io.ferry.backup.model.BackupKind;
import io.ferry.backup.model.BackupPerson;
import io.ferry.backup.model.BackupReading;
import io.ferry.backup.model.BackupTable;
import io.ferry.backup.model.PeopleCounts;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a judgement rests on.
 *
 * @param readToEnd whether entities.xml was read to its end and without losing records over damage; where not, nothing can
 *     be said about what is missing
 * @param versions what it says about the Jira that wrote it
 * @param content what its records come to when they are held together
 * @param attachmentsInZip how many files the zip holds in the folders of attachments, avatars and logos
 * @param appDataBytes the size of activeobjects.xml; -1 where it is missing, null where it could not be unpacked
 * @param appDataWhole whether it was read to its end and is sound
 * @param appData what its tables and rows come to
 * @param tables the tables that it describes
 */
public record BackupFacts(
        boolean readToEnd,
        BackupKind kind,
        VersionEvidence versions,
        SiteContent content,
        BackupReading.ExportTimeSource exportTimeSource,
        SortedMap<String, Long> counts,
        SortedMap<String, Long> claimed,
        @Nullable Long claimedTotal,
        boolean hasUsers,
        List<BackupPerson> people,
        EmailSharing sharing,
        long issuesWithoutProject,
        List<BackupApp> apps,
        int attachmentsInZip,
        @Nullable Long appDataBytes,
        boolean appDataWhole,
        AppDataHandler appData,
        List<BackupTable> tables) {

    Finds finds() {
        return content.finds();
    }

    long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    public boolean countsAgree() {
        return !claimed.isEmpty() && counts.equals(claimed) && (claimedTotal == null || claimedTotal == total());
    }

    public PeopleCounts peopleCounts() {
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
