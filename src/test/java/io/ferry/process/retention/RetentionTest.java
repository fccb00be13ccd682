package io.ferry.process.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.reset;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.ArtifactStore;
import io.ferry.artifact.Downloads;
import io.ferry.artifact.IncomingFile;
import io.ferry.artifact.IncomingFiles;
import io.ferry.fixtures.SampleSettings;
import io.ferry.fixtures.TestClock;
import io.ferry.fixtures.TestDatabase;
import io.ferry.migration.Actor;
import io.ferry.migration.App;
import io.ferry.migration.Claims;
import io.ferry.migration.Event;
import io.ferry.migration.Migration;
import io.ferry.migration.Migrations;
import io.ferry.migration.NewMigration;
import io.ferry.migration.Outcome;
import io.ferry.migration.Phase;
import io.ferry.migration.Timeline;
import io.ferry.process.reminders.Reminders;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is kept of ended migrations, with a real folder and a real record; time passes by the test's clock. */
class RetentionTest {
    private static final String SHA_256_OF_ONE_BYTE =
            "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a";

    @TempDir
    static Path home;

    private static final Claims CLAIMS = new Claims();
    private static ConfigurableApplicationContext ferry;

    private Retention retention;
    private Migration migration;

    @EnableAutoConfiguration
    @ComponentScan({"io.ferry.migration", "io.ferry.artifact"})
    @Import(Retention.class)
    static class RecordAndFiles {
        @Bean
        TestClock clock() {
            return new TestClock(Instant.parse("2026-03-01T08:00:00Z"));
        }

        @Bean
        RetainedPeople people() {
            return mock();
        }

        @Bean
        Reminders reminders() {
            return mock();
        }
    }

    @BeforeAll
    static void start() {
        ferry = new SpringApplicationBuilder(RecordAndFiles.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--camunda.client.enabled=false",
                        "--spring.datasource.url=" + TestDatabase.H2.newUrl(),
                        "--management.endpoint.health.validate-group-membership=false",
                        "--ferry.uploads.min-free-space=1MB",
                        "--ferry.home=" + home);
    }

    @AfterAll
    static void stop() {
        ferry.close();
    }

    @BeforeEach
    void aMigrationWithADump() {
        reset(people(), reminders());
        ferry.getBean(TestClock.class).goBack();
        retention = with(new RetentionProperties(Duration.ofDays(30), Duration.ofDays(3)));
        var id = migrations()
                .register(new NewMigration(
                        "Spring move",
                        App.BIGPICTURE,
                        SampleSettings.sampleSettings().toATargetOfItsOwn().build(),
                        null))
                .id();
        migration = migrations().get(id);
        ferry.getBean(Downloads.class).fetch(id.value(), ArtifactKind.DUMP, "a.dump", out -> out.write(1));
    }

    @Test
    void shouldSayAtTheEndWhenFilesWillBeDeleted() {
        // when
        end();

        // then
        assertThat(messages())
                .anyMatch(message -> message.startsWith(
                        "Ferry deletes the backups, the dumps and people's data of this migration on 2026-03-31"));
        assertThat(retention.deletesAt(migration)).contains(Instant.parse("2026-03-31T08:00:00Z"));
    }

    @Test
    void shouldRemindBeforeItDeletesAndSayWhatItDeleted() {
        // given
        when(people().erase(migration.id())).thenReturn(12L);
        end();

        // when
        pass(Duration.ofDays(26));

        // then
        verify(reminders(), never()).remindOfDeletion(eq(migration.id()), any());

        // when
        pass(Duration.ofDays(2));

        // then
        verify(reminders()).remindOfDeletion(migration.id(), "2026-03-31");
        assertThat(files()).hasSize(1);

        // when
        pass(Duration.ofDays(2));

        // then
        assertThat(files()).isEmpty();
        assertThat(messages())
                .contains("Deleted “a.dump” (dump, 1 byte, SHA-256 " + SHA_256_OF_ONE_BYTE + ").")
                .contains("Erased 12 records about people, accounts and their issues.");

        // when
        pass(Duration.ofDays(1));

        // then
        verify(people(), times(1)).erase(migration.id());
    }

    @Test
    void shouldDeleteWhatIsStillInTransferToo() {
        // given
        ferry.getBean(IncomingFiles.class)
                .begin(
                        migration.id().value(),
                        ArtifactKind.JIRA_BACKUP,
                        "half.zip",
                        100,
                        IncomingFile.Source.values()[0],
                        "mark");
        end();

        // when
        pass(Duration.ofDays(30));

        // then
        assertThat(ferry.getBean(IncomingFiles.class).list()).isEmpty();
        assertThat(messages())
                .contains("Deleted the unfinished upload “half.zip” (Jira backup, 0 bytes of 100 bytes).");
    }

    @Test
    void shouldRemindAlsoWhereOnlyPeoplesDataIsLeft() {
        // given: the files were deleted at once
        end();
        retention.deleteFiles(migration, Actor.named("Ann"));
        pass(Duration.ofDays(28));
        verify(reminders(), never()).remindOfDeletion(eq(migration.id()), any());

        // when
        when(people().has(migration.id())).thenReturn(true);
        pass(Duration.ofHours(1));

        // then
        verify(reminders()).remindOfDeletion(migration.id(), "2026-03-31");
    }

    @Test
    void shouldKeepEverythingOfAMigrationThatHasNotEnded() {
        // when
        pass(Duration.ofDays(400));

        // then
        assertThat(files()).hasSize(1);
        assertThat(retention.deletesAt(migration)).isEmpty();
        assertThatExceptionOfType(StillUnderWay.class)
                .isThrownBy(() -> retention.deleteFiles(migration, Actor.named("Ann")));
    }

    @Test
    void shouldDeleteNothingWhileAnotherFerryDoes() {
        // given
        end();
        try (Claims.Claim another =
                CLAIMS.take("retention of " + migration.id()).orElseThrow()) {
            // when, then
            assertThatExceptionOfType(LookedAfter.class)
                    .isThrownBy(() -> retention.deleteFiles(migration, Actor.named("Ann")));
            assertThat(files()).hasSize(1);
            assertThat(another.isHeld()).isTrue();
        }
        assertThat(retention.deleteFiles(migration, Actor.named("Ann"))).hasSize(1);
    }

    @Test
    void shouldCountFromTheEndOfThePhaseThatRanLast() {
        // given
        end();
        ferry.getBean(TestClock.class).pass(Duration.ofDays(20));
        ferry.getBean(Timeline.class).phaseStarted(migration.id(), Phase.ROLL_BACK);

        // when
        pass(Duration.ofDays(20));

        // then
        assertThat(files()).hasSize(1);

        // when
        ferry.getBean(Timeline.class).phaseEnded(migration.id(), Phase.ROLL_BACK);
        pass(Duration.ofHours(1));
        pass(Duration.ofDays(28));

        // then: the new day is on record, once
        assertThat(files()).hasSize(1);
        assertThat(messages().stream().filter(message -> message.startsWith("Ferry deletes")))
                .hasSize(2)
                .last()
                .asString()
                .contains("on 2026-05-10");

        // when
        pass(Duration.ofDays(2));

        // then
        assertThat(files()).isEmpty();
    }

    @Test
    void shouldCountFromTheFirstLookWhereAnEarlierBuildAnnouncedNothing() {
        // given
        end();
        ferry.getBean(JdbcClient.class)
                .sql("delete from event where migration_id = :id and step = 'Delete files and people''s data'")
                .param("id", migration.id().value())
                .update();

        // when
        pass(Duration.ofDays(100));

        // then
        assertThat(files()).hasSize(1);
        assertThat(messages()).anyMatch(message -> message.contains("of this migration on 2026-07-09"));

        // when
        pass(Duration.ofDays(30));

        // then
        assertThat(files()).isEmpty();
    }

    @Test
    void shouldKeepEverythingIfThereIsNoLimit() {
        // given
        retention = with(new RetentionProperties(Duration.ZERO, Duration.ofDays(3)));
        end();

        // when
        pass(Duration.ofDays(4000));

        // then
        assertThat(files()).hasSize(1);
        assertThat(retention.deletesAt(migration)).isEmpty();
    }

    @Test
    void shouldDeleteAtOnceWhenAskedAndSayWhoAsked() {
        // given
        end();

        // when
        List<Artifact> deleted = retention.deleteFiles(migration, Actor.named("Ann"));

        // then
        assertThat(deleted).extracting(Artifact::sha256).containsExactly(SHA_256_OF_ONE_BYTE);
        assertThat(files()).isEmpty();
        assertThat(ferry.getBean(Timeline.class).read(migration.id()))
                .anyMatch(event -> event.kind() == Event.Kind.DECIDED
                        && "Ann".equals(event.by())
                        && event.message().contains(SHA_256_OF_ONE_BYTE));
        verify(people(), never()).erase(migration.id());
    }

    @Test
    void shouldDeleteNothingUnderAPhaseThatHasJustBeenStarted() {
        // given one of which Ferry has not heard that it began
        end();
        migrations().recordPhaseInstance(migration.id(), Phase.BACK_UP_BIGPICTURE, 4711);

        // when, then
        assertThatThrownBy(() -> retention.deleteFiles(migration, Actor.named("Ann")))
                .isInstanceOf(StillUnderWay.class);
        assertThat(files()).isNotEmpty();

        // and an instance of which it never hears keeps nothing for ever
        ferry.getBean(TestClock.class).pass(Duration.ofDays(2));
        assertThat(retention.deleteFiles(migration, Actor.named("Ann"))).hasSize(1);
    }

    @Test
    void shouldKnowThatAPhaseHasBegunWhereTheClockOfItsNodeIsBehind() {
        // given a phase that one node starts, and whose jobs another one does that is some seconds behind
        end();
        ferry.getBean(TestClock.class).pass(Duration.ofSeconds(5));
        migrations().recordPhaseInstance(migration.id(), Phase.BACK_UP_BIGPICTURE, 4712);
        ferry.getBean(TestClock.class).pass(Duration.ofSeconds(-3));
        migrations().recordPhaseInstance(migration.id(), Phase.BACK_UP_BIGPICTURE, 4712);
        Timeline timeline = ferry.getBean(Timeline.class);
        timeline.phaseStarted(migration.id(), Phase.BACK_UP_BIGPICTURE);
        timeline.phaseEnded(migration.id(), Phase.BACK_UP_BIGPICTURE);

        assertThat(retention.deleteFiles(migration, Actor.named("Ann"))).hasSize(1);
    }

    @Test
    void shouldDeleteNothingWhileSomebodyStartsAPhase() {
        end();
        try (Claims.Claim starting = CLAIMS.take(Claims.filesOf(migration.id())).orElseThrow()) {
            assertThat(starting.isHeld()).isTrue();
            assertThatThrownBy(() -> retention.deleteFiles(migration, Actor.named("Ann")))
                    .isInstanceOf(LookedAfter.class);
        }
    }

    @Test
    void shouldRefuseSettingsThatMakeNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetentionProperties(Duration.ofHours(1), Duration.ZERO))
                .withMessage("ferry.retention.keep-for is a duration from 1d to 3653d, or 0 for no limit");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetentionProperties(Duration.ofDays(2), Duration.ofDays(3)))
                .withMessageStartingWith("ferry.retention.remind-before");
    }

    private static Retention with(RetentionProperties properties) {
        return new Retention(
                properties,
                migrations(),
                ferry.getBean(Timeline.class),
                ferry.getBean(ArtifactStore.class),
                ferry.getBean(IncomingFiles.class),
                ferry.getBean(Downloads.class),
                people(),
                reminders(),
                ferry,
                ferry.getBean(TestClock.class),
                CLAIMS);
    }

    private void end() {
        migrations().recordOutcome(migration.id(), Outcome.MIGRATED);
        migration = migrations().get(migration.id());
    }

    private void pass(Duration time) {
        ferry.getBean(TestClock.class).pass(time);
        retention.check();
    }

    private List<Artifact> files() {
        return ferry.getBean(ArtifactStore.class).of(migration.id().value());
    }

    private List<String> messages() {
        return ferry.getBean(Timeline.class).read(migration.id()).stream()
                .map(Event::message)
                .toList();
    }

    private static Migrations migrations() {
        return ferry.getBean(Migrations.class);
    }

    private static RetainedPeople people() {
        return ferry.getBean(RetainedPeople.class);
    }

    private static Reminders reminders() {
        return ferry.getBean(Reminders.class);
    }
}
