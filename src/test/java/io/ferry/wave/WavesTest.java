package io.ferry.wave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.reset;
import static org.mockito.Mockito.when;

import io.ferry.fixtures.TestDatabase;
import io.ferry.migration.Actor;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Decision;
import io.ferry.migration.InvalidField;
import io.ferry.migration.MigrationRequest;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Outcome;
import io.ferry.migration.Question;
import io.ferry.migration.SettingsRefused;
import io.ferry.migration.Starter;
import io.ferry.migration.Timeline;
import io.ferry.migration.VisibleTeams;
import io.ferry.process.engine.EngineUnavailable;
import io.ferry.process.lifecycle.MigrationLifecycle;
import io.ferry.readiness.SettingsCheck;
import io.ferry.remote.RemoteFailure;
import io.ferry.wave.WaveLine.Standing;
import io.ferry.wave.Waves.Claim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is done with a wave on record, on each database that Ferry runs on. */
class WavesTest {
    private static final Actor ANN =
            new Actor("ann@example.com", Actor.Channel.OIDC_SESSION, "https://idp.example", "7f");
    private static final Actor BOB = new Actor("bob", Actor.Channel.LINK, null, null);

    private @Nullable AFerry ferry;

    @AfterEach
    void leaveNothingToDo() {
        if (ferry != null) {
            for (UUID id : ferry.waves().atWork()) {
                ferry.waves().end(id, BOB);
                ferry.waves().lines(id).stream()
                        .filter(line -> line.startedAt() != null)
                        .forEach(line -> ferry.migrations().recordOutcome(line.migration(), Outcome.CANCELLED));
            }
            ferry.get(JdbcClient.class)
                    .sql("update wave_line set state = 'LEFT_OUT' where state in ('STARTING', 'WAITING')")
                    .update();
            reset(ferry.get(SettingsCheck.class));
            ferry.camunda.takesEverything();
            ferry.camunda.started.clear();
        }
    }

    private AFerry on(TestDatabase database) {
        ferry = AFerry.on(database);
        return ferry;
    }

    private static MigrationRequest migration(String name) {
        return new MigrationRequest(
                name,
                "BIGPICTURE",
                new MigrationRequest.Site("https://jira.example.com", "source-jira", null, null, null, null, null),
                new MigrationRequest.Site(
                        "https://" + name + ".atlassian.net", "target-jira", null, null, null, null, null),
                Map.of(),
                null,
                null,
                false,
                false,
                null,
                null);
    }

    private static NewWave.Line line(AFerry ferry, String name, @Nullable Duration startsIn) {
        MigrationRequest request = migration(name);
        MigrationSettings settings = request.read(ferry.clock()).settings();
        return new NewWave.Line(
                name,
                settings.source().url().toString(),
                settings.target().url().toString(),
                settings.target().place(),
                false,
                request,
                startsIn == null ? null : ferry.clock().instant().plus(startsIn));
    }

    private static Wave wave(AFerry ferry, int sideBySide, int stopAfter, int lines) {
        String site = "site-" + UUID.randomUUID();
        return ferry.waves()
                .create(
                        new NewWave(
                                "Weekend one",
                                null,
                                sideBySide,
                                stopAfter,
                                IntStream.rangeClosed(1, lines)
                                        .mapToObj(n -> line(ferry, site + "-" + n, null))
                                        .toList()),
                        ANN);
    }

    private static List<Standing> standings(AFerry ferry, Wave wave) {
        return ferry.waves().lines(wave.id()).stream().map(WaveLine::standing).toList();
    }

    private static Wave now(AFerry ferry, Wave wave) {
        return ferry.waves().find(wave.id(), VisibleTeams.ALL).orElseThrow();
    }

    /** Nobody knows whether Camunda took what is started in this look. */
    private static void lookWithoutCamundasAnswer(AFerry ferry, WaveRunner runner) {
        EngineUnavailable perhaps = mock();
        doThrow(perhaps).when(ferry.camunda.engine).start(any(), any());
        runner.look();
    }

    private static void refusesAllSettings(AFerry ferry) {
        doThrow(new SettingsRefused(List.of(new InvalidField("target.credential", "a declared credential", null))))
                .when(ferry.get(SettingsCheck.class))
                .check(any(MigrationSettings.class));
    }

    private static void restored(AFerry ferry) {
        JdbcClient sql = ferry.get(JdbcClient.class);
        int number = sql.sql("select coalesce(max(number), 0) + 1 from restoration")
                .query(Integer.class)
                .single();
        sql.sql("insert into restoration (number, found_at, why) values (:number, current_timestamp, 'a test says so')")
                .param("number", number)
                .update();
    }

    /** By the database's clock, which no test can move. */
    private static void aFewMinutesLater(AFerry ferry) {
        ferry.get(JdbcClient.class)
                .sql("update wave_line set claimed_at = claimed_at - interval '3' minute")
                .update();
    }

    private static void ends(AFerry ferry, Wave wave, int line, Outcome outcome) {
        ferry.migrations()
                .recordOutcome(ferry.waves().lines(wave.id()).get(line - 1).migration(), outcome);
    }

    @ParameterizedTest
    @EnumSource
    void shouldStartInOrderAndNeverMoreThanAllowed(TestDatabase database) {
        // given
        AFerry ferry = on(database);
        WaveRunner runner = ferry.runner();
        Wave wave = wave(ferry, 2, 1, 4);

        // when, then
        runner.look();
        assertThat(standings(ferry, wave))
                .containsExactly(Standing.RUNNING, Standing.RUNNING, Standing.WAITING, Standing.WAITING);
        runner.look();
        assertThat(ferry.camunda.started).hasSize(2);
        ends(ferry, wave, 2, Outcome.MIGRATED);
        runner.look();
        assertThat(standings(ferry, wave))
                .containsExactly(Standing.RUNNING, Standing.COMPLETED, Standing.RUNNING, Standing.WAITING);
        ends(ferry, wave, 1, Outcome.REHEARSED);
        ends(ferry, wave, 3, Outcome.MIGRATED);
        runner.look();
        ends(ferry, wave, 4, Outcome.MIGRATED);
        runner.look();
        assertThat(now(ferry, wave).state()).isEqualTo(Wave.State.FINISHED);
        assertThat(ferry.camunda.started)
                .containsExactlyElementsOf(ferry.waves().lines(wave.id()).stream()
                        .map(WaveLine::migration)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameWhoStartedTheMigrations(TestDatabase database) {
        // given
        AFerry ferry = on(database);
        Wave wave = wave(ferry, 1, 1, 1);

        // when
        ferry.runner().look();

        // then: an approver who created the wave is the starter, by his subject
        assertThat(ferry.get(Timeline.class)
                        .ofStep(ferry.waves().lines(wave.id()).getFirst().migration(), Starter.STEP))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.message())
                            .isEqualTo("The migration was started by the wave “Weekend one”, line 1");
                    assertThat(event.actor())
                            .contains(new Actor("ann", Actor.Channel.OIDC_SESSION, "https://idp.example", "7f"));
                });
    }

    @ParameterizedTest
    @EnumSource
    void shouldWaitForThePlannedStartAndLetOthersPass(TestDatabase database) {
        // given
        AFerry ferry = on(database);
        WaveRunner runner = ferry.runner();
        String site = "planned-" + UUID.randomUUID();
        Wave wave = ferry.waves()
                .create(
                        new NewWave(
                                "Planned",
                                null,
                                2,
                                1,
                                List.of(line(ferry, site + "-1", Duration.ofHours(3)), line(ferry, site + "-2", null))),
                        BOB);

        // when, then
        runner.look();
        assertThat(standings(ferry, wave)).containsExactly(Standing.WAITING, Standing.RUNNING);
        ferry.clock().pass(Duration.ofHours(3));
        runner.look();
        assertThat(standings(ferry, wave)).containsExactly(Standing.RUNNING, Standing.RUNNING);
    }

    @ParameterizedTest
    @EnumSource
    void shouldStopAfterFailuresUntilSomebodyLetsItGoOn(TestDatabase database) {
        // given
        AFerry ferry = on(database);
        WaveRunner runner = ferry.runner();
        Wave wave = wave(ferry, 1, 2, 5);
        runner.look();
        ends(ferry, wave, 1, Outcome.ROLLED_BACK);
        runner.look();
        assertThat(now(ferry, wave).state()).isEqualTo(Wave.State.RUNNING);
        ends(ferry, wave, 2, Outcome.CANCELLED);

        // when
        runner.look();

        // then
        assertThat(now(ferry, wave)).satisfies(stopped -> {
            assertThat(stopped.state()).isEqualTo(Wave.State.STOPPED);
            assertThat(stopped.reason()).startsWith("Stopped after 2 failures: no further migration starts.");
        });
        assertThat(ferry.camunda.started).hasSize(2);

        // when somebody has looked at both
        assertThat(ferry.waves().resume(wave.id(), BOB)).isInstanceOf(Waves.Result.Done.class);
        runner.look();

        // then the count begins anew
        assertThat(now(ferry, wave).state()).isEqualTo(Wave.State.RUNNING);
        assertThat(standings(ferry, wave).get(2)).isEqualTo(Standing.RUNNING);
        assertThat(ferry.waves().events(wave.id()))
                .extracting(WaveEvent::message)
                .contains("Stopped after 2 failures", "Resumed, with 2 failures acknowledged");
    }

    @ParameterizedTest
    @EnumSource
    void shouldPauseAndEnd(TestDatabase database) {
        // given
        AFerry ferry = on(database);
        WaveRunner runner = ferry.runner();
        Wave wave = wave(ferry, 1, 1, 3);
        runner.look();

        // when, then paused
        assertThat(ferry.waves().pause(wave.id(), BOB)).isInstanceOf(Waves.Result.Done.class);
        assertThat(ferry.waves().pause(wave.id(), BOB)).isInstanceOf(Waves.Result.NotNow.class);
        ends(ferry, wave, 1, Outcome.MIGRATED);
        runner.look();
        assertThat(standings(ferry, wave)).containsExactly(Standing.COMPLETED, Standing.WAITING, Standing.WAITING);
        ferry.waves().resume(wave.id(), BOB);
        runner.look();

        // when, then ended
        ferry.waves().end(wave.id(), ANN);
        ends(ferry, wave, 2, Outcome.MIGRATED);
        runner.look();
        assertThat(standings(ferry, wave)).containsExactly(Standing.COMPLETED, Standing.COMPLETED, Standing.LEFT_OUT);
        assertThat(now(ferry, wave)).satisfies(ended -> {
            assertThat(ended.state()).isEqualTo(Wave.State.ENDED);
            assertThat(ended.reason()).isEqualTo("Ended by ann.");
        });
        assertThat(ferry.waves().resume(wave.id(), BOB)).isInstanceOf(Waves.Result.NotNow.class);
        assertThat(ferry.waves().end(wave.id(), BOB)).isInstanceOf(Waves.Result.NotNow.class);
    }

    @ParameterizedTest
    @EnumSource
    void shouldFinishAlsoWhilePaused(TestDatabase database) {
        AFerry ferry = on(database);
        Wave wave = wave(ferry, 1, 1, 1);
        ferry.runner().look();
        ferry.waves().pause(wave.id(), BOB);
        ends(ferry, wave, 1, Outcome.STOPPED);

        ferry.runner().look();

        assertThat(now(ferry, wave).state()).isEqualTo(Wave.State.FINISHED);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTryAgainWhatCamundaDidNotTake(TestDatabase database) {
        // given
        AFerry ferry = on(database);
        WaveRunner runner = ferry.runner();
        EngineUnavailable away = mock();
        when(away.getMessage()).thenReturn("Camunda does not answer.");
        doThrow(away).when(ferry.camunda.engine).ready();
        Wave wave = wave(ferry, 1, 1, 1);

        // when, then nothing is kept, and it is no failure
        runner.look();
        assertThat(ferry.waves().lines(wave.id()).getFirst()).satisfies(line -> {
            assertThat(line.standing()).isEqualTo(Standing.WAITING);
            assertThat(line.note()).isEqualTo("Camunda does not answer. Ferry tries again.");
            assertThat(line.startedAt()).isNull();
        });
        doNothing().when(ferry.camunda.engine).ready();
        runner.look();
        assertThat(standings(ferry, wave)).containsExactly(Standing.WAITING);
        ferry.clock().pass(Duration.ofSeconds(30));
        runner.look();
        assertThat(standings(ferry, wave)).containsExactly(Standing.RUNNING);
    }

    @ParameterizedTest
    @EnumSource
    void shouldWaitWhileAnotherMigrationGoesToTheTarget(TestDatabase database) {
        // given
        AFerry ferry = on(database);
        WaveRunner runner = ferry.runner();
        Wave wave = wave(ferry, 1, 1, 2);
        String taken = ferry.waves().lines(wave.id()).getFirst().name();
        var other = ferry.migrations().register(migration(taken).read(ferry.clock()));

        // when, then the next one starts in its place
        runner.look();
        assertThat(standings(ferry, wave)).containsExactly(Standing.WAITING, Standing.RUNNING);
        assertThat(ferry.waves().lines(wave.id()).getFirst().note()).startsWith("Another migration goes to this");
        ferry.migrations().recordOutcome(other.id(), Outcome.MIGRATED);
        ends(ferry, wave, 2, Outcome.MIGRATED);
        ferry.clock().pass(Duration.ofMinutes(1));
        runner.look();
        assertThat(standings(ferry, wave)).containsExactly(Standing.RUNNING, Standing.COMPLETED);
    }

    @ParameterizedTest
    @EnumSource
    void shouldCountSettingsThatBecameUnusableAsAFailureAndTryThemAgain(TestDatabase database) {
        // given
        AFerry ferry = on(database);
        WaveRunner runner = ferry.runner();
        Wave wave = wave(ferry, 1, 1, 2);
        refusesAllSettings(ferry);

        // when, then
        runner.look();
        assertThat(now(ferry, wave).state()).isEqualTo(Wave.State.STOPPED);
        assertThat(ferry.waves().lines(wave.id()).getFirst()).satisfies(line -> {
            assertThat(line.standing()).isEqualTo(Standing.FAILED);
            assertThat(line.note()).isEqualTo("target.credential: expected a declared credential");
        });
        reset(ferry.get(SettingsCheck.class));
        ferry.waves().resume(wave.id(), BOB);
        runner.look();
        assertThat(standings(ferry, wave)).containsExactly(Standing.RUNNING, Standing.WAITING);
    }

    @ParameterizedTest
    @EnumSource
    void shouldDoubleNothingAfterACrashBetweenRecordAndStart(TestDatabase database) {
        // given a Ferry that dies after it put down that it starts the line
        AFerry ferry = on(database);
        Wave wave = wave(ferry, 1, 1, 2);
        Claim lost = ferry.waves().claimNext(wave.id()).orElseThrow();

        // when another one looks at once, then it leaves it alone
        WaveRunner runner = ferry.runner();
        runner.look();
        assertThat(ferry.camunda.started).isEmpty();

        // when it looks later, then the same migration is started
        aFewMinutesLater(ferry);
        runner.look();
        runner.look();
        assertThat(ferry.camunda.started).containsExactly(lost.migration());

        // when the dead one was only slow, then it finds the migration started, and nothing changes
        assertThat(runner.start(lost)).isTrue();
        assertThat(ferry.camunda.started).containsExactly(lost.migration());
        assertThat(standings(ferry, wave)).containsExactly(Standing.RUNNING, Standing.WAITING);
    }

    @ParameterizedTest
    @EnumSource
    void shouldDoubleNothingAfterACrashBetweenRegistrationAndProcess(TestDatabase database) {
        // given a Ferry that dies after Camunda took the process, before it knows its key
        AFerry ferry = on(database);
        WaveRunner runner = ferry.runner();
        Wave wave = wave(ferry, 1, 1, 2);
        lookWithoutCamundasAnswer(ferry, runner);
        var migration = ferry.waves().lines(wave.id()).getFirst().migration();
        assertThat(standings(ferry, wave)).containsExactly(Standing.STARTING, Standing.WAITING);
        ferry.camunda.takesEverything();

        // when Camunda shows its process, then it is waited for
        when(ferry.camunda.found.hasProcess(migration)).thenReturn(true);
        aFewMinutesLater(ferry);
        runner.look();
        assertThat(ferry.camunda.started).isEmpty();
        ferry.migrations().recordProcessInstance(migration, 4711);
        aFewMinutesLater(ferry);
        runner.look();
        assertThat(ferry.camunda.started).isEmpty();
        assertThat(standings(ferry, wave)).containsExactly(Standing.RUNNING, Standing.WAITING);
    }

    @ParameterizedTest
    @EnumSource
    void shouldStartTheProcessThatCamundaDoesNotHave(TestDatabase database) {
        AFerry ferry = on(database);
        WaveRunner runner = ferry.runner();
        Wave wave = wave(ferry, 1, 1, 1);
        lookWithoutCamundasAnswer(ferry, runner);
        ferry.camunda.takesEverything();

        aFewMinutesLater(ferry);
        runner.look();

        var line = ferry.waves().lines(wave.id()).getFirst();
        assertThat(ferry.camunda.started).containsExactly(line.migration());
        assertThat(line.standing()).isEqualTo(Standing.RUNNING);
        assertThat(ferry.get(Timeline.class).ofStep(line.migration(), Starter.STEP))
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldStartEachLineOnceWithTwoFerrysAtWork(TestDatabase database) throws Exception {
        // given
        AFerry ferry = on(database);
        try (AFerry other = ferry.another();
                ExecutorService both = Executors.newFixedThreadPool(4)) {
            List<WaveRunner> runners = List.of(ferry.runner(), other.runner(), ferry.runner(), other.runner());
            Wave wave = wave(ferry, 3, 1, 24);
            int ended = 0;
            while (ended < 24) {
                // when all look at the same moment
                CyclicBarrier together = new CyclicBarrier(runners.size());
                List<Future<?>> looks = new ArrayList<>();
                runners.forEach(runner -> looks.add(both.submit(() -> {
                    together.await();
                    runner.look();
                    return null;
                })));
                for (Future<?> look : looks) {
                    look.get();
                }

                // then
                List<WaveLine> underWay = ferry.waves().lines(wave.id()).stream()
                        .filter(WaveLine::isUnderWay)
                        .toList();
                assertThat(underWay).isNotEmpty().hasSizeLessThanOrEqualTo(3);
                underWay.forEach(line -> ferry.migrations().recordOutcome(line.migration(), Outcome.MIGRATED));
                ended += underWay.size();
            }
            assertThat(ferry.camunda.started).hasSize(24).doesNotHaveDuplicates();
            assertThat(new HashSet<>(ferry.camunda.started))
                    .isEqualTo(new HashSet<>(ferry.waves().lines(wave.id()).stream()
                            .map(WaveLine::migration)
                            .toList()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldPauseWhenTheDatabaseWasRestored(TestDatabase database) {
        // given
        AFerry ferry = on(database);
        Wave wave = wave(ferry, 1, 1, 2);
        restored(ferry);

        // when, then
        ferry.runner().look();
        assertThat(ferry.camunda.started).isEmpty();
        assertThat(now(ferry, wave)).satisfies(paused -> {
            assertThat(paused.state()).isEqualTo(Wave.State.PAUSED);
            assertThat(paused.reason()).startsWith("Ferry's database was restored from a backup");
        });
        ferry.waves().resume(wave.id(), BOB);
        ferry.runner().look();
        assertThat(ferry.camunda.started).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldStartNothingThatWasAboutToStartWhenTheWaveWasPausedOrEnded(TestDatabase database) {
        // given a Ferry that dies after it put down that it starts a line
        AFerry ferry = on(database);
        WaveRunner runner = ferry.runner();
        Wave wave = wave(ferry, 1, 1, 2);
        assertThat(ferry.waves().claimNext(wave.id())).isPresent();

        // when somebody pauses the wave, then nothing begins
        ferry.waves().pause(wave.id(), BOB);
        aFewMinutesLater(ferry);
        runner.look();
        assertThat(ferry.camunda.started).isEmpty();
        assertThat(standings(ferry, wave)).containsExactly(Standing.STARTING, Standing.WAITING);

        // when it is ended, then the line is left out as well
        ferry.waves().end(wave.id(), BOB);
        aFewMinutesLater(ferry);
        runner.look();
        assertThat(ferry.camunda.started).isEmpty();
        assertThat(standings(ferry, wave)).containsExactly(Standing.LEFT_OUT, Standing.LEFT_OUT);
    }

    @ParameterizedTest
    @EnumSource
    void shouldAskCamundaOfALineThatTheRestoredRecordHasNotStarted(TestDatabase database) {
        // given a record from the moment in which a line was about to start, and Camunda, which has its process
        AFerry ferry = on(database);
        WaveRunner runner = ferry.runner();
        Wave wave = wave(ferry, 1, 1, 2);
        Claim begun = ferry.waves().claimNext(wave.id()).orElseThrow();
        when(ferry.camunda.found.hasProcess(begun.migration())).thenReturn(true);
        restored(ferry);
        aFewMinutesLater(ferry);

        // when, then the wave pauses first
        runner.look();
        assertThat(now(ferry, wave).state()).isEqualTo(Wave.State.PAUSED);

        // when somebody lets it go on, then the migration is not started again, and the next one is
        ferry.waves().resume(wave.id(), BOB);
        aFewMinutesLater(ferry);
        runner.look();
        assertThat(ferry.camunda.started).doesNotContain(begun.migration()).hasSize(1);
        assertThat(standings(ferry, wave)).containsExactly(Standing.LEFT_OUT, Standing.RUNNING);
        assertThat(ferry.waves().lines(wave.id()).getFirst().note())
                .contains("Camunda has a process of this migration");
    }

    @ParameterizedTest
    @EnumSource
    void shouldAskCamundaOfALineThatStillWaitsInTheRestoredRecord(TestDatabase database) {
        // given a record from before a line was started, and Camunda, which has its process
        AFerry ferry = on(database);
        WaveRunner runner = ferry.runner();
        Wave wave = wave(ferry, 1, 1, 2);
        var begun = ferry.waves().lines(wave.id()).getFirst().migration();
        when(ferry.camunda.found.hasProcess(begun)).thenReturn(true);
        restored(ferry);
        runner.look();
        assertThat(now(ferry, wave).state()).isEqualTo(Wave.State.PAUSED);

        // when
        ferry.waves().resume(wave.id(), BOB);
        runner.look();

        // then
        assertThat(ferry.camunda.started).doesNotContain(begun).hasSize(1);
        assertThat(standings(ferry, wave)).containsExactly(Standing.LEFT_OUT, Standing.RUNNING);
    }

    @ParameterizedTest
    @EnumSource
    void shouldStartNothingThatIsOnRecordOnlyWhenTheWaveWasPausedOrEnded(TestDatabase database) {
        // given a Ferry that dies after it put a migration on record, and before Camunda got its process
        AFerry ferry = on(database);
        WaveRunner runner = ferry.runner();
        Wave wave = wave(ferry, 1, 1, 2);
        lookWithoutCamundasAnswer(ferry, runner);
        var migration = ferry.waves().lines(wave.id()).getFirst().migration();
        ferry.camunda.takesEverything();

        // when somebody pauses the wave
        ferry.waves().pause(wave.id(), BOB);
        aFewMinutesLater(ferry);
        runner.look();
        assertThat(ferry.camunda.started).isEmpty();
        assertThat(ferry.waves().lines(wave.id()).getFirst().note()).contains("It begins when the wave goes on");

        // when it is ended, then nothing of it is left
        ferry.waves().end(wave.id(), BOB);
        aFewMinutesLater(ferry);
        runner.look();
        assertThat(ferry.camunda.started).isEmpty();
        assertThat(ferry.migrations().find(migration)).isEmpty();
        assertThat(standings(ferry, wave)).containsExactly(Standing.LEFT_OUT, Standing.LEFT_OUT);
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayWhatToDoAboutAMigrationThatIsOnRecordWithMoreThanItsStart(TestDatabase database) {
        // given a migration whose process never began, and about which somebody has answered something
        AFerry ferry = on(database);
        WaveRunner runner = ferry.runner();
        Wave wave = wave(ferry, 1, 1, 1);
        lookWithoutCamundasAnswer(ferry, runner);
        ferry.camunda.takesEverything();
        var migration = ferry.waves().lines(wave.id()).getFirst().migration();
        ferry.get(Confirmations.class)
                .record(migration, Question.FREEZE, Decision.CONFIRM, null, Actor.ofTask("ann"), Map.of());

        // when the wave is ended
        ferry.waves().end(wave.id(), BOB);
        aFewMinutesLater(ferry);
        runner.look();

        // then
        assertThat(ferry.migrations().find(migration)).isPresent();
        assertThat(ferry.waves().lines(wave.id()).getFirst().note()).endsWith("cancel it on its page.");
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveWaitingWhatItCannotAskCamundaOf(TestDatabase database) {
        // given a restored record, and Camunda, which does not answer
        AFerry ferry = on(database);
        WaveRunner runner = ferry.runner();
        Wave wave = wave(ferry, 2, 1, 2);
        restored(ferry);
        runner.look();
        ferry.waves().resume(wave.id(), BOB);
        when(ferry.camunda.found.hasProcess(any())).thenThrow(RemoteFailure.passing("Silent.", "Wait."));

        // when
        runner.look();

        // then it has tried one, and nothing looks begun
        assertThat(standings(ferry, wave)).containsExactly(Standing.WAITING, Standing.WAITING);
        assertThat(ferry.waves().lines(wave.id()).getFirst().note()).contains("Camunda does not answer");
        assertThat(ferry.waves().lines(wave.id()).getLast().note()).isNull();
        reset(ferry.camunda.found);
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotTryALineAgainWhoseTargetALaterWaveHas(TestDatabase database) {
        // given a line that was refused, and a later wave for its target
        AFerry ferry = on(database);
        WaveRunner runner = ferry.runner();
        Wave wave = wave(ferry, 1, 1, 2);
        refusesAllSettings(ferry);
        runner.look();
        reset(ferry.get(SettingsCheck.class));
        String name = ferry.waves().lines(wave.id()).getFirst().name();
        ferry.clock().pass(Duration.ofMinutes(1));
        Wave later = ferry.waves().create(new NewWave("Later", null, 1, 1, List.of(line(ferry, name, null))), BOB);

        // when
        runner.look();
        ferry.waves().resume(wave.id(), BOB);
        runner.look();

        // then
        assertThat(standings(ferry, later)).containsExactly(Standing.RUNNING);
        assertThat(ferry.waves().lines(wave.id()).getFirst()).satisfies(line -> {
            assertThat(line.standing()).isEqualTo(Standing.FAILED);
            assertThat(line.acknowledged()).isTrue();
            assertThat(line.note()).startsWith("Another wave goes to this cloud site");
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeOneOfTheSameListsThatComeAtOnce(TestDatabase database) throws Exception {
        AFerry ferry = on(database);
        WaveRunner runner = ferry.runner();
        var request = new WaveRequest(
                "Twice",
                null,
                null,
                null,
                null,
                List.of(new WaveRequest.WantedLine(null, migration("site-" + UUID.randomUUID()))));
        var read = new WaveReader.Read(request, Map.of(), List.of());
        AtomicInteger refused = new AtomicInteger();
        CyclicBarrier together = new CyclicBarrier(4);

        try (runner;
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                threads.submit(() -> {
                    together.await();
                    try {
                        return runner.create(read, VisibleTeams.ALL, BOB);
                    } catch (WaveRefused twice) {
                        return refused.incrementAndGet();
                    }
                });
            }
        }

        assertThat(refused).hasValue(3);
        assertThat(ferry.waves().list(VisibleTeams.ALL, 0, 100))
                .filteredOn(wave -> wave.name().equals("Twice"))
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeSeenByItsTeamAlone(TestDatabase database) {
        AFerry ferry = on(database);
        Wave north = ferry.waves()
                .create(
                        new NewWave("North", "north", 1, 1, List.of(line(ferry, "north-" + UUID.randomUUID(), null))),
                        BOB);
        VisibleTeams south = new VisibleTeams(false, java.util.Set.of("south"));

        assertThat(ferry.waves().find(north.id(), south)).isEmpty();
        assertThat(ferry.waves().list(south, 0, 100)).isEmpty();
        assertThat(ferry.waves().count(south)).isZero();
        assertThat(ferry.waves().find(north.id(), new VisibleTeams(false, java.util.Set.of("north"))))
                .isPresent();
        assertThat(ferry.waves().list(VisibleTeams.ALL, 0, 100)).contains(north);
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepNothingOfAWaveWithFaults(TestDatabase database) {
        // given
        AFerry ferry = on(database);
        long before = ferry.waves().count(VisibleTeams.ALL);
        var request = new WaveRequest(
                "Faulty",
                null,
                0,
                null,
                "Nowhere/Here",
                List.of(
                        new WaveRequest.WantedLine(null, migration("same")),
                        new WaveRequest.WantedLine("2020-01-01T00:00Z", migration("same")),
                        new WaveRequest.WantedLine(
                                "tomorrow", migration("other").ofTeam("north"))));

        // when, then
        assertThatThrownBy(() ->
                        ferry.runner().create(new WaveReader.Read(request, Map.of(), List.of()), VisibleTeams.ALL, BOB))
                .isInstanceOfSatisfying(
                        WaveRefused.class,
                        refused -> assertThat(refused.faults())
                                .extracting(WaveFault::line, WaveFault::field)
                                .containsExactly(
                                        org.assertj.core.groups.Tuple.tuple(null, "sideBySide"),
                                        org.assertj.core.groups.Tuple.tuple(null, "zone"),
                                        org.assertj.core.groups.Tuple.tuple(2, "plannedStart"),
                                        org.assertj.core.groups.Tuple.tuple(2, "name"),
                                        org.assertj.core.groups.Tuple.tuple(2, "target.url"),
                                        org.assertj.core.groups.Tuple.tuple(3, "plannedStart"),
                                        org.assertj.core.groups.Tuple.tuple(3, "team")));
        assertThat(ferry.waves().count(VisibleTeams.ALL)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseATargetToWhichAnotherWaveGoes(TestDatabase database) {
        AFerry ferry = on(database);
        Wave wave = wave(ferry, 1, 1, 2);
        String name = ferry.waves().lines(wave.id()).get(1).name();
        var request = new WaveRequest(
                "Again", null, null, null, null, List.of(new WaveRequest.WantedLine(null, migration(name))));

        var faults = ferry.check().faults(new WaveReader.Read(request, Map.of(), List.of()), VisibleTeams.ALL);

        assertThat(faults)
                .singleElement()
                .satisfies(fault -> assertThat(fault.expected()).contains("line 2 of “Weekend one” does"));
    }

    @ParameterizedTest
    @EnumSource
    void shouldCheckEachLineLikeASingleStart(TestDatabase database) {
        AFerry ferry = on(database);
        MigrationRequest wrong = new MigrationRequest(
                " ", "BIGTHING", null, migration("x").target(), null, null, "now", null, true, null, null);

        var faults = ferry.check()
                .faults(
                        new WaveReader.Read(
                                new WaveRequest(
                                        "W", null, null, null, null, List.of(new WaveRequest.WantedLine(null, wrong))),
                                Map.of(1, 2L),
                                List.of()),
                        VisibleTeams.ALL);

        assertThat(faults)
                .extracting(WaveFault::field)
                .containsExactlyInAnyOrderElementsOf(ferry.get(MigrationLifecycle.class).check(wrong).stream()
                        .map(InvalidField::field)
                        .toList());
        assertThat(faults)
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault.row()).isEqualTo(2));
    }
}
