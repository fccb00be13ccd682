package io.ferry.process.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.ferry.migration.Actor;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Event;
import io.ferry.migration.Migration;
import io.ferry.migration.PageConfirmation;
import io.ferry.migration.PageConfirmations;
import io.ferry.migration.Phase;
import io.ferry.migration.Question;
import io.ferry.migration.Timeline;
import io.ferry.process.common.FerryConfirmations.Entered;
import io.ferry.process.common.FerryConfirmations.Result;
import io.ferry.process.engine.EngineUnavailable;
import io.ferry.process.engine.ProcessEngine;
import io.ferry.process.engine.WaitingTasks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FerryConfirmationsTest {
    private static final Actor ANN = new Actor("Ann", Actor.Channel.OIDC_SESSION, "https://idp.example", "sub-ann");
    private static final Map<String, Object> SHOWN =
            Map.of("targetJira", Map.of("fingerprint", "ab", "projects", 3), "mapping", Map.of("approved", false));
    private static final String SHA = Confirmations.hashOf(SHOWN);

    private final WorkerBench bench = new WorkerBench();
    private final Migration migration = bench.migrations().get(WorkerBench.ID);
    private final WaitingTasks tasks = mock();
    private final ProcessEngine engine = mock();
    private final PageConfirmations pages = mock();
    private final Timeline timeline = mock();
    private final RecordedFacts facts = mock();
    private final FerryConfirmations onFerry = confirmations(ApprovalProperties.Channel.FERRY);

    private FerryConfirmations confirmations(ApprovalProperties.Channel channel) {
        var settings = new ApprovalProperties(
                List.of("ann.camunda"), Map.of("ann.camunda", "sub-ann", "ben", "Ben"), Set.of(), null, false, channel);
        return new FerryConfirmations(tasks, engine, new Approvals(settings, mock(), timeline), pages, facts, timeline);
    }

    @BeforeEach
    void tasksThatWait() {
        when(tasks.asked(eq(WorkerBench.ID), any(), any())).thenReturn(Optional.of(new WaitingTasks.Asked(9, SHOWN)));
        when(facts.differing(any(), any(), any())).thenReturn(Optional.empty());
        when(pages.put(any())).thenReturn(true);
        when(engine.complete(anyLong(), any(), any())).thenReturn(true);
    }

    @Test
    void shouldPutOnRecordWhoConfirmedWhatAndThenCompleteTheTask() {
        // when
        Result result = confirm(Question.IMPORT, "IMPORT", null, false, " It is the right site ", ANN);

        // then
        assertThat(result).isEqualTo(new Result.Confirmed());
        verify(tasks).asked(eq(WorkerBench.ID), eq("Task_ConfirmTheImport"), any());
        var order = inOrder(pages, timeline, engine);
        order.verify(pages)
                .put(new PageConfirmation(WorkerBench.ID, 9, Question.IMPORT, "It is the right site", ANN, SHA));
        order.verify(timeline)
                .record(
                        eq(WorkerBench.ID),
                        eq(Phase.RESTORE_JIRA),
                        eq("Confirm the import"),
                        eq(Event.Kind.NOTE),
                        contains(SHA),
                        eq(ANN));
        order.verify(engine)
                .complete(
                        9,
                        "ann.camunda",
                        Map.of("decision", "CONFIRM", "typedWord", "IMPORT", "reason", "It is the right site"));
    }

    @Test
    void shouldSendWhatTheFormsWouldSend() {
        confirm(Question.RESTORE, "RESTORE", "LEAVE UNMAPPED", true, null, ANN);
        verify(engine)
                .complete(
                        9,
                        "ann.camunda",
                        Map.of(
                                "decision", "CONFIRM",
                                "typedWord", "RESTORE",
                                "allActionsDone", true,
                                "typedUnmapped", "LEAVE UNMAPPED"));
        verify(pages).put(new PageConfirmation(WorkerBench.ID, 9, Question.RESTORE, "LEAVE UNMAPPED", ANN, SHA));

        confirm(Question.ROLL_BACK, "ROLL BACK", null, false, "Nothing works any more", ANN);
        verify(engine).complete(9, "ann.camunda", Map.of("decision", "ROLL_BACK", "reason", "Nothing works any more"));
    }

    @ParameterizedTest
    @CsvSource({
        "IMPORT, import, , true, typedWord",
        "IMPORT, , , true, typedWord",
        "RESTORE, IMPORT, LEAVE UNMAPPED, true, typedWord",
        "RESTORE, RESTORE, LEAVE UNMAPPED, false, allActionsDone",
        "RESTORE, RESTORE, , true, typedUnmapped",
        "ROLL_BACK, ROLL BACK, , true, reason"
    })
    void shouldNotTakeWhatIsNotComplete(
            Question question, @Nullable String word, @Nullable String unmapped, boolean actions, String field) {
        assertThat(confirm(question, word, unmapped, actions, "too short", ANN))
                .isInstanceOfSatisfying(
                        Result.Incomplete.class,
                        incomplete -> assertThat(incomplete.field()).isEqualTo(field));
        nothingWasDone();
    }

    @Test
    void shouldNotConfirmForSomebodyWhoMayNot() {
        for (Actor other : List.of(
                new Actor("Ben", Actor.Channel.OIDC_SESSION, "https://idp.example", "sub-ben"),
                new Actor("Ann", Actor.Channel.OIDC_SESSION, "https://idp.example", "sub-other"),
                new Actor("sub-ann", Actor.Channel.SCRIPT_KEY, null, null),
                Actor.named("sub-ann"))) {
            assertThat(confirm(Question.IMPORT, "IMPORT", null, false, null, other))
                    .isInstanceOf(Result.Refused.class);
        }
        nothingWasDone();
    }

    @Test
    void shouldNotConfirmWhatThePageDidNotShow() {
        assertThat(onFerry.confirm(migration, Question.IMPORT, new Entered(8, SHA, "IMPORT", null, false, null), ANN))
                .isEqualTo(new Result.NothingWaits());
        assertThat(onFerry.confirm(
                        migration, Question.IMPORT, new Entered(9, "0".repeat(64), "IMPORT", null, false, null), ANN))
                .isEqualTo(new Result.HasChanged());
        when(facts.differing(WorkerBench.ID, Question.IMPORT, SHOWN)).thenReturn(Optional.of("targetJira.projects"));
        assertThat(confirm(Question.IMPORT, "IMPORT", null, false, null, ANN))
                .isInstanceOfSatisfying(
                        Result.Refused.class,
                        refused -> assertThat(refused.detail()).contains("targetJira.projects"));
        when(tasks.asked(any(), any(), any())).thenReturn(Optional.empty());
        assertThat(confirm(Question.IMPORT, "IMPORT", null, false, null, ANN)).isEqualTo(new Result.NothingWaits());
        assertThat(confirmations(ApprovalProperties.Channel.TASKLIST)
                        .confirm(migration, Question.IMPORT, new Entered(9, SHA, "IMPORT", null, false, null), ANN))
                .isEqualTo(new Result.InTasklist());
        nothingWasDone();
    }

    @Test
    void shouldSayWhenCamundaDidNotTakeItOrSomebodyElseWasFaster() {
        when(engine.complete(anyLong(), any(), any())).thenReturn(false);
        assertThat(confirm(Question.IMPORT, "IMPORT", null, false, null, ANN)).isEqualTo(new Result.NothingWaits());

        EngineUnavailable silent = mock();
        when(engine.complete(anyLong(), any(), any())).thenThrow(silent);
        assertThat(confirm(Question.IMPORT, "IMPORT", null, false, null, ANN))
                .isEqualTo(new Result.NotCompleted(silent));

        when(pages.put(any())).thenReturn(false);
        assertThat(confirm(Question.IMPORT, "IMPORT", null, false, null, ANN)).isEqualTo(new Result.NothingWaits());
    }

    private Result confirm(
            Question question,
            @Nullable String word,
            @Nullable String unmapped,
            boolean actions,
            @Nullable String reason,
            Actor by) {
        return onFerry.confirm(migration, question, new Entered(9, SHA, word, unmapped, actions, reason), by);
    }

    private void nothingWasDone() {
        verify(pages, never()).put(any());
        verify(engine, never()).complete(anyLong(), any(), any());
        verify(timeline, never()).record(any(), any(), any(), any(), any(), any());
    }
}
