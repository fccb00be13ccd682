package io.ferry.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IntentsTest {
    private static final Map<String, Object> BASIS = Map.of("elementInstanceKey", 42);

    @ParameterizedTest
    @EnumSource
    void shouldFindAnUnfinishedIntentWithTheSameMark(Database database) {
        // given
        Intents intents = database.get(Intents.class);
        MigrationId id = database.aMigration().id();
        Intent first = intents.begin(id, Action.CREATE_DUMP, BASIS).intent();

        // when
        IntentState again = intents.begin(id, Action.CREATE_DUMP, BASIS);

        // then
        assertThat(again).isInstanceOf(IntentState.Unfinished.class);
        assertThat(again.intent()).isEqualTo(first);
        assertThat(first.mark()).matches("ferry-[0-9a-f]{12}");
    }

    @ParameterizedTest
    @EnumSource
    void shouldListWhatMayHaveHadAnEffect(Database database) {
        // given
        Intents intents = database.get(Intents.class);
        MigrationId id = database.aMigration().id();
        Intent begun = intents.begin(id, Action.CREATE_DUMP, BASIS).intent();
        database.clock().pass(java.time.Duration.ofSeconds(1));
        Intent done = intents.begin(id, Action.IMPORT_BACKUP, BASIS).intent();
        intents.done(done, Map.of("taskId", "7"));
        Intent failed = intents.begin(id, Action.RESTORE_DUMP, BASIS).intent();
        intents.failed(failed, "refused");

        // when, then
        assertThat(intents.begun(id))
                .containsExactly(new IntentState.Unfinished(begun), new IntentState.Done(done, Map.of("taskId", "7")));
        assertThat(intents.begun(database.aMigration().id())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveTheResultOfWhatIsDone(Database database) {
        // given
        Intents intents = database.get(Intents.class);
        MigrationId id = database.aMigration().id();
        Intent intent = intents.begin(id, Action.CREATE_DUMP, BASIS).intent();
        Map<String, Object> result = new HashMap<>(Map.of("dumpId", "7", "told", "by a@b.example"));
        result.put("boxes", null);

        // when
        intents.done(intent, result);
        intents.done(intent, result);

        // then
        assertThat(intents.begin(id, Action.CREATE_DUMP, BASIS))
                .isInstanceOfSatisfying(
                        IntentState.Done.class,
                        done -> assertThat(done.result())
                                .containsEntry("dumpId", "7")
                                .containsEntry("boxes", null)
                                .containsEntry("told", "by (address)"));
        assertThatThrownBy(() -> intents.failed(intent, "late")).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeginAgainWhatSurelyHadNoEffect(Database database) {
        // given
        Intents intents = database.get(Intents.class);
        MigrationId id = database.aMigration().id();
        Intent intent = intents.begin(id, Action.IMPORT_BACKUP, BASIS).intent();

        // when
        intents.failed(intent, "The connection was refused");

        // then
        assertThat(intents.begin(id, Action.IMPORT_BACKUP, BASIS)).isInstanceOf(IntentState.Fresh.class);
        assertThat(intents.begin(id, Action.IMPORT_BACKUP, BASIS)).isInstanceOf(IntentState.Unfinished.class);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellBasesApartByContentOnly(Database database) {
        // given
        Intents intents = database.get(Intents.class);
        MigrationId id = database.aMigration().id();
        Map<String, Object> oneWay = new LinkedHashMap<>();
        oneWay.put("a", 1);
        oneWay.put("b", 2);
        Map<String, Object> otherWay = new LinkedHashMap<>();
        otherWay.put("b", 2);
        otherWay.put("a", 1);
        intents.begin(id, Action.INSTALL_APP, oneWay);

        // when, then
        assertThat(intents.begin(id, Action.INSTALL_APP, otherWay)).isInstanceOf(IntentState.Unfinished.class);
        assertThat(intents.begin(id, Action.INSTALL_APP, Map.of("a", 2))).isInstanceOf(IntentState.Fresh.class);
        assertThat(intents.begin(id, Action.CREATE_DUMP, oneWay)).isInstanceOf(IntentState.Fresh.class);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetOneOfManyRacingJobsBeFresh(Database database) throws Exception {
        // given
        Intents intents = database.get(Intents.class);
        MigrationId id = database.aMigration().id();
        int jobs = 8;
        CountDownLatch together = new CountDownLatch(jobs);
        List<Future<IntentState>> answers = new ArrayList<>();

        // when
        try (ExecutorService threads = Executors.newFixedThreadPool(jobs)) {
            for (int i = 0; i < jobs; i++) {
                answers.add(threads.submit(() -> {
                    together.countDown();
                    together.await();
                    return intents.begin(id, Action.RESTORE_DUMP, BASIS);
                }));
            }
        }

        // then
        List<IntentState> states = new ArrayList<>();
        for (Future<IntentState> answer : answers) {
            states.add(answer.get());
        }
        assertThat(states).filteredOn(IntentState.Fresh.class::isInstance).hasSize(1);
        assertThat(states).filteredOn(IntentState.Unfinished.class::isInstance).hasSize(jobs - 1);
        assertThat(states)
                .extracting(IntentState::intent)
                .extracting(Intent::id)
                .containsOnly(states.getFirst().intent().id());
    }

    @ParameterizedTest
    @EnumSource
    void shouldUseAConfirmationForOneIntentOnly(Database database) {
        // given
        Intents intents = database.get(Intents.class);
        Confirmations confirmations = database.get(Confirmations.class);
        MigrationId id = database.aMigration().id();
        Confirmation confirmed = confirmations.record(
                id, Question.RESTORE, Decision.CONFIRM, null, Actor.ofTask("demo"), Map.of("fingerprint", "ab"));

        // when
        IntentState first = intents.begin(confirmed, Action.RESTORE_DUMP, Map.of("dump", "7"));
        IntentState second = intents.begin(confirmed, Action.RESTORE_DUMP, Map.of("dump", "8"));

        // then
        assertThat(first).isInstanceOf(IntentState.Fresh.class);
        assertThat(second).isInstanceOf(IntentState.Unfinished.class);
        assertThat(confirmations.unused(id, Question.RESTORE)).isEmpty();
        assertThat(confirmations.latest(id, Question.RESTORE)).hasValueSatisfying(latest -> {
            assertThat(latest.used()).isTrue();
            assertThat(latest.basis()).containsEntry("fingerprint", "ab");
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeANewConfirmationForANewTry(Database database) {
        // given
        Intents intents = database.get(Intents.class);
        Confirmations confirmations = database.get(Confirmations.class);
        MigrationId id = database.aMigration().id();
        Confirmation old =
                confirmations.record(id, Question.IMPORT, Decision.CONFIRM, null, Actor.ofTask("demo"), Map.of());
        intents.done(intents.begin(old, Action.IMPORT_BACKUP, Map.of()).intent(), Map.of("taskId", "1"));
        database.clock().pass(java.time.Duration.ofSeconds(1));

        // when
        confirmations.record(
                id,
                Question.IMPORT,
                Decision.CONFIRM,
                "again, says z@y.example",
                Actor.ofTask("bob@y.example"),
                Map.of());

        // then
        Confirmation fresh = confirmations.unused(id, Question.IMPORT).orElseThrow();
        assertThat(fresh.by()).isEqualTo(Actor.ofTask("bob"));
        assertThat(fresh.reason()).isEqualTo("again, says (address)");
        assertThat(intents.begin(fresh, Action.IMPORT_BACKUP, Map.of())).isInstanceOf(IntentState.Fresh.class);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeOneAnswerForOneConfirmationHoweverOftenItsJobRuns(Database database) {
        // given an answer that is recorded, and has been used
        Intents intents = database.get(Intents.class);
        Confirmations confirmations = database.get(Confirmations.class);
        MigrationId id = database.aMigration().id();
        List<String> told = new ArrayList<>();
        Confirmation first = confirmations.recordOnce(
                new TaskVisit(1, 42),
                id,
                Question.RESTORE,
                Decision.CONFIRM,
                null,
                Actor.ofTask("demo"),
                Map.of(),
                () -> told.add("first"));
        intents.begin(first, Action.RESTORE_DUMP, Map.of());

        // when the job that records it runs again, for nobody heard that it had ended
        Confirmation second = confirmations.recordOnce(
                new TaskVisit(1, 42),
                id,
                Question.RESTORE,
                Decision.CONFIRM,
                null,
                Actor.ofTask("demo"),
                Map.of(),
                () -> told.add("second"));

        // then it is the same confirmation, and it does not allow another restore
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(told).containsExactly("first");
        assertThat(confirmations.all(id)).hasSize(1);
        assertThat(confirmations.unused(id, Question.RESTORE)).isEmpty();
        assertThat(intents.begin(
                        confirmations.latest(id, Question.RESTORE).orElseThrow(), Action.RESTORE_DUMP, Map.of()))
                .isInstanceOf(IntentState.Unfinished.class);
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeginNothingFreshWhileTheMigrationIsBeingCleanedUp(Database database) {
        // given a confirmed import whose upload is under way, and one that had no effect
        Intents intents = database.get(Intents.class);
        Confirmations confirmations = database.get(Confirmations.class);
        MigrationId id = database.aMigration().id();
        Confirmation confirmed =
                confirmations.record(id, Question.IMPORT, Decision.CONFIRM, null, Actor.ofTask("demo"), Map.of());
        Intent upload = intents.begin(confirmed, Action.UPLOAD_BACKUP, Map.of()).intent();
        Intent failed = intents.begin(id, Action.INSTALL_APP, BASIS).intent();
        intents.failed(failed, "refused");
        assertThat(intents.isClosedToNewWork(id)).isFalse();

        // when
        intents.closeToNewWork(id);

        // then
        assertThat(intents.isClosedToNewWork(id)).isTrue();
        intents.done(upload, Map.of());
        assertThat(intents.begin(confirmed, Action.UPLOAD_BACKUP, Map.of())).isInstanceOf(IntentState.Done.class);
        assertThatThrownBy(() -> intents.begin(confirmed, Action.IMPORT_BACKUP, Map.of()))
                .isInstanceOf(ClosedToNewWork.class);
        assertThatThrownBy(() -> intents.begin(id, Action.CREATE_USER, BASIS)).isInstanceOf(ClosedToNewWork.class);
        assertThatThrownBy(() -> intents.begin(id, Action.INSTALL_APP, BASIS)).isInstanceOf(ClosedToNewWork.class);
        assertThat(intents.begin(database.aMigration().id(), Action.INSTALL_APP, BASIS))
                .isInstanceOf(IntentState.Fresh.class);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetAPhaseBeginAfterTheEndOnlyOnConfirmationsOfItsOwn(Database database) {
        // given a cancelled migration
        Intents intents = database.get(Intents.class);
        Confirmations confirmations = database.get(Confirmations.class);
        MigrationId id = database.aMigration().id();
        Confirmation before =
                confirmations.record(id, Question.IMPORT, Decision.CONFIRM, null, Actor.ofTask("demo"), Map.of());
        intents.closeToNewWork(id);
        database.get(Migrations.class).recordOutcome(id, Outcome.CANCELLED);
        database.clock().pass(java.time.Duration.ofSeconds(1));

        // when a phase is started alone, and the thread of the cancelled route still goes on
        Confirmation ofThePhase =
                confirmations.record(id, Question.ROLL_BACK, Decision.ROLL_BACK, null, Actor.ofTask("demo"), Map.of());

        // then
        assertThat(intents.isClosedToNewWork(id)).isFalse();
        assertThat(intents.begin(ofThePhase, Action.ROLL_BACK, Map.of())).isInstanceOf(IntentState.Fresh.class);
        assertThat(intents.begin(id, Action.CREATE_USER, BASIS)).isInstanceOf(IntentState.Fresh.class);
        assertThatThrownBy(() -> intents.begin(before, Action.IMPORT_BACKUP, Map.of()))
                .isInstanceOf(ClosedToNewWork.class);
    }

    @ParameterizedTest
    @EnumSource
    void shouldKnowInWhichInstanceAPersonConfirmed(Database database) {
        // given
        Confirmations confirmations = database.get(Confirmations.class);
        MigrationId id = database.aMigration().id();
        confirm(confirmations, new TaskVisit(1, 11), id, "anna");
        database.clock().pass(java.time.Duration.ofSeconds(1));
        confirm(confirmations, new TaskVisit(1, 12), id, "ben");
        confirm(confirmations, new TaskVisit(2, 21), id, "carla");

        // when
        confirmations.useUp(1, id, Question.ROLL_BACK);

        // then
        assertThat(confirmations.givenIn(1, id, Question.ROLL_BACK))
                .extracting(Confirmation::by, Confirmation::used)
                .containsExactly(tuple(Actor.ofTask("anna"), true), tuple(Actor.ofTask("ben"), true));
        assertThat(confirmations.givenIn(2, id, Question.ROLL_BACK))
                .extracting(Confirmation::by, Confirmation::used)
                .containsExactly(tuple(Actor.ofTask("carla"), false));
    }

    private static void confirm(Confirmations confirmations, TaskVisit visit, MigrationId id, String by) {
        confirmations.recordOnce(
                visit, id, Question.ROLL_BACK, Decision.ROLL_BACK, null, Actor.ofTask(by), Map.of(), () -> {});
    }

    @ParameterizedTest
    @EnumSource
    void shouldKnowWhetherTheSourceIsFrozen(Database database) {
        Confirmations confirmations = database.get(Confirmations.class);
        MigrationId id = database.aMigration().id();
        assertThat(confirmations.isSourceFrozen(id)).isFalse();

        assertThat(frozenAfter(database, id, Question.FREEZE, Decision.CONFIRM)).isTrue();
        assertThat(frozenAfter(database, id, Question.UNFREEZE, Decision.STAY_FROZEN))
                .isTrue();
        assertThat(frozenAfter(database, id, Question.UNFREEZE, Decision.OPEN)).isFalse();
        assertThat(frozenAfter(database, id, Question.FREEZE, Decision.STOP)).isFalse();
        assertThat(frozenAfter(database, id, Question.FREEZE, Decision.CONFIRM)).isTrue();
        assertThat(frozenAfter(database, id, Question.FREEZE, Decision.STOP))
                .as("whoever stops when asked once more has not opened it")
                .isTrue();
    }

    private static boolean frozenAfter(Database database, MigrationId id, Question question, Decision decision) {
        Confirmations confirmations = database.get(Confirmations.class);
        database.clock().pass(java.time.Duration.ofSeconds(1));
        confirmations.record(id, question, decision, null, Actor.ofTask("demo"), Map.of());
        return confirmations.isSourceFrozen(id);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseAnIntentOfNoMigration(Database database) {
        assertThatThrownBy(() -> database.get(Intents.class).begin(new MigrationId("none"), Action.ROLL_BACK, BASIS))
                .isInstanceOf(NoSuchMigration.class);
    }
}
