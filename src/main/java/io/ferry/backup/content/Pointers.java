package io.ferry.backup.content;

import io.ferry.backup.findings.BackupPlace;
import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.findings.FindingRecord;
import io.ferry.backup.read.DocumentHandler.BeyondLimitsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What records point to by id, and how many do; of each target the first few are kept for whoever wants to see them. */
final class Pointers {
    private static final int MOST_SHOWN = 1_000;
    private static final int MOST_KEPT = 20_000;

    private static final class Target {
        private long count;
        private final List<FindingRecord> first = new ArrayList<>(0);
    }

    private final int most;
    private final String what;
    private final Finds finds;
    private final Map<String, Target> targets = new HashMap<>();
    private int kept;
    private @Nullable String lastId;
    private @Nullable Target last;

    Pointers(int most, String what, Finds finds) {
        this.most = most;
        this.what = what;
        this.finds = finds;
    }

    void add(String id, String entity, @Nullable String recordId, @Nullable String key) {
        Target target = last;
        if (target == null || !id.equals(lastId)) {
            target = targets.computeIfAbsent(id, any -> new Target());
            if (targets.size() > most) {
                throw new BeyondLimitsException("More than " + most + " " + what + " are named (--max-things).");
            }
            last = target;
            lastId = id;
        }
        target.count++;
        if (finds.tells() && kept < MOST_KEPT && target.first.size() < MOST_SHOWN) {
            kept++;
            BackupPlace place = finds.here();
            target.first.add(
                    new FindingRecord(entity, recordId, key, place.line(), place.byteOffset(), what + " " + id));
        }
    }

    /** How many records point to something that is not known. */
    long missing(Set<String> known) {
        return targets.entrySet().stream()
                .filter(target -> !known.contains(target.getKey()))
                .mapToLong(target -> target.getValue().count)
                .sum();
    }

    void tellMissing(Set<String> known, FindingCode code) {
        targets.forEach((id, target) -> {
            if (!known.contains(id)) {
                target.first.forEach(found -> finds.tell(code, found));
            }
        });
    }
}
