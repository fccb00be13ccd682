package io.ferry.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoverageTest {
    @Test
    void shouldNameEveryPathThatWasNotTaken() {
        Coverage coverage = Coverage.of(ProcessBench.MODELS.resolve("verify.bpmn"));

        assertThat(coverage.notTaken(List.of()))
                .contains("Flow_Accepted_ResultAccepted")
                .contains("Event_NothingReadable")
                .hasSameSizeAs(coverage.paths());
    }
}
