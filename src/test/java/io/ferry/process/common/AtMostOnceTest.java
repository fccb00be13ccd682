package io.ferry.process.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.ferry.migration.Action;
import io.ferry.migration.Intent;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.process.model.BpmnCode;
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
import org.springframework.transaction.TransactionSystemException;

class AtMostOnceTest {
    private static final Intent INTENT =
            new Intent(new UUID(1, 2), WorkerBench.ID, Action.CREATE_DUMP, WorkerBench.NOW);
    private static final Map<String, Object> RESULT = Map.of("id", "7");
    private static final RuntimeException AWAY = new TransactionSystemException("JDBC commit failed");

    private final WorkerBench bench = new WorkerBench();
    private final Intents intents = mock();
    private final AtMostOnce changes = new AtMostOnce(intents);
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
    void shouldSayThatTheOutcomeIsUnknownWhereTheSiteCannotBeAskedForIt() {
        when(find.apply(INTENT)).thenThrow(RemoteFailure.lasting("The password is wrong.", "Correct it."));

        assertUnknown(7, "The password is wrong.");
    }

    @Test
    void shouldAskASiteThatIsAwayAgainUntilNoTryIsLeft() {
        RemoteFailure away = RemoteFailure.passing("The site is away.", "Look.");
        when(find.apply(INTENT)).thenThrow(away);

        assertThatThrownBy(() -> atMostOnce(new IntentState.Unfinished(INTENT), 3))
                .isSameAs(away);
        assertUnknown(2, "The site is away.");
    }

    @Test
    void shouldSayThatTheOutcomeIsUnknownAfterAnUnforeseenFailureWithoutItsWords() {
        when(find.apply(INTENT)).thenThrow(new IllegalStateException("secret"));

        assertThat(assertUnknown(2, "IllegalStateException").problem().detail()).doesNotContain("secret");
    }

    private StepRefused assertUnknown(int retries, String why) {
        StepRefused refused =
                catchThrowableOfType(StepRefused.class, () -> atMostOnce(new IntentState.Unfinished(INTENT), retries));
        assertThat(refused).isNotNull();
        assertThat(refused.code()).isEqualTo(BpmnCode.OUTCOME_UNKNOWN);
        assertThat(refused.problem().detail()).contains(INTENT.mark(), why);
        verify(change, never()).apply(any());
        return refused;
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

    @Test
    void shouldKnowWhatTheSiteAnsweredThoughTheDatabaseWasAway() {
        // given the change was made, and could not be written down
        when(change.apply(INTENT)).thenReturn(RESULT);
        doThrow(AWAY).when(intents).done(INTENT, RESULT);
        assertThatThrownBy(() -> atMostOnce(new IntentState.Fresh(INTENT), 7)).isSameAs(AWAY);

        // when the job runs again, and the database is still away
        assertThatThrownBy(() -> atMostOnce(new IntentState.Unfinished(INTENT), 6))
                .isSameAs(AWAY);

        // then it is known to the job's next run, and to no run after that one has written it down
        doNothing().when(intents).done(INTENT, RESULT);
        assertThat(atMostOnce(new IntentState.Unfinished(INTENT), 5)).isEqualTo(RESULT);
        verify(change, times(1)).apply(any());
        verifyNoInteractions(find);
        when(find.apply(INTENT)).thenReturn(Optional.empty());
        assertLooksAgain(new IntentState.Unfinished(INTENT), 4);
    }

    @Test
    void shouldKnowThatNothingWasChangedThoughTheDatabaseWasAway() {
        // given nothing was changed, and that could not be written down
        when(change.apply(INTENT)).thenThrow(RemoteFailure.passing("Busy.", "Wait."));
        doThrow(AWAY).when(intents).failed(eq(INTENT), anyString());
        assertThatThrownBy(() -> atMostOnce(new IntentState.Fresh(INTENT), 7)).isSameAs(AWAY);

        // when the database is back
        doNothing().when(intents).failed(eq(INTENT), anyString());
        RemoteFailure again = assertLooksAgain(new IntentState.Unfinished(INTENT), 6);

        // then the next run may begin anew
        assertThat(again).hasMessageContaining("was not made: Busy.");
        verify(intents, times(2)).failed(eq(INTENT), contains("Busy."));
        verifyNoInteractions(find);
    }

    @Test
    void shouldNotTakeWhatIsKnownOfOneBeginningForAnother() {
        // given the database was away as it was to be written down that nothing was changed; it has it all the same
        when(change.apply(INTENT)).thenThrow(RemoteFailure.passing("Busy.", "Wait."));
        doThrow(AWAY).when(intents).failed(eq(INTENT), anyString());
        assertThatThrownBy(() -> atMostOnce(new IntentState.Fresh(INTENT), 7)).isSameAs(AWAY);
        Intent begunAgain = new Intent(
                INTENT.id(),
                INTENT.migrationId(),
                INTENT.action(),
                INTENT.startedAt().plusMillis(1));

        // when it is begun again, and Ferry does not hear what became of it
        when(find.apply(begunAgain)).thenReturn(Optional.of(RESULT));

        // then the site is asked
        assertThat(atMostOnce(new IntentState.Unfinished(begunAgain), 6)).isEqualTo(RESULT);
    }

    @Test
    void shouldKeepNothingInMindThatTheRecordRefuses() {
        when(change.apply(INTENT)).thenReturn(RESULT);
        doThrow(new IllegalStateException("ended otherwise")).when(intents).done(INTENT, RESULT);
        assertThatThrownBy(() -> atMostOnce(new IntentState.Fresh(INTENT), 7))
                .isInstanceOf(IllegalStateException.class);

        when(find.apply(INTENT)).thenReturn(Optional.empty());
        assertLooksAgain(new IntentState.Unfinished(INTENT), 6);
    }

    private Map<String, Object> atMostOnce(IntentState state, int retries) {
        Step step = new Step(
                bench.migrations().get(WorkerBench.ID),
                AJob.of("create-dump").withRetries(retries).get());
        return changes.atMostOnce(step, state, "The dump", change, find);
    }
}
