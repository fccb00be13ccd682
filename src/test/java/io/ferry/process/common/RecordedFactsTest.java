package io.ferry.process.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.artifact.StoredFile;
import io.ferry.migration.ARecord;
import io.ferry.migration.FactName;
import io.ferry.migration.Question;
import io.ferry.migration.RestoredDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordedFactsTest {
    private final ARecord record = new ARecord();
    private final RecordedFacts recorded = new RecordedFacts(record.facts(), ARecord.get(RestoredDatabase.class));

    @Test
    void shouldNoticeEveryFigureThatSomebodyChangedInCamunda() {
        // given
        record.facts()
                .verified(
                        record.id(),
                        FactName.TARGET_STATE,
                        Map.of("boxes", 4, "fingerprint", "ab", "app", Map.of("boxes", List.of("PROG-1"))));
        record.facts().verified(record.id(), FactName.DUMP_FILE, Map.of("name", "of ann@site.example", "bytes", 5));
        Map<String, Object> shown = new HashMap<>();
        shown.put("targetState", Map.of("boxes", 4L, "fingerprint", "ab", "other", 1));
        shown.put("dumpFile", Map.of("name", "of ann@site.example", "bytes", 5));

        // when, then
        assertThat(differing(shown)).isEmpty();
        shown.put("targetState", Map.of("boxes", 0, "fingerprint", "ab"));
        assertThat(differing(shown)).contains("targetState.boxes");
        shown.put("targetState", Map.of("boxes", 4));
        assertThat(differing(shown)).contains("targetState.fingerprint");
        shown.remove("targetState");
        assertThat(differing(shown)).isPresent();
    }

    @Test
    void shouldNoticeAnotherBackupThanTheOneOnRecord() {
        record.facts()
                .verified(
                        record.id(),
                        FactName.BACKUP_FILE,
                        new StoredFile("id-1", "of ann@site.example", 5, "ab".repeat(32)));
        Map<String, Object> onRecord =
                Map.of("id", "id-1", "name", "of ann@site.example", "bytes", 5, "sha256", "ab".repeat(32));
        Map<String, Object> other = new HashMap<>(onRecord);
        other.put("id", "id-2");

        assertThat(recorded.differing(record.id(), Question.IMPORT, Map.of("backupFile", onRecord)))
                .isEmpty();
        assertThat(recorded.differing(record.id(), Question.IMPORT, Map.of("backupFile", other)))
                .contains("backupFile.id");
    }

    @Test
    void shouldNotHoldAgainstATaskWhatFerryDidNotFind() {
        assertThat(differing(Map.of("targetState", Map.of("boxes", 4)))).isEmpty();
    }

    private Optional<String> differing(Map<String, Object> shown) {
        return recorded.differing(record.id(), Question.RESTORE, shown);
    }
}
