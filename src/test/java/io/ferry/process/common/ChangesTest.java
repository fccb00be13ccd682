package io.ferry.process.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.ferry.migration.Intent;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.OutcomeUnknownException;
import io.ferry.remote.RemoteFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangesTest {
    private static final Intent INTENT = new Intent(new UUID(1, 2), WorkerBench.ID, "createDump", WorkerBench.NOW);
    private static final Map<String, Object> RESULT = Map.of("id", "7");

    private final WorkerBench bench = new WorkerBench();
    private final Intents intents = mock();
    private final Function<Intent, Map<String, Object>> change = mock();
    private final Function<Intent, Optional<Map<String, Object>>> find = mock();

    @Test
    void shouldMakeAFreshChangeAndWriteDownWhatCameBack() {
        when(change.apply(INTENT)).thenReturn(RESULT);

        assertThat(atMostOnce(new IntentState.Fresh(INTENT), 7)).isEqualTo(RESULT);

        verify(intents).done(INTENT, RESULT);
    }

    @Test
    void shouldNotRepeatWhatIsDone() {
        assertThat(atMostOnce(new IntentState.Done(INTENT, RESULT), 7)).isEqualTo(RESULT);

        verifyNoInteractions(change, find);
    }

    @Test
    void shouldAskTheSiteAboutAnUnfinishedChangeInsteadOfRepeatingIt() {
        when(find.apply(INTENT)).thenReturn(Optional.of(RESULT));

        assertThat(atMostOnce(new IntentState.Unfinished(INTENT), 7)).isEqualTo(RESULT);

        verify(change, never()).apply(any());
        verify(intents).done(INTENT, RESULT);
    }

    @Test
    void shouldLookAgainLaterForAnUnfinishedChange() {
        when(find.apply(INTENT)).thenReturn(Optional.empty());

        assertLooksAgain(new IntentState.Unfinished(INTENT), 4);
        verifyNoInteractions(intents);
    }

    @Test
    void shouldLookAgainAfterRetryInOperate() {
        when(find.apply(INTENT)).thenReturn(Optional.empty());

        assertLooksAgain(new IntentState.Unfinished(INTENT), 1);
        verifyNoInteractions(intents);
    }

    @Test
    void shouldLookAgainSoonForAChangeThatHadToWaitForTheSite() {
        when(change.apply(INTENT)).thenThrow(OutcomeUnknownException.of("Lost.", "Look."));
        when(find.apply(INTENT)).thenReturn(Optional.empty());

        assertThat(assertLooksAgain(new IntentState.Fresh(INTENT), 3).retryAfter())
                .contains(Duration.ofSeconds(15));
    }

    private RemoteFailure assertLooksAgain(IntentState state, int retries) {
        RemoteFailure later = catchThrowableOfType(RemoteFailure.class, () -> atMostOnce(state, retries));
        assertThat(later).isNotNull();
        assertThat(later.isPassing()).isTrue();
        return later;
    }

    @Test
    void shouldAskAPersonWhereTheLastTryBringsAnUnknownOutcome() {
        when(change.apply(INTENT)).thenThrow(OutcomeUnknownException.of("Lost.", "Look."));
        when(find.apply(INTENT)).thenReturn(Optional.empty());

        assertThatThrownBy(() -> atMostOnce(new IntentState.Fresh(INTENT), 2)).isInstanceOf(StepRefused.class);
    }

    @Test
    void shouldHandAnUnknownOutcomeToAPersonWhenNoLookIsLeft() {
        when(find.apply(INTENT)).thenReturn(Optional.empty());

        assertThatThrownBy(() -> atMostOnce(new IntentState.Unfinished(INTENT), 3))
                .isInstanceOfSatisfying(StepRefused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(BpmnCode.OUTCOME_UNKNOWN);
                    assertThat(refused.problem().detail()).contains(INTENT.mark());
                });
        verify(change, never()).apply(any());
    }

    @Test
    void shouldFindOutAtOnceWhenTheAnswerIsLost() {
        when(change.apply(INTENT)).thenThrow(OutcomeUnknownException.of("Lost.", "Look."));
        when(find.apply(INTENT)).thenReturn(Optional.of(RESULT));

        assertThat(atMostOnce(new IntentState.Fresh(INTENT), 7)).isEqualTo(RESULT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void shouldPassOnWhatTheSiteAnsweredWhenItDoesNotShowTheChange(int retries) {
        when(change.apply(INTENT))
                .thenThrow(OutcomeUnknownException.of("Sent elsewhere.", "Its address may be wrong."));
        when(find.apply(INTENT)).thenReturn(Optional.empty());

        assertThatThrownBy(() -> atMostOnce(new IntentState.Fresh(INTENT), retries))
                .isInstanceOfAny(RemoteFailure.class, StepRefused.class)
                .hasMessageContaining("Its address may be wrong.");
    }

    static Stream<RuntimeException> harmless() {
        return Stream.of(
                RemoteFailure.passing("Busy.", "Wait."),
                AutomationUnavailableException.of("createDump", "nobody configured it."),
                StepRefused.refused("Too new.", "", "Update."));
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void shouldAllowAnotherTryWhereNothingWasChanged(RuntimeException failure) {
        when(change.apply(INTENT)).thenThrow(failure);

        assertThatThrownBy(() -> atMostOnce(new IntentState.Fresh(INTENT), 7)).isSameAs(failure);

        verify(intents)
                .failed(
                        eq(INTENT),
                        contains(String.valueOf(failure.getMessage()).substring(0, 4)));
    }

    @Test
    void shouldLeaveTheIntentUnfinishedWhenNobodyKnowsWhatBroke() {
        when(change.apply(INTENT)).thenThrow(new IllegalStateException("bug"));

        assertThatThrownBy(() -> atMostOnce(new IntentState.Fresh(INTENT), 7))
                .isInstanceOf(IllegalStateException.class);

        verify(intents, never()).failed(any(), anyString());
    }

    private Map<String, Object> atMostOnce(IntentState state, int retries) {
        Step step = new Step(
                bench.migrations().get(WorkerBench.ID),
                AJob.of("create-dump").withRetries(retries).get());
        return new Changes(intents).atMostOnce(step, state, "The dump", change, find);
    }
}
