package io.ferry.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file that people uploaded is for one visit of a task. */
class UploadedFilesTest {
    private static final String KIND = "DUMP";

    @ParameterizedTest
    @EnumSource
    void shouldGiveAFileToOneVisitOfATaskOnly(Database database) {
        UploadedFiles files = database.get(UploadedFiles.class);
        MigrationId id = database.aMigration().id();
        files.put(id, KIND, "a-1", "one.dump", 1, "1", false);

        assertThat(files.take(id, KIND, 7, Instant.EPOCH)).isPresent();
        assertThat(files.take(id, KIND, 7, Instant.EPOCH))
                .as("its job ran twice")
                .isPresent();
        assertThat(files.take(id, KIND, 8, Instant.EPOCH)).as("another visit").isEmpty();

        files.put(id, KIND, "a-2", "two.dump", 2, "2", true);
        assertThat(files.take(id, KIND, 8, Instant.EPOCH))
                .hasValueSatisfying(file -> assertThat(file.name()).isEqualTo("two.dump"));
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotGiveAFileThatWasUploadedTooEarly(Database database) {
        UploadedFiles files = database.get(UploadedFiles.class);
        MigrationId id = database.aMigration().id();
        files.put(id, KIND, "a-1", "one.dump", 1, "1", false);
        Instant uploaded = files.find(id, KIND).orElseThrow().at();

        assertThat(files.take(id, KIND, 7, uploaded.plus(Duration.ofMillis(1)))).isEmpty();
        assertThat(files.find(id, KIND).orElseThrow().takenAt()).isNull();
        assertThat(files.take(id, KIND, 7, uploaded)).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetNothingCountAfterAFileWasRemoved(Database database) {
        UploadedFiles files = database.get(UploadedFiles.class);
        MigrationId id = database.aMigration().id();
        files.put(id, KIND, "a-1", "one.dump", 1, "1", false);

        files.remove(id, KIND);

        assertThat(files.find(id, KIND)).isEmpty();
    }
}
