package io.ferry.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.backup.BackupReader;
import io.ferry.backup.model.BackupIssue;
import io.ferry.backup.model.BackupName;
import io.ferry.backup.model.BackupProject;
import io.ferry.fixtures.TestDatabase;
import io.ferry.migration.MigrationId;
import io.ferry.sample.SampleBackup;
import io.ferry.sample.SampleBackupSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

class IssueSamplerTest {
    private static final MigrationId ID = new MigrationId("m-1");

    private static final List<BackupProject> PROJECTS = List.of(new BackupProject("1", "TST", "Test", 1));

    @Test
    void shouldDrawTheSameIssuesAgainWithTheSameSeed() {
        assertThat(drawn(10, 1, 5_000)).hasSize(10).isEqualTo(drawn(10, 1, 5_000));
        assertThat(drawn(10, 2, 5_000)).isNotEqualTo(drawn(10, 1, 5_000));
    }

    @Test
    void shouldDrawAllWhereThereAreFewAndNoneWhereNoneAreWanted() {
        assertThat(drawn(200, 1, 3)).containsExactly("TST-1", "TST-2", "TST-3");
        assertThat(drawn(0, 1, 3)).isEmpty();
    }

    @Test
    void shouldGiveEachIssueTheSameChance() {
        // given
        var tenths = new int[10];

        // when
        for (int seed = 0; seed < 400; seed++) {
            drawn(10, seed, 1_000).forEach(key -> tenths[(Integer.parseInt(key.substring(4)) - 1) / 100]++);
        }

        // then: 400 of each are to be expected, with a deviation of 19
        assertThat(tenths).hasSize(10);
        for (int tenth : tenths) {
            assertThat(tenth).isBetween(300, 500);
        }
    }

    private static List<String> drawn(int size, long seed, int issues) {
        var sampler = new IssueSampler(size, seed);
        for (int number = 1; number <= issues; number++) {
            sampler.onIssue(issue(number));
        }
        assertThat(sampler.seen()).isEqualTo(issues);
        return sampler.drawn(PROJECTS).stream().map(SampledIssue::key).toList();
    }

    private static BackupIssue issue(int number) {
        return new BackupIssue(
                "1", null, "1", String.valueOf(number), "1", "9", null, "S", null, null, null, null, null);
    }

    @Test
    void shouldTellNamesThatTheBackupHoldsAndThoseThatItDoesNot() {
        // given
        var sampler = new IssueSampler(1, 1);
        sampler.onIssue(issue(7));
        sampler.onName(new BackupName(BackupName.Kind.ISSUE_TYPE, "1", "Bug"));
        sampler.onName(new BackupName(BackupName.Kind.FILTER, "1", "Mine"));
        sampler.onName(new BackupName(BackupName.Kind.FILTER, "2", "Mine"));

        // when, then
        assertThat(sampler.drawn(PROJECTS))
                .containsExactly(new SampledIssue("TST-7", "S", "Bug", null, "", "", "", ""));
        assertThat(sampler.filters()).containsExactly("Mine", "Mine");
        assertThat(sampler.drawn(List.of())).isEmpty();
    }

    @Test
    void shouldDrawFromAWholeBackup(@TempDir Path folder) {
        // given
        var file = folder.resolve("sample.zip");
        SampleBackup.write(SampleBackupSpec.of(50, 10), file);
        var sampler = new IssueSampler(20, 1);

        // when
        var reading = new BackupReader().read(file, sampler);

        // then
        assertThat(sampler.seen()).isEqualTo(50);
        assertThat(sampler.filters()).containsExactly("Sample filter 1", "Sample filter 2", "Sample filter 3");
        assertThat(sampler.drawn(reading.projects())).hasSize(20).allSatisfy(issue -> {
            assertThat(issue.key()).matches("SP[A-Z]*-\\d+");
            assertThat(issue.summary()).isNotBlank();
            assertThat(issue.type()).isIn("Bug", "Task", "Story", "Epic");
            assertThat(issue.status()).isIn("Open", "In Progress", "In Review", "Done");
            assertThat(issue.created()).isNotBlank();
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepWhatWasDrawnUntilItIsErased(TestDatabase database, @TempDir Path folder) {
        // given
        var file = folder.resolve("sample.zip");
        SampleBackup.write(SampleBackupSpec.of(50, 10), file);
        var samples = samples(database);
        var sampler = samples.sampler();
        var reading = new BackupReader().read(file, sampler);

        // when
        var content = samples.keep(ID, sampler, reading);
        samples.keep(ID, sampler, reading);

        // then
        assertThat(content.sampledIssues()).isEqualTo(20);
        assertThat(content.seed()).isNotNegative();
        assertThat(content.issues()).isEqualTo(50);
        assertThat(samples.drawn(ID)).isEqualTo(sampler.drawn(reading.projects()));
        assertThat(samples.has(ID)).isTrue();
        assertThat(samples.erase(ID)).isEqualTo(20);
        assertThat(samples.has(ID)).isFalse();
        assertThat(samples.drawn(ID)).isEmpty();
    }

    /** 20 issues are drawn. */
    private static IssueSamples samples(TestDatabase database) {
        var jdbc = new JdbcTemplate(database.withTables());
        jdbc.execute("alter table sampled_issue drop constraint sampled_issue_of_migration");
        return new IssueSamples(JdbcClient.create(jdbc), jdbc, new VerificationProperties(1, 1, 20, Map.of()));
    }
}
