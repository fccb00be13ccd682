package io.ferry.process.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.AJob;
import io.ferry.process.common.PretendCrossing;
import io.ferry.process.common.WorkerBench;
import io.ferry.sandbox.world.CloudTraits;
import io.ferry.users.UserMappings;
import io.ferry.verification.Comparison;
import io.ferry.verification.ComparisonPoint;
import io.ferry.verification.ComparisonsOnRecord;
import io.ferry.verification.Inventory;
import io.ferry.verification.IssueSamples;
import io.ferry.verification.Verdict;
import io.ferry.verification.VerificationForTests;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;

/** The app is not verifiable where no token of it is valid; Jira is compared all the same. */
class VerifyWithoutTokenTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "a token is named: {0}")
    @ValueSource(booleans = {false, true})
    void shouldCompareJiraAndLeaveTheAppUnverified(boolean named) {
        try (var crossing = PretendCrossing.start(
                folder,
                named,
                options -> options.cloud(new CloudTraits(200, true, false)).installed(true))) {
            // given
            FactsOfMigration facts = mock();
            ComparisonsOnRecord onRecord = mock();
            IssueSamples samples = mock();
            UserMappings people = mock();
            var verification = new Verification(
                    crossing.sites(),
                    VerificationForTests.baselines(),
                    VerificationForTests.comparisons(),
                    samples,
                    new ExpectedAssignees(people, mock()),
                    onRecord,
                    facts);
            var job = AJob.of("collect-findings").get();
            var steps = crossing.bench().steps();
            var baseline = VerificationForTests.baselines()
                    .take(
                            crossing.sites().source(crossing.settings()),
                            crossing.sites()
                                    .sourceApp(crossing.bench().migrations().get(WorkerBench.ID)));

            // when
            WorkerBench.run(new CollectFindingsWorker(steps, verification), job);
            ArgumentCaptor<Object> arrived = ArgumentCaptor.captor();
            verify(facts).verified(any(), eq(FactName.ARRIVED), arrived.capture());
            when(facts.find(any(), eq(FactName.BASELINE), eq(Inventory.class))).thenReturn(Optional.of(baseline));
            when(facts.find(any(), eq(FactName.ARRIVED), eq(Inventory.class)))
                    .thenReturn(Optional.of((Inventory) arrived.getValue()));
            WorkerBench.run(new CompareWithBaselineWorker(steps, verification), job);

            // then
            ArgumentCaptor<Comparison> compared = ArgumentCaptor.captor();
            verify(onRecord).keep(any(), eq(ComparisonPoint.RESULT), compared.capture());
            assertThat(((Inventory) arrived.getValue()).appMissing()).isNotBlank();
            assertThat(compared.getValue().rules())
                    .filteredOn(rule -> rule.name().equals("boxes"))
                    .allMatch(rule -> rule.verdict() == Verdict.NOT_VERIFIABLE);
            assertThat(compared.getValue().rules())
                    .filteredOn(rule -> rule.name().equals("projects"))
                    .allMatch(rule -> rule.verdict() == Verdict.DIFFERENT);
        }
    }
}
