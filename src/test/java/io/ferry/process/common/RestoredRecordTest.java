package io.ferry.process.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.ferry.base.Json;
import io.ferry.migration.Actor;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Decision;
import io.ferry.migration.Fact;
import io.ferry.migration.FactName;
import io.ferry.migration.Question;
import io.ferry.migration.RestoredDatabase;
import io.ferry.process.model.BpmnCode;
import io.ferry.process.model.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestoredRecordTest {
    private static final Instant NOTICED = WorkerBench.NOW;

    private final RestoredDatabase restored = mock();
    private final Confirmations confirmations = mock();
    private final RestoredRecord record = new RestoredRecord(restored, confirmations);
    private final Step step = WorkerBench.step("check-confirmation");

    @BeforeEach
    void theDatabaseWasRestored() {
        when(restored.noticed(any())).thenReturn(Optional.of(NOTICED));
    }

    @Test
    void shouldSendAConfirmationBackUntilSomebodyConfirmsWhoWasTold() {
        // given a confirmation from before, and one on a form that had been open
        answers(confirmed(NOTICED.minusSeconds(60), Map.of()), confirmed(NOTICED.plusSeconds(60), Map.of()));

        // when
        Problem told = refused();

        // then it names what may be lost, and both addresses on record
        assertThat(told.detail())
                .contains("corrected addresses")
                .contains(step.settings().source().url().toString())
                .contains(step.settings().target().url().toString())
                .contains("before the restore of " + step.migration().name());

        assertThat(catchThrowableOfType(
                                StepRefused.class, () -> record.expectTold(step, Question.RESTORE, "Upload the dump."))
                        .problem()
                        .whatToDo())
                .as("what is to be done about a lost file is said at once")
                .startsWith("Upload the dump. Compare the addresses");

        // and who saw that may confirm, once more or for another reason later
        answers(
                confirmed(
                        NOTICED.plusSeconds(90),
                        Map.of("problem", Map.of("title", told.title(), "detail", told.detail()))),
                confirmed(NOTICED.plusSeconds(120), Map.of("problem", Map.of("title", "The mapping has changed."))));
        assertThatCode(() -> record.expectTold(step, Question.RESTORE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> record.expectTold(step, Question.IMPORT)).isInstanceOf(StepRefused.class);
    }

    @Test
    void shouldTellAgainAfterEachRestoration() {
        // given a form that tells of the first restoration, and is confirmed after the second
        Problem first = refused();
        when(restored.noticed(any())).thenReturn(Optional.of(NOTICED.plusSeconds(600)));
        answers(confirmed(
                NOTICED.plusSeconds(900), Map.of("problem", Map.of("title", first.title(), "detail", first.detail()))));

        assertThat(refused().title()).isEqualTo(first.title());
    }

    @Test
    void shouldTakeNothingForNewerThatIsOnRecordSinceTheRestoration() {
        assertThat(record.mayLackNewer(step, Optional.empty())).isTrue();
        assertThat(record.mayLackNewer(step, Optional.of(fact(NOTICED.minusSeconds(60)))))
                .isTrue();
        assertThat(record.mayLackNewer(step, Optional.of(fact(NOTICED.plusSeconds(60)))))
                .isFalse();
        assertThat(record.orUpload(step, "Otherwise.", "ab12"))
                .contains("upload it")
                .contains("ab12");
        assertThat(record.orUpload(step, "Otherwise.", null)).isEqualTo("Otherwise.");
    }

    @Test
    void shouldNotTakeAConfirmationOfAnEarlierRunForThisOnes() {
        // given two confirmations, of which one was given in this run of the phase
        Confirmation earlier = confirmed(NOTICED.minusSeconds(120), Map.of());
        Confirmation ofThisRun = confirmed(NOTICED.minusSeconds(60), Map.of());
        when(confirmations.givenIn(step.job().getProcessInstanceKey(), step.id(), Question.RESTORE))
                .thenReturn(List.of(ofThisRun));

        // then
        assertThat(record.isOfAnEarlierRun(step, earlier)).isTrue();
        assertThat(record.isOfAnEarlierRun(step, ofThisRun)).isFalse();

        // and a record that is whole has all of them
        when(restored.noticed(any())).thenReturn(Optional.empty());
        assertThat(record.isOfAnEarlierRun(step, earlier)).isFalse();
    }

    private static Fact fact(Instant at) {
        return new Fact(FactName.DUMP_FILE, Json.MAPPER.createObjectNode(), Fact.Certainty.VERIFIED, at);
    }

    @Test
    void shouldNotConcernARecordThatIsWhole() {
        when(restored.noticed(any())).thenReturn(Optional.empty());

        assertThat(record.concerns(step)).isFalse();
        assertThat(record.mayLackNewer(step, Optional.empty())).isFalse();
        assertThat(record.orUpload(step, "Otherwise.", "ab12")).isEqualTo("Otherwise.");
        assertThatCode(() -> record.expectTold(step, Question.RESTORE)).doesNotThrowAnyException();
    }

    private Problem refused() {
        StepRefused refused = catchThrowableOfType(StepRefused.class, () -> record.expectTold(step, Question.RESTORE));
        assertThat(refused.code()).isEqualTo(BpmnCode.CONFIRMATION_NOT_VALID);
        return refused.problem();
    }

    private void answers(Confirmation... all) {
        when(confirmations.all(step.id())).thenReturn(List.of(all));
    }

    private Confirmation confirmed(Instant at, Map<String, Object> basis) {
        return new Confirmation(
                UUID.randomUUID(),
                step.id(),
                Question.RESTORE,
                Decision.CONFIRM,
                null,
                Actor.ofTask("ann"),
                at,
                basis,
                false);
    }
}
