package io.ferry.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigrationsTest {
    @ParameterizedTest
    @EnumSource
    void shouldFindWhatWasRegistered(Database database) {
        // given
        Migrations migrations = database.get(Migrations.class);
        SiteSettings withFolder = new SiteSettings(
                Samples.source().url(), Samples.source().credential(), null, null, Path.of("/var/jira/export"));
        MigrationSettings settings = new MigrationSettings(
                withFolder,
                Samples.target(),
                Samples.settings().ways(),
                new Thresholds(30, 0.5, Duration.ofMinutes(3)),
                Duration.ofSeconds(7),
                true);

        // when
        Migration registered = migrations.register(new NewMigration("Übung “eins”", App.BIGGANTT, settings));

        // then
        assertThat(migrations.get(registered.id())).isEqualTo(registered);
        assertThat(registered.settings()).isEqualTo(settings);
        assertThat(registered.createdAt()).isEqualTo(database.clock().instant());
        assertThat(registered.processInstanceKey()).isNull();
        assertThat(registered.outcome()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayThatAMigrationIsNotThere(Database database) {
        assertThatThrownBy(() -> database.get(Migrations.class).get(new MigrationId("nobody")))
                .isInstanceOf(NoSuchMigration.class)
                .hasMessageContaining("nobody");
    }

    @ParameterizedTest
    @EnumSource
    void shouldListNewestFirstPageByPage(Database database) {
        // given
        Migrations migrations = database.get(Migrations.class);
        long before = migrations.list(0, 1).getTotalElements();
        database.clock().pass(Duration.ofSeconds(1));
        Migration older = database.aMigration();
        database.clock().pass(Duration.ofSeconds(1));
        Migration newer = database.aMigration();

        // when
        var page = migrations.list(0, 1);

        // then
        assertThat(page.getContent()).containsExactly(newer);
        assertThat(page.getTotalElements()).isEqualTo(before + 2);
        assertThat(migrations.list(1, 1).getContent()).containsExactly(older);
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepTheFirstProcessInstanceAndRefuseADouble(Database database) {
        // given
        Migrations migrations = database.get(Migrations.class);
        MigrationId id = database.aMigration().id();

        // when, then
        assertThat(migrations.recordProcessInstance(id, 11)).isTrue();
        assertThat(migrations.recordProcessInstance(id, 11)).isTrue();
        assertThat(migrations.recordProcessInstance(id, 12)).isFalse();
        assertThat(migrations.get(id).processInstanceKey()).isEqualTo(11);
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepTheFirstOutcomeAndInterruptPhasesUnderWay(Database database) {
        // given
        Migrations migrations = database.get(Migrations.class);
        Timeline timeline = database.get(Timeline.class);
        MigrationId id = database.aMigration().id();
        timeline.phaseStarted(id, Phase.CHECK_READINESS);
        timeline.phaseEnded(id, Phase.CHECK_READINESS);
        timeline.phaseStarted(id, Phase.BACK_UP_JIRA);

        // when, then
        assertThat(migrations.recordOutcome(id, Outcome.CANCELLED)).isTrue();
        assertThat(migrations.recordOutcome(id, Outcome.MIGRATED)).isFalse();
        assertThat(migrations.get(id).outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(timeline.phases(id))
                .extracting(PhaseRun::state)
                .containsExactly(PhaseRun.State.ENDED, PhaseRun.State.INTERRUPTED);
    }

    @ParameterizedTest
    @EnumSource
    void shouldForgetOnlyWhatNeverBegan(Database database) {
        // given
        Migrations migrations = database.get(Migrations.class);
        MigrationId never = database.aMigration().id();
        MigrationId begun = database.aMigration().id();
        migrations.recordProcessInstance(begun, 21);

        // when
        migrations.forget(never);
        migrations.forget(begun);

        // then
        assertThat(migrations.find(never)).isEmpty();
        assertThat(migrations.find(begun)).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void shouldKnowPhasesThatWereStartedAlone(Database database) {
        // given
        Migrations migrations = database.get(Migrations.class);
        MigrationId id = database.aMigration().id();

        // when
        migrations.recordPhaseInstance(id, Phase.VERIFY, id.hashCode());

        // then
        assertThat(migrations.phaseInstances(id)).containsExactly((long) id.hashCode());
    }
}
