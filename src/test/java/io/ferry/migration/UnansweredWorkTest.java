package io.ferry.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.migration.UnansweredWork.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What may run by hand, told by the record alone. */
class UnansweredWorkTest {
    private final ARecord record = new ARecord();
    private final MigrationId id = record.id();
    private final Timeline timeline = ARecord.get(Timeline.class);

    @BeforeEach
    void somethingElseIsOnRecord() {
        answer(Question.FREEZE, Decision.CONFIRM);
    }

    @ParameterizedTest
    @CsvSource({
        "IMPORT, CONFIRM, IMPORT_BACKUP",
        "RESTORE, CONFIRM, RESTORE_DUMP",
        "ROLL_BACK, ROLL_BACK, ROLL_BACK",
        "INCOMPLETE_ROLL_BACK, MANUAL, ROLL_BACK"
    })
    void shouldKnowOfWhatWasConfirmed(Question question, Decision confirmation, Kind work) {
        assertThat(open()).isEmpty();

        answer(question, confirmation);

        assertThat(open()).containsExactly(work);
    }

    @ParameterizedTest
    @CsvSource({
        "IMPORT, CONFIRM, IMPORT_BACKUP, DONE",
        "IMPORT, CONFIRM, IMPORT_BACKUP, AUTOMATIC",
        "RESTORE, CONFIRM, RESTORE_DUMP, DONE",
        "RESTORE, CONFIRM, RESTORE_DUMP, AUTOMATIC",
        "RESTORE, CONFIRM, RESTORE_DUMP, ROLL_BACK",
        "ROLL_BACK, ROLL_BACK, ROLL_BACK_BY_HAND, DONE",
        "ROLL_BACK, ROLL_BACK, ROLL_BACK_BY_HAND, AUTOMATIC"
    })
    void shouldKnowByTheAnswerThatItIsOver(Question question, Decision confirmation, Question byHand, Decision answer) {
        answer(question, confirmation);
        answer(byHand, answer);
        assertThat(open()).isEmpty();

        // a confirmation since then allows it anew
        answer(question, confirmation);
        assertThat(open()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Question.class,
            names = {"IMPORT_BACKUP", "RESTORE_DUMP", "ROLL_BACK_BY_HAND"})
    void shouldNotTakeAStopForAnEndOfTheWork(Question byHand) {
        answer(Question.IMPORT, Decision.CONFIRM);
        answer(Question.RESTORE, Decision.CONFIRM);
        answer(Question.ROLL_BACK, Decision.ROLL_BACK);

        answer(byHand, Decision.STOP);

        assertThat(open()).containsExactly(Kind.IMPORT_BACKUP, Kind.RESTORE_DUMP, Kind.ROLL_BACK);
    }

    @Test
    void shouldTakeADecisionAgainstItForNoConfirmation() {
        answer(Question.IMPORT, Decision.STOP);
        answer(Question.RESTORE, Decision.STOP);
        answer(Question.ROLL_BACK, Decision.KEEP);
        answer(Question.INCOMPLETE_ROLL_BACK, Decision.GO_ON);

        assertThat(open()).isEmpty();
    }

    @Test
    void shouldKnowByTheEndOfThePhaseThatItIsOver() {
        timeline.phaseStarted(id, Phase.RESTORE_JIRA);
        answer(Question.IMPORT, Decision.CONFIRM);
        assertThat(open()).containsExactly(Kind.IMPORT_BACKUP);

        timeline.phaseEnded(id, Phase.RESTORE_JIRA);
        assertThat(open()).isEmpty();
    }

    @Test
    void shouldKnowOfAReinstallationAfterWhichTheAppWasNotSeen() {
        record.facts().verified(id, FactName.SOURCE_APP_BEFORE, Map.of("version", "8.70.0"));
        record.pass(Duration.ofMinutes(1));
        timeline.phaseStarted(id, Phase.BACK_UP_BIGPICTURE);
        answer(Question.REINSTALL_APP, Decision.DONE);
        assertThat(open()).containsExactly(Kind.REINSTALL_APP);

        record.facts().verified(id, FactName.SOURCE_APP, Map.of("version", "8.70.0"));
        assertThat(open()).isEmpty();
    }

    @Test
    void shouldTakeAPersonsWordForTheReinstallationWhereTheSiteTellsNothing() {
        timeline.phaseStarted(id, Phase.BACK_UP_BIGPICTURE);
        assertThat(open()).containsExactly(Kind.REINSTALL_APP);

        answer(Question.REINSTALL_APP, Decision.DONE);
        assertThat(open()).isEmpty();
    }

    private void answer(Question question, Decision decision) {
        record.confirmations().record(id, question, decision, null, Actor.ofTask("ann"), Map.of());
        record.pass(Duration.ofMinutes(1));
    }

    private List<Kind> open() {
        return ARecord.get(LeftBehind.class).unansweredWork(id).stream()
                .map(UnansweredWork::work)
                .toList();
    }
}
