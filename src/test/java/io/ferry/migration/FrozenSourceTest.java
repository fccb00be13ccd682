package io.ferry.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.fixtures.SampleSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrozenSourceTest {
    private static final Map<String, Object> PASSED = checked(Map.of("remark", "all is well"));
    private static final Map<String, Object> FAILED = checked(Map.of("code", "JIRA_TOO_OLD", "whatToDo", "Update it."));

    private final ARecord record = new ARecord();
    private final Timeline timeline = ARecord.get(Timeline.class);
    private final LeftBehind leftBehind = ARecord.get(LeftBehind.class);

    @Test
    void shouldBeFrozenFromTheConfirmationUntilSomebodyOpensIt() {
        MigrationId id = record.id();
        assertThat(leftBehind.sourceMayBeFrozen(id)).isFalse();

        answer(id, Question.FREEZE, Decision.CONFIRM);
        assertThat(leftBehind.sourceMayBeFrozen(id)).isTrue();

        answer(id, Question.UNFREEZE, Decision.OPEN);
        assertThat(leftBehind.sourceMayBeFrozen(id)).isFalse();
    }

    @Test
    void shouldPerhapsBeFrozenWhereTheAnswerHasNotComeToTheRecord() {
        // given a person who is asked to freeze the source, and perhaps has done so
        MigrationId id = record.id();
        timeline.phaseStarted(id, Phase.CHECK_READINESS);
        assertThat(leftBehind.sourceMayBeFrozen(id)).isFalse();

        record.facts().verified(id, FactName.READINESS, PASSED);
        assertThat(leftBehind.sourceMayBeFrozen(id)).isTrue();

        answer(id, Question.FREEZE, Decision.STOP);
        assertThat(leftBehind.sourceMayBeFrozen(id)).isFalse();
    }

    @Test
    void shouldNotBeFrozenBeforeSomebodyGoesOnAfterFailedChecks() {
        MigrationId id = record.id();
        timeline.phaseStarted(id, Phase.CHECK_READINESS);
        answer(id, Question.FAILED_CHECKS, Decision.GO_ON);
        record.facts().verified(id, FactName.READINESS, FAILED);
        assertThat(leftBehind.sourceMayBeFrozen(id)).isFalse();

        answer(id, Question.FAILED_CHECKS, Decision.GO_ON);
        assertThat(leftBehind.sourceMayBeFrozen(id)).isTrue();
    }

    @Test
    void shouldNotBeFrozenWhereThePhaseEndedWithoutAFreeze() {
        MigrationId id = record.id();
        timeline.phaseStarted(id, Phase.CHECK_READINESS);
        record.facts().verified(id, FactName.READINESS, PASSED);
        timeline.phaseEnded(id, Phase.CHECK_READINESS);

        assertThat(leftBehind.sourceMayBeFrozen(id)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, true"})
    void shouldBeAskedOfADressRehearsalOnly(boolean dressRehearsal, boolean mayBeFrozen) {
        SampleSettings settings = SampleSettings.sampleSettings().rehearsal(true);
        MigrationSettings wanted = (dressRehearsal ? settings.dressRehearsal() : settings).build();
        MigrationId id = ARecord.get(Migrations.class)
                .register(new NewMigration("Rehearsal " + UUID.randomUUID(), App.BIGPICTURE, wanted, null))
                .id();
        timeline.phaseStarted(id, Phase.CHECK_READINESS);
        record.facts().verified(id, FactName.READINESS, PASSED);

        assertThat(leftBehind.sourceMayBeFrozen(id)).isEqualTo(mayBeFrozen);
    }

    private void answer(MigrationId id, Question question, Decision decision) {
        record.pass(Duration.ofMinutes(1));
        record.confirmations().record(id, question, decision, null, Actor.ofTask("ann"), Map.of());
        record.pass(Duration.ofMinutes(1));
    }

    private static Map<String, Object> checked(Map<String, Object> result) {
        return Map.of("checks", List.of(Map.of("name", "A check", "result", result)));
    }
}
