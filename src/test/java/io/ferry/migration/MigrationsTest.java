package io.ferry.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.ferry.fixtures.SampleSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

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
                Samples.settings().modes(),
                new Thresholds(30, 0.5, Duration.ofMinutes(3)),
                Duration.ofSeconds(7),
                true,
                false,
                null);

        // when
        Migration registered = migrations.register(new NewMigration("Übung “eins”", App.BIGGANTT, settings, null));

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
        long before = migrations.list(VisibleTeams.ALL, 0, 1).getTotalElements();
        database.clock().pass(Duration.ofSeconds(1));
        Migration older = database.aMigration();
        database.clock().pass(Duration.ofSeconds(1));
        Migration newer = database.aMigration();

        // when
        var page = migrations.list(VisibleTeams.ALL, 0, 1);

        // then
        assertThat(page.getContent()).containsExactly(newer);
        assertThat(page.getTotalElements()).isEqualTo(before + 2);
        assertThat(migrations.list(VisibleTeams.ALL, 1, 1).getContent()).containsExactly(older);
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
    void shouldLetOnlyOneMigrationGoToATargetAtATime(Database database) {
        // given
        Migrations migrations = database.get(Migrations.class);
        String host = UUID.randomUUID() + ".example.net";
        Migration first = migrations.register(to(host, false));

        // when, then
        assertThatThrownBy(() -> migrations.register(to(host.toUpperCase(Locale.ROOT) + ":443", false)))
                .isInstanceOfSatisfying(
                        TargetInUse.class, inUse -> assertThat(inUse.other()).isEqualTo(first))
                .hasMessageContaining(first.id().value());
        // A rehearsal changes nothing there, and another site is another site.
        assertThat(migrations.register(to(host, true)).id()).isNotEqualTo(first.id());
        assertThat(migrations.register(to(host + ":8443", false)).id()).isNotEqualTo(first.id());
    }

    @ParameterizedTest
    @EnumSource
    void shouldFreeTheTargetWhenTheMigrationEndsOrIsForgotten(Database database) {
        // given
        Migrations migrations = database.get(Migrations.class);
        String host = UUID.randomUUID() + ".example.net";

        // when
        migrations.recordOutcome(migrations.register(to(host, false)).id(), Outcome.STOPPED);
        migrations.forget(migrations.register(to(host, false)).id());
        Migration third = migrations.register(to(host, false));

        // then
        assertThat(migrations.goingTo(third.settings().target())).contains(third);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetOneOfManyHaveTheTargetWhenTheyComeAtOnce(Database database) throws Exception {
        // given
        Migrations migrations = database.get(Migrations.class);
        String host = UUID.randomUUID() + ".example.net";
        Callable<Boolean> attempt = () -> got(() -> migrations.register(to(host, false)));

        // when
        List<Boolean> taken = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(6)) {
            for (var answer : threads.invokeAll(Collections.nCopies(6, attempt))) {
                taken.add(answer.get());
            }
        }

        // then
        assertThat(taken).containsOnlyOnce(true).hasSize(6);
    }

    @ParameterizedTest
    @EnumSource
    void shouldHoldTheTargetForAPhaseThatRunsAlone(Database database) {
        // given two migrations that have ended
        Migrations migrations = database.get(Migrations.class);
        String host = UUID.randomUUID() + ".example.net";
        Migration first = ended(migrations, host);
        Migration second = ended(migrations, host);

        // when
        migrations.holdTarget(first.id(), Phase.RESTORE_BIGPICTURE);
        migrations.holdTarget(first.id(), Phase.RESTORE_BIGPICTURE, 31);

        // then neither a migration nor a phase gets there, not even another phase of the same migration
        for (Runnable late : List.<Runnable>of(
                () -> migrations.register(to(host, false)),
                () -> migrations.holdTarget(second.id(), Phase.ROLL_BACK),
                () -> migrations.holdTarget(first.id(), Phase.ROLL_BACK),
                () -> migrations.holdTarget(first.id(), Phase.RESTORE_BIGPICTURE),
                () -> migrations.correct(
                        database.aMigration().id(), known -> to(host, false).settings()))) {
            assertThatThrownBy(late::run)
                    .isInstanceOfSatisfying(TargetInUse.class, inUse -> {
                        assertThat(inUse.other().id()).isEqualTo(first.id());
                        assertThat(inUse.phase()).isEqualTo(Phase.RESTORE_BIGPICTURE);
                    })
                    .hasMessageContaining("“Restore BigPicture”")
                    .hasMessageContaining(first.id().value());
        }
        assertThat(migrations.register(to(host, true)).settings().rehearsal()).isTrue();
        assertThat(migrations.phaseHold(first.id())).contains(new PhaseHold(Phase.RESTORE_BIGPICTURE, 31L));

        // and at its end only that phase gives it free
        migrations.phaseOver(first.id(), Phase.ROLL_BACK, 31);
        migrations.phaseOver(first.id(), Phase.RESTORE_BIGPICTURE, 30);
        migrations.phaseOver(second.id(), Phase.RESTORE_BIGPICTURE, 31);
        migrations.phaseNeverBegan(first.id(), Phase.RESTORE_BIGPICTURE);
        assertThat(migrations.goingTo(first.settings().target())).isPresent();
        migrations.phaseOver(first.id(), Phase.RESTORE_BIGPICTURE, 31);
        migrations.holdTarget(second.id(), Phase.ROLL_BACK);
        assertThat(migrations.phaseHold(second.id())).contains(new PhaseHold(Phase.ROLL_BACK, null));
        assertThat(migrations.phaseHold(first.id())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldHoldNoTargetThatAMigrationGoesTo(Database database) {
        // given
        Migrations migrations = database.get(Migrations.class);
        String host = UUID.randomUUID() + ".example.net";
        Migration ended = ended(migrations, host);
        Migration underWay = migrations.register(to(host, false));

        // when, then
        assertThatThrownBy(() -> migrations.holdTarget(ended.id(), Phase.ROLL_BACK))
                .isInstanceOfSatisfying(
                        TargetInUse.class, inUse -> assertThat(inUse.phase()).isNull())
                .hasMessageContaining(underWay.id().value());
        // A phase of the route that ends gives nothing free.
        migrations.phaseOver(underWay.id(), Phase.ROLL_BACK, 31);
        assertThat(migrations.goingTo(ended.settings().target())).contains(underWay);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetOneOfManyPhasesAndMigrationsHaveTheTarget(Database database) throws Exception {
        // given
        Migrations migrations = database.get(Migrations.class);
        String host = UUID.randomUUID() + ".example.net";
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            MigrationId ended = ended(migrations, host).id();
            attempts.add(() -> got(() -> migrations.holdTarget(ended, Phase.MAP_USERS)));
            attempts.add(() -> got(() -> migrations.register(to(host, false))));
        }

        // when
        List<Boolean> taken = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(6)) {
            for (var answer : threads.invokeAll(attempts)) {
                taken.add(answer.get());
            }
        }

        // then
        assertThat(taken).containsOnlyOnce(true).hasSize(6);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeOffAPhaseWhoseProcessIsGone(Database database) {
        // given
        Migrations migrations = database.get(Migrations.class);
        Timeline timeline = database.get(Timeline.class);
        Migration migration = ended(migrations, UUID.randomUUID() + ".example.net");
        migrations.holdTarget(migration.id(), Phase.MAP_USERS);
        timeline.phaseStarted(migration.id(), Phase.MAP_USERS);
        timeline.phaseStarted(migration.id(), Phase.VERIFY);

        // when
        assertThat(migrations.phaseInterrupted(migration.id(), Phase.MAP_USERS, null))
                .isTrue();

        // then
        assertThat(migrations.goingTo(migration.settings().target())).isEmpty();
        assertThat(timeline.phases(migration.id()))
                .extracting(PhaseRun::phase, PhaseRun::state)
                .containsExactly(
                        tuple(Phase.MAP_USERS, PhaseRun.State.INTERRUPTED),
                        tuple(Phase.VERIFY, PhaseRun.State.RUNNING));
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepTheTargetOfAPhaseThatReportsMeanwhile(Database database) {
        // given
        Migrations migrations = database.get(Migrations.class);
        Timeline timeline = database.get(Timeline.class);
        MigrationId id = ended(migrations, UUID.randomUUID() + ".example.net").id();
        long key = id.hashCode();
        migrations.holdTarget(id, Phase.MAP_USERS);

        // when
        migrations.recordPhaseInstance(id, Phase.MAP_USERS, key);
        timeline.phaseStarted(id, Phase.MAP_USERS);

        // then
        migrations.phaseNeverBegan(id, Phase.MAP_USERS);
        assertThat(migrations.phaseInterrupted(id, Phase.MAP_USERS, null)).isFalse();
        assertThat(migrations.phaseHold(id)).contains(new PhaseHold(Phase.MAP_USERS, key));
        assertThat(timeline.phases(id)).extracting(PhaseRun::state).containsExactly(PhaseRun.State.RUNNING);
    }

    @ParameterizedTest
    @EnumSource
    void shouldHoldTheTargetAgainForAPhaseThatBeganUnheard(Database database) {
        // given
        Migrations migrations = database.get(Migrations.class);
        String host = UUID.randomUUID() + ".example.net";
        MigrationId id = ended(migrations, host).id();
        migrations.holdTarget(id, Phase.ROLL_BACK);
        migrations.phaseNeverBegan(id, Phase.ROLL_BACK);

        // when, then
        migrations.holdTarget(id, Phase.ROLL_BACK, 51);
        migrations.holdTarget(id, Phase.ROLL_BACK, 51);
        assertThat(migrations.phaseHold(id)).contains(new PhaseHold(Phase.ROLL_BACK, 51L));
        assertThatThrownBy(() -> migrations.holdTarget(id, Phase.ROLL_BACK, 52)).isInstanceOf(TargetInUse.class);
        migrations.phaseOver(id, Phase.ROLL_BACK, 51);

        // and not where another one goes by now
        Migration other = migrations.register(to(host, false));
        assertThatThrownBy(() -> migrations.holdTarget(id, Phase.ROLL_BACK, 51))
                .isInstanceOfSatisfying(
                        TargetInUse.class, inUse -> assertThat(inUse.other()).isEqualTo(other));
        assertThat(migrations.phaseHold(id)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotGiveAnInstanceOfBeforeTheTargetThatIsHeldForTheNextOne(Database database) {
        // given
        Migrations migrations = database.get(Migrations.class);
        MigrationId id = ended(migrations, UUID.randomUUID() + ".example.net").id();
        long first = id.hashCode();
        migrations.holdTarget(id, Phase.ROLL_BACK);
        migrations.recordPhaseInstance(id, Phase.ROLL_BACK, first);
        migrations.phaseOver(id, Phase.ROLL_BACK, first);

        // when
        migrations.holdTarget(id, Phase.ROLL_BACK);
        migrations.recordPhaseInstance(id, Phase.ROLL_BACK, first);
        migrations.phaseOver(id, Phase.ROLL_BACK, first);

        // then
        assertThat(migrations.phaseHold(id)).contains(new PhaseHold(Phase.ROLL_BACK, null));
    }

    @Test
    void shouldGiveHoldsOfOldTheirNewestInstanceAndFreeWhatNobodyCouldFree() {
        // given
        JdbcDataSource record = new JdbcDataSource();
        record.setURL("jdbc:h2:mem:holds-of-old;DB_CLOSE_DELAY=-1");
        Flyway.configure().dataSource(record).target("501").load().migrate();
        JdbcClient sql = JdbcClient.create(record);
        for (String id : List.of("alone", "ended", "goes")) {
            sql.sql("insert into migration (id, name, app, settings, created_at, outcome)"
                            + " values (:id, 'x', 'BIGPICTURE', '{}', now(), :outcome)")
                    .param("id", id)
                    .param("outcome", id.equals("goes") ? null : "MIGRATED")
                    .update();
            sql.sql("insert into target_in_use (target, migration_id, phase) values (:id, :id, :phase)")
                    .param("id", id)
                    .param("phase", id.equals("alone") ? "ROLL_BACK" : null)
                    .update();
        }
        for (String instance : List.of(
                "7, 'alone', 'ROLL_BACK', timestamp '2026-01-01 00:00:00'",
                "8, 'alone', 'ROLL_BACK', timestamp '2026-01-03 00:00:00'",
                "9, 'alone', 'VERIFY', timestamp '2026-01-04 00:00:00'")) {
            sql.sql("insert into phase_instance (process_instance_key, migration_id, phase, started_at) values ("
                            + instance + ")")
                    .update();
        }

        // when
        Flyway.configure().dataSource(record).load().migrate();

        // then
        assertThat(sql.sql("select migration_id || ' ' || coalesce(process_instance_key, 0) from target_in_use"
                                + " order by 1")
                        .query(String.class)
                        .list())
                .containsExactly("alone 8", "goes 0");
    }

    private static Migration ended(Migrations migrations, String host) {
        Migration migration = migrations.register(to(host, false));
        migrations.recordOutcome(migration.id(), Outcome.MIGRATED);
        return migration;
    }

    private static boolean got(Runnable target) {
        try {
            target.run();
            return true;
        } catch (TargetInUse late) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeCorrectedSettingsAndTheTargetWithThem(Database database) {
        // given
        Migrations migrations = database.get(Migrations.class);
        String wrong = UUID.randomUUID() + ".example.net";
        String right = UUID.randomUUID() + ".example.net";
        Migration migration = migrations.register(to(wrong, false));
        Migration other = database.aMigration();

        // when
        Migration corrected = migrations
                .correct(migration.id(), known -> to(right, false).settings())
                .orElseThrow();

        // then
        assertThat(migrations.get(migration.id())).isEqualTo(corrected);
        assertThat(corrected.settings().target().url().getHost()).isEqualTo(right);
        assertThat(migrations.goingTo(migration.settings().target())).isEmpty();
        assertThat(migrations.goingTo(corrected.settings().target())).contains(corrected);
        assertThatThrownBy(() -> migrations.correct(migration.id(), known -> other.settings()))
                .isInstanceOf(TargetInUse.class);
        assertThat(migrations.get(migration.id())).isEqualTo(corrected);
    }

    @ParameterizedTest
    @EnumSource
    void shouldChangeModesAndLeaveTheRest(Database database) {
        Migrations migrations = database.get(Migrations.class);
        Migration migration = database.aMigration();

        Migration changed = migrations.changeModes(migration.id(), Map.of(Operation.IMPORT_BACKUP, Mode.AUTOMATIC));

        assertThat(changed).isEqualTo(migrations.get(migration.id()));
        assertThat(changed.settings())
                .isEqualTo(migration.settings().withModes(Map.of(Operation.IMPORT_BACKUP, Mode.AUTOMATIC)));
        assertThat(changed.settings().mode(Operation.IMPORT_BACKUP)).isEqualTo(Mode.AUTOMATIC);
        assertThat(migrations.goingTo(migration.settings().target())).contains(changed);
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotTakeATargetForAMigrationThatHasEnded(Database database) {
        // given
        Migrations migrations = database.get(Migrations.class);
        Migration over = ended(migrations, UUID.randomUUID() + ".example.net");
        NewMigration elsewhere = to(UUID.randomUUID() + ".example.net", false);

        // when, then
        assertThat(migrations.correct(over.id(), known -> elsewhere.settings())).isEmpty();
        assertThat(migrations.get(over.id()).settings()).isEqualTo(over.settings());

        // but a token for a phase that is started alone
        SiteSettings target = over.settings().target();
        MigrationSettings withToken = over.settings()
                .withTarget(new SiteSettings(
                        target.url(), target.credential(), new CredentialName("new-token"), null, null));
        assertThat(migrations.correct(over.id(), known -> withToken))
                .get()
                .extracting(Migration::settings)
                .isEqualTo(withToken);
        assertThat(migrations.goingTo(over.settings().target())).isEmpty();
        assertThat(migrations.goingTo(elsewhere.settings().target())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameTheOtherWhenTwoCorrectionsTakeOneTarget(Database database) throws Exception {
        // given
        Migrations migrations = database.get(Migrations.class);
        String host = UUID.randomUUID() + ".example.net";
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            MigrationId id = database.aMigration().id();
            attempts.add(() ->
                    got(() -> migrations.correct(id, known -> to(host, false).settings())));
        }

        // when
        List<Boolean> taken = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(6)) {
            for (var answer : threads.invokeAll(attempts)) {
                taken.add(answer.get());
            }
        }

        // then
        assertThat(taken).containsOnlyOnce(true).hasSize(6);
    }

    private static NewMigration to(String targetHost, boolean rehearsal) {
        return new NewMigration(
                "Spring move",
                App.BIGPICTURE,
                SampleSettings.sampleSettings()
                        .to(SampleSettings.site("https://" + targetHost, "target-jira"))
                        .rehearsal(rehearsal)
                        .build(),
                null);
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindAtTheSecondTryWhatAProcessPutOnRecordAtTheFirst(Database database) {
        // given
        Migrations migrations = database.get(Migrations.class);
        String host = UUID.randomUUID() + ".example.net";
        long before = migrations.list(VisibleTeams.ALL, 0, 1).getTotalElements();
        long key = host.hashCode();

        // when
        Migration first = migrations.register(to(host, false), key);
        Migration rehearsal = migrations.register(to(host, true), key + 1);

        // then
        assertThat(first.processInstanceKey()).isEqualTo(key);
        assertThat(migrations.register(to(host, false), key)).isEqualTo(first);
        assertThat(migrations.register(to(host, true), key + 1)).isEqualTo(rehearsal);
        assertThat(migrations.list(VisibleTeams.ALL, 0, 1).getTotalElements()).isEqualTo(before + 2);
        assertThatThrownBy(() -> migrations.register(to(host, false), key + 2))
                .isInstanceOfSatisfying(
                        TargetInUse.class, inUse -> assertThat(inUse.other()).isEqualTo(first));

        // and an engine that was made anew may give the key of one that has ended
        migrations.recordOutcome(first.id(), Outcome.CANCELLED);
        assertThat(migrations.register(to(host, false), key).id()).isNotEqualTo(first.id());
    }

    @ParameterizedTest
    @EnumSource
    void shouldForgetOnlyWhatNeverBegan(Database database) {
        // given
        Migrations migrations = database.get(Migrations.class);
        Timeline timeline = database.get(Timeline.class);
        MigrationId never = database.aMigration().id();
        MigrationId begun = database.aMigration().id();
        migrations.recordProcessInstance(begun, 21);
        timeline.record(begun, null, "Register migration", Event.Kind.NOTE, "It began");

        // when, then
        assertThat(migrations.forget(never)).isTrue();
        assertThat(migrations.forget(begun)).isFalse();
        assertThat(migrations.find(never)).isEmpty();
        Migration kept = migrations.get(begun);
        assertThat(migrations.goingTo(kept.settings().target())).contains(kept);
        assertThat(timeline.read(begun)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldKnowPhasesThatWereStartedAlone(Database database) {
        // given
        Migrations migrations = database.get(Migrations.class);
        MigrationId id = database.aMigration().id();

        // when
        migrations.recordPhaseInstance(id, Phase.VERIFY, id.hashCode());
        migrations.recordPhaseInstance(id, Phase.VERIFY, id.hashCode());

        // then
        assertThat(migrations.phaseInstances(id)).containsExactly((long) id.hashCode());
        database.clock().pass(Duration.ofSeconds(1));
        migrations.recordPhaseInstance(id, Phase.VERIFY, id.hashCode() + 1L);
        assertThat(migrations.newestInstance(id, Phase.VERIFY)).contains(id.hashCode() + 1L);
        assertThat(migrations.newestInstance(id, Phase.ROLL_BACK)).isEmpty();
        assertThat(migrations.instancesNotBegun(id, null, Instant.EPOCH)).hasSize(2);
        assertThat(migrations.instancesNotBegun(id, Phase.ROLL_BACK, Instant.EPOCH))
                .isEmpty();

        // and an engine whose data was made anew gives its keys again
        MigrationId other = database.aMigration().id();
        migrations.recordPhaseInstance(other, Phase.ROLL_BACK, id.hashCode());
        assertThat(migrations.newestInstance(other, Phase.ROLL_BACK)).contains((long) id.hashCode());
    }
}
