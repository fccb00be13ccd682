package io.ferry.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptTest {
    private static final String START = """
            {"valueType":"PROCESS_INSTANCE_CREATION","intent":"CREATED","value":{"variables":{"migrationId":"m-1","remindEvery":"PT1H"}}}
            """.strip();
    private static final String TASK = Script.task("verify", "Task_TakeBaseline", "take-baseline");

    private static String job(String intent, String rest) {
        return "{\"valueType\":\"JOB\",\"intent\":\"" + intent
                + "\",\"value\":{\"bpmnProcessId\":\"verify\",\"elementId\":\"Task_TakeBaseline\",\"type\":\"take-baseline\","
                + rest + "}}";
    }

    @Test
    void shouldGiveTheOutcomesOfATaskInTheirOrderAndThenTheLast() {
        Script script = Script.of(Stream.of(
                START,
                job("CREATED", "\"variables\":{}"),
                job("COMPLETED", "\"variables\":{\"state\":\"IN_PROGRESS\"}"),
                job("ERROR_THROWN", "\"variables\":{\"problem\":1},\"errorCode\":\"OUTCOME_UNKNOWN\""),
                job("COMPLETED", "\"variables\":{\"state\":\"DONE\"}")));

        assertThat(script.jobs()).isEqualTo(3);
        assertThat(script.outcome(TASK, 0)).isEqualTo(new Script.Outcome("{\"state\":\"IN_PROGRESS\"}", null));
        assertThat(script.outcome(TASK, 1)).isEqualTo(new Script.Outcome("{\"problem\":1}", "OUTCOME_UNKNOWN"));
        assertThat(script.outcome(TASK, 2)).isEqualTo(new Script.Outcome("{\"state\":\"DONE\"}", null));
        assertThat(script.outcome(TASK, 7)).isEqualTo(script.outcome(TASK, 2));
    }

    @Test
    void shouldLeaveOutWhatWasTriedAgain() {
        Script script = Script.of(
                Stream.of(START, job("FAILED", "\"retries\":6"), job("COMPLETED", "\"variables\":{\"found\":3}")));

        assertThat(script.outcome(TASK, 0)).isEqualTo(new Script.Outcome("{\"found\":3}", null));
    }

    @Test
    void shouldTakeTheOtherMigrationsId() {
        Script script = Script.of(Stream.of(START, job("COMPLETED", "\"variables\":{\"link\":\"/m-1/people\"}")));

        assertThat(script.of("m-2", script.start())).isEqualTo("{\"migrationId\":\"m-2\",\"remindEvery\":\"PT1H\"}");
        assertThat(script.of("m-2", script.outcome(TASK, 0).variables())).isEqualTo("{\"link\":\"/m-2/people\"}");
    }

    @Test
    void shouldComeBackFromItsFileAsItWas(@TempDir Path folder) throws Exception {
        Script script = Script.of(Stream.of(START, job("COMPLETED", "\"variables\":{\"found\":3}")));

        script.write(folder.resolve("script.json"));

        assertThat(Script.read(folder.resolve("script.json"))).isEqualTo(script);
    }

    @Test
    void shouldRefuseWhatIsNoExample() {
        assertThatThrownBy(() -> Script.of(Stream.of(START, job("FAILED", "\"retries\":0,\"errorMessage\":\"Gone\""))))
                .hasMessage("The job take-baseline failed: Gone");
        assertThatThrownBy(() -> Script.of(Stream.of(job("COMPLETED", "\"variables\":{}"))))
                .hasMessage("Of one migration 0 starts and 1 tasks are recorded");
        assertThatThrownBy(() -> Script.of(Stream.of(START, START, job("COMPLETED", "\"variables\":{}"))))
                .hasMessageContaining("2 starts");
        assertThatThrownBy(() -> Script.of(Stream.of(START, "half a li"))).hasMessageContaining("no record");
        Script script = Script.of(Stream.of(START, job("COMPLETED", "\"variables\":{}")));
        assertThatThrownBy(() -> script.outcome("verify/Task_Other/other", 0)).hasMessageContaining("never came to");
    }
}
