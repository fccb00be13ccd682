package io.ferry.process.installbigpicture;

import io.ferry.process.common.WorkerBench;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import io.camunda.client.exception.BpmnError;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.AJob;
import io.ferry.process.common.PretendCrossing;
import io.ferry.sandbox.world.CloudTraits;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cloud whose app manager does not answer: a person looks, and nothing becomes an incident. */
class SilentAppManagerTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void shouldLeaveTheAppToAPerson(int status) {
        try (var crossing = PretendCrossing.start(
                folder,
                true,
                options -> options.cloud(new CloudTraits(status, true, true)).installed(true))) {
            FactsOfMigration facts = mock();
            var apps = new TargetApps(crossing.sites(), facts);
            var steps = crossing.bench().steps();

            assertThatThrownBy(() -> WorkerBench.run(new CheckTargetAppWorker(steps, apps), AJob.of("check-target-app").get()))
                    .isInstanceOfSatisfying(
                            BpmnError.class,
                            error -> assertThat(error.getErrorCode()).isEqualTo("AUTOMATION_UNAVAILABLE"));
            assertThatThrownBy(() -> WorkerBench.run(new CheckAppLicenceWorker(steps, apps), AJob.of("check-app-licence").get()))
                    .isInstanceOf(BpmnError.class);
        }
    }
}
