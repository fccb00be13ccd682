package io.ferry.backup.content;

import io.ferry.backup.findings.BackupPlace;
import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.findings.FindingRecord;
import io.ferry.backup.model.BackupVisitor;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is found while records are read: how many of each kind, and where the first stands. Whoever listens and wants them is
 * told every record.
 */
public final class Finds {
    private static final class Kind {
        private long count;
        private @Nullable BackupPlace first;
    }

    private final BackupVisitor visitor;
    private final boolean tell;
    private final Map<FindingCode, Kind> kinds = new EnumMap<>(FindingCode.class);
    private Supplier<BackupPlace> places = () -> BackupPlace.FILE;

    public Finds(BackupVisitor visitor) {
        this.visitor = visitor;
        this.tell = visitor.wantsRecords();
    }

    void readFrom(Supplier<BackupPlace> source) {
        places = source;
    }

    /** Whether somebody wants to know each record. */
    public boolean tells() {
        return tell;
    }

    /** The place of the record that is being read. */
    BackupPlace here() {
        return places.get();
    }

    /** Takes down the record that is being read. */
    void here(FindingCode code, String entity, @Nullable String id, @Nullable String key, @Nullable String note) {
        Kind kind = kinds.computeIfAbsent(code, any -> new Kind());
        kind.count++;
        if (kind.first == null || tell) {
            BackupPlace place = here();
            if (kind.first == null) {
                kind.first = new BackupPlace(place.entry(), place.line(), place.byteOffset(), entity);
            }
            if (tell) {
                visitor.onRecord(code, new FindingRecord(entity, id, key, place.line(), place.byteOffset(), note));
            }
        }
    }

    /** Tells of a record that was read before; it is counted elsewhere. */
    public void tell(FindingCode code, FindingRecord found) {
        if (tell) {
            visitor.onRecord(code, found);
        }
    }

    public long count(FindingCode code) {
        Kind kind = kinds.get(code);
        return kind == null ? 0 : kind.count;
    }

    /** Where the first was found, or the usual place of such records. */
    public BackupPlace first(FindingCode code, BackupPlace usual) {
        Kind kind = kinds.get(code);
        return kind == null || kind.first == null ? usual : kind.first;
    }
}
