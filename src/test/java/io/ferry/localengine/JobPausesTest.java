package io.ferry.localengine;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.zeebe.model.bpmn.Bpmn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pauses of failed jobs end, also those whose end falls into the millisecond in which the engine looks. */
class JobPausesTest {
    private static final int JOBS = 60;

    @TempDir
    private Path pages;

    @Test
    void shouldEndEveryPause() throws Exception {
        try (LocalEngine engine = LocalEngine.start(0, 0, pages);
                CamundaClient client = EngineClient.of(engine, false)) {
            client.newDeployResourceCommand()
                    .addProcessModel(
                            Bpmn.createExecutableProcess("pausing")
                                    .startEvent()
                                    .serviceTask("Task", task -> task.zeebeJobType("pausing"))
                                    .endEvent()
                                    .done(),
                            "pausing.bpmn")
                    .send()
                    .join();

            // Each alone: the pause of another job would make the engine look again.
            for (int n = 0; n < JOBS; n++) {
                client.newCreateInstanceCommand()
                        .bpmnProcessId("pausing")
                        .latestVersion()
                        .send()
                        .join();
                client.newFailCommand(job(client))
                        .retries(3)
                        .retryBackoff(Duration.ofMillis(20))
                        .send()
                        .join();
                client.newCompleteCommand(job(client)).send().join();
            }
        }
    }

    private static ActivatedJob job(CamundaClient client) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> activated(client), jobs -> !jobs.isEmpty())
                .getFirst();
    }

    private static List<ActivatedJob> activated(CamundaClient client) {
        return client.newActivateJobsCommand()
                .jobType("pausing")
                .maxJobsToActivate(1)
                .timeout(Duration.ofMinutes(1))
                .send()
                .join()
                .getJobs();
    }
}
