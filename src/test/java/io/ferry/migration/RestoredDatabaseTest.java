package io.ferry.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ferry.fixtures.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A backup of Ferry's database is put back while the sites went on. */
class RestoredDatabaseTest {
    private static final Map<String, Object> VISIT = Map.of("visit", 42);
    private static final Map<String, Object> NEXT_VISIT = Map.of("visit", 43);
    private static final String SAID = "ferry.database.restored-at=2026-01-01T22:00Z";

    @TempDir
    Path folder;

    private @Nullable RestorableRecord record;

    @AfterEach
    void stop() {
        if (record != null) {
            record.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void shouldHoldEachActionToBeUnfinishedAfterItsBeginningWasLost(Action action) {
        // given an action that is begun and done after the backup
        start(TestDatabase.H2);
        MigrationId id = aMigration();
        record().backUp();
        Intent lost = begin(id, action, VISIT).intent();
        intents().done(lost, Map.of("id", "7"));

        // when
        record().putBack();

        // then the job that comes again finds the same mark, twice, and begins nothing
        IntentState again = begin(id, action, VISIT);
        assertThat(again)
                .isInstanceOfSatisfying(
                        IntentState.Unfinished.class,
                        unfinished -> assertThat(unfinished.inDoubt()).isTrue());
        assertThat(again.intent().mark()).isEqualTo(lost.mark());
        assertThat(begin(id, action, VISIT)).isEqualTo(again);
        // and when a person has said that Ferry is to do it, it does
        assertThat(begin(id, action, NEXT_VISIT)).isInstanceOf(IntentState.Fresh.class);
    }

    @ParameterizedTest
    @EnumSource
    void shouldNoticeADatabaseThatWasPutBack(TestDatabase kind) {
        // given
        start(kind);
        MigrationId id = aMigration();
        MigrationId ended = aMigration();
        get(Migrations.class).recordOutcome(ended, Outcome.CANCELLED);
        record().backUp();
        begin(id, Action.IMPORT_BACKUP, VISIT);

        // when
        record().putBack();

        // then
        assertThat(restorations()).hasSize(1);
        assertThat(told(id)).singleElement().asString().startsWith("Ferry's database was restored from a backup (");
        assertThat(told(ended)).isEmpty();
        assertInDoubt(begin(id, Action.IMPORT_BACKUP, NEXT_VISIT));
        assertInDoubt(begin(ended, Action.ROLL_BACK, VISIT));
        // and a later start makes nothing of it, nor does a migration that begins now
        restart();
        assertThat(restorations()).hasSize(1);
        assertThat(begin(id, Action.IMPORT_BACKUP, Map.of("visit", 44))).isInstanceOf(IntentState.Fresh.class);
        assertThat(begin(aMigration(), Action.IMPORT_BACKUP, VISIT)).isInstanceOf(IntentState.Fresh.class);
    }

    @Test
    void shouldTakeTheSourceForFrozenUntilSomebodySaysThatItIsOpen() {
        // given a freeze that is answered after the backup
        start(TestDatabase.H2);
        MigrationId id = aMigration();
        assertThat(get(LeftBehind.class).sourceMayBeFrozen(id)).isFalse();
        record().backUp();
        get(Confirmations.class).record(id, Question.FREEZE, Decision.CONFIRM, null, Actor.ofTask("ann"), Map.of());

        // when
        record().putBack();

        // then
        assertThat(get(RestoredDatabase.class).noticed(id)).isPresent();
        assertThat(get(LeftBehind.class).sourceMayBeFrozen(id)).isTrue();
        get(Confirmations.class).record(id, Question.UNFREEZE, Decision.OPEN, null, Actor.ofTask("ann"), Map.of());
        assertThat(get(LeftBehind.class).sourceMayBeFrozen(id)).isFalse();
        // and a migration that begins now has a record that lacks nothing
        assertThat(get(RestoredDatabase.class).noticed(aMigration())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnAfterAPlainRestart(TestDatabase kind) {
        start(kind);
        MigrationId id = aMigration();
        begin(id, Action.CREATE_DUMP, VISIT);

        restart();
        restart();

        assertThat(restorations()).isEmpty();
        assertThat(told(id)).isEmpty();
        assertThat(begin(id, Action.IMPORT_BACKUP, VISIT)).isInstanceOf(IntentState.Fresh.class);
        assertThat(begin(id, Action.CREATE_DUMP, VISIT)).isEqualTo(new IntentState.Unfinished(intent(id)));
    }

    @ParameterizedTest
    @EnumSource
    void shouldBelieveTheAdministratorOnceForEachBackup(TestDatabase kind) {
        // given a computer, put back as a whole: nothing shows it
        start(kind);
        MigrationId id = aMigration();

        // when
        restart(SAID);
        restart(SAID);

        // then
        assertThat(restorations()).containsExactly("ferry.database.restored-at says so");
        assertThat(told(id)).singleElement().asString().contains("from a backup of 2026-01-01 22:00 UTC (");
        assertInDoubt(begin(id, Action.RESTORE_DUMP, VISIT));

        // when another backup is put back
        restart("ferry.database.restored-at=2026-01-02T00:30+01:00");

        // then all is in doubt once more
        assertThat(restorations()).hasSize(2);
        assertInDoubt(begin(id, Action.RESTORE_DUMP, NEXT_VISIT));
    }

    @Test
    void shouldDoubtAHomeThatWasPutBackWithoutTheMark() throws IOException {
        start(TestDatabase.H2);
        MigrationId id = aMigration();

        record().close();
        Files.delete(record().home().resolve(RecordMark.NAME));
        record().open();

        assertThat(restorations()).containsExactly("the file record-mark is not in ferry.home");
        assertInDoubt(begin(id, Action.CREATE_DUMP, VISIT));
    }

    @Test
    void shouldNotDoubtTheRecordOfAnEarlierFerryThatKeptNoMark() throws IOException {
        start(TestDatabase.H2);
        MigrationId id = aMigration();
        get(JdbcClient.class).sql("delete from record_mark").update();
        record().close();
        Files.delete(record().home().resolve(RecordMark.NAME));

        record().open();

        assertThat(restorations()).isEmpty();
        assertThat(begin(id, Action.CREATE_DUMP, VISIT)).isInstanceOf(IntentState.Fresh.class);
    }

    @Test
    void shouldDoubtARecordFromBeforeThereWasAMark() {
        start(TestDatabase.H2);
        MigrationId id = aMigration();
        get(JdbcClient.class).sql("delete from record_mark").update();

        restart();

        assertThat(restorations()).hasSize(1);
        assertInDoubt(begin(id, Action.CREATE_DUMP, VISIT));
    }

    @Test
    void shouldDoubtWhatHadNoEffectBeforeTheBackup() {
        // given what was tried in vain before the backup, what was done, and what was begun
        start(TestDatabase.H2);
        MigrationId id = aMigration();
        intents().failed(begin(id, Action.IMPORT_BACKUP, VISIT).intent(), "busy");
        intents().done(begin(id, Action.CREATE_DUMP, VISIT).intent(), Map.of("mark", "x"));
        begin(id, Action.INSTALL_APP, VISIT);

        // when
        restart(SAID);

        // then
        assertInDoubt(begin(id, Action.IMPORT_BACKUP, VISIT));
        assertThat(begin(id, Action.CREATE_DUMP, VISIT)).isInstanceOf(IntentState.Done.class);
        assertThat(begin(id, Action.INSTALL_APP, VISIT)).isInstanceOf(IntentState.Unfinished.class);
        // and what surely had no effect since then may begin again
        Intent looked = begin(id, Action.IMPORT_BACKUP, NEXT_VISIT).intent();
        intents().failed(looked, "busy");
        assertThat(begin(id, Action.IMPORT_BACKUP, NEXT_VISIT)).isInstanceOf(IntentState.Fresh.class);
    }

    @Test
    void shouldDoubtEachThingThatAnActionIsAbout() {
        start(TestDatabase.H2);
        MigrationId id = aMigration();
        restart(SAID);

        assertInDoubt(begin(id, Action.ACTIVATE_CONNECTIONS, Map.of("visit", 1, "connection", "2")));
        assertInDoubt(begin(id, Action.ACTIVATE_CONNECTIONS, Map.of("visit", 1, "connection", "3")));
        assertThat(begin(id, Action.ACTIVATE_CONNECTIONS, Map.of("decision", "d", "connection", "3")))
                .isInstanceOf(IntentState.Fresh.class);
    }

    @Test
    void shouldDoubtWhatIsConfirmedAnew() {
        // given a confirmed import whose confirmation is lost as well
        start(TestDatabase.H2);
        MigrationId id = aMigration();
        restart(SAID);
        assertThat(intents().isInDoubt(id, Action.IMPORT_BACKUP)).isTrue();

        // when
        IntentState first = intents().begin(confirmed(id), Action.IMPORT_BACKUP, Map.of());

        // then
        assertInDoubt(first);
        assertThat(intents().isInDoubt(id, Action.IMPORT_BACKUP)).isFalse();
        assertThat(intents().begin(confirmed(id), Action.IMPORT_BACKUP, Map.of()))
                .isInstanceOf(IntentState.Fresh.class);
    }

    @Test
    void shouldBeginNothingOnADatabaseThatIsPutBackUnderItsFeet() {
        start(TestDatabase.H2);
        MigrationId id = aMigration();
        begin(id, Action.CREATE_DUMP, VISIT);
        get(JdbcClient.class).sql("update record_mark set steps = steps - 1").update();

        assertThatThrownBy(() -> begin(id, Action.IMPORT_BACKUP, VISIT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Restart Ferry");

        restart();
        assertInDoubt(begin(id, Action.IMPORT_BACKUP, VISIT));
    }

    @Test
    void shouldTellOnceThatItsDatabaseIsAnEarlierOne() {
        start(TestDatabase.H2);
        begin(aMigration(), Action.CREATE_DUMP, VISIT);
        AtomicInteger told = new AtomicInteger();
        get(ApplicationEventMulticaster.class)
                .addApplicationListener(new ApplicationListener<PayloadApplicationEvent<DatabaseExchanged>>() {
                    @Override
                    public void onApplicationEvent(PayloadApplicationEvent<DatabaseExchanged> event) {
                        told.incrementAndGet();
                    }
                });
        get(RestoredDatabase.class).follow();
        assertThat(told).hasValue(0);

        get(JdbcClient.class).sql("update record_mark set steps = steps - 1").update();
        get(RestoredDatabase.class).follow();
        get(RestoredDatabase.class).follow();

        assertThat(told).hasValue(1);
    }

    @Test
    void shouldNotTakeWhatIsCountedMeanwhileForADatabaseThatWasPutBack() throws Exception {
        start(TestDatabase.H2);
        RestoredDatabase restored = get(RestoredDatabase.class);
        TransactionTemplate transactions = get(TransactionTemplate.class);
        AtomicBoolean counting = new AtomicBoolean(true);

        // when it looks again and again how far the record has counted, while jobs count
        Thread follows = Thread.ofPlatform().start(() -> {
            while (counting.get()) {
                restored.follow();
            }
        });
        try {
            for (int job = 0; job < 300; job++) {
                // then none is told that the database was exchanged
                transactions.executeWithoutResult(status -> restored.count());
            }
        } finally {
            counting.set(false);
            follows.join();
        }
    }

    @Test
    void shouldSayHowTheMomentIsWritten() {
        assertThatThrownBy(() -> start(TestDatabase.H2, "ferry.database.restored-at=last night"))
                .rootCause()
                .isNotNull();
        assertThatThrownBy(() -> new DatabaseProperties("last night"))
                .hasMessageContaining("such as 2026-11-29T22:00Z")
                .hasMessageContaining("“last night”");
        assertThatThrownBy(() -> start(TestDatabase.H2, "ferry.database.restored-at=2999-01-01T00:00Z"))
                .hasStackTraceContaining("ferry.database.restored-at");
    }

    private static void assertInDoubt(IntentState state) {
        assertThat(state)
                .isInstanceOfSatisfying(
                        IntentState.Unfinished.class,
                        unfinished -> assertThat(unfinished.inDoubt()).isTrue());
    }

    private Confirmation confirmed(MigrationId id) {
        return get(Confirmations.class)
                .record(id, Question.IMPORT, Decision.CONFIRM, null, Actor.ofTask("ann"), Map.of());
    }

    private Intent intent(MigrationId id) {
        return intents().begun(id).getFirst().intent();
    }

    private IntentState begin(MigrationId id, Action action, Map<String, ?> basis) {
        return intents().begin(id, action, basis);
    }

    private Intents intents() {
        return get(Intents.class);
    }

    private <T> T get(Class<T> part) {
        return record().get(part);
    }

    private RestorableRecord record() {
        return Objects.requireNonNull(record);
    }

    private MigrationId aMigration() {
        return record().aMigration().id();
    }

    private List<String> restorations() {
        return get(JdbcClient.class)
                .sql("select why from restoration order by number")
                .query(String.class)
                .list();
    }

    private List<String> told(MigrationId id) {
        return get(Timeline.class).read(id).stream()
                .map(Event::message)
                .filter(message -> message.startsWith("Ferry's database"))
                .toList();
    }

    private void start(TestDatabase kind, String... settings) {
        record = new RestorableRecord(kind, folder, settings);
    }

    private void restart(String... settings) {
        record().restart(settings);
    }
}
