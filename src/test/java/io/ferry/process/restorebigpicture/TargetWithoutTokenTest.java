package io.ferry.process.restorebigpicture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.AJob;
import io.ferry.process.common.PretendCrossing;
import io.ferry.sandbox.world.CloudTraits;
import io.ferry.verification.VerificationForTests;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the target holds is not told where no token of the app is valid; that is no failure. */
class TargetWithoutTokenTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "a token is named: {0}")
    @ValueSource(booleans = {false, true})
    void shouldSayThatTheTargetCannotBeSeen(boolean named) {
        try (var crossing = PretendCrossing.start(
                folder,
                named,
                options -> options.cloud(new CloudTraits(200, true, false)).installed(true))) {
            // given
            FactsOfMigration facts = mock();
            var states = new TargetStates(crossing.sites(), VerificationForTests.apps(), facts, Clock.systemUTC());

            // when
            var read = crossing.bench()
                    .steps()
                    .run(AJob.of("read-target-state").get(), step -> Map.of("state", states.read(step)));

            // then
            var state = (TargetState) read.get("state");
            assertThat(state).isNotNull();
            assertThat(state.boxes()).isNull();
            assertThat(state.unseen()).containsIgnoringCase(named ? "credential" : "token");
            assertThat(state.appVersion()).isEqualTo("8.60.0");
        }
    }
}
