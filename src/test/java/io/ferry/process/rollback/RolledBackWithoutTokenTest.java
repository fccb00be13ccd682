package io.ferry.process.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.AJob;
import io.ferry.process.common.PretendCrossing;
import io.ferry.process.common.WorkerBench;
import io.ferry.process.restorebigpicture.RollbackPoint;
import io.ferry.sandbox.world.CloudTraits;
import io.ferry.verification.ComparisonsOnRecord;
import io.ferry.verification.VerificationForTests;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the roll-back is complete is not verifiable where no token of the app is valid; that is no failure. */
class RolledBackWithoutTokenTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "a token is named: {0}")
    @ValueSource(booleans = {false, true})
    void shouldNotVerifyTheRollBack(boolean named) {
        try (var crossing = PretendCrossing.start(
                folder,
                named,
                options -> options.cloud(new CloudTraits(200, true, false)).installed(true))) {
            // given
            FactsOfMigration facts = mock();
            ComparisonsOnRecord onRecord = mock();
            RollbackPoint rollbackPoint = mock();
            when(rollbackPoint.state(any())).thenReturn(Optional.empty());
            var check = new RollBackCheck(
                    crossing.sites(),
                    VerificationForTests.apps(),
                    VerificationForTests.comparisons(),
                    onRecord,
                    rollbackPoint,
                    facts);

            // when
            var variables = WorkerBench.run(
                    new CheckRolledBackWorker(crossing.bench().steps(), check),
                    AJob.of("check-rolled-back").get());

            // then
            assertThat(WorkerBench.json(variables.get("rolledBack")))
                    .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                    .containsEntry("complete", false)
                    .containsEntry("compared", false);
        }
    }
}
