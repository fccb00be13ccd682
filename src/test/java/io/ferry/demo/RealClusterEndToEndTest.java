package io.ferry.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a real cluster can tell: {@code FERRY_TEST_CAMUNDA} names one, see {@link TestCluster}. */
@Tag("camunda")
class RealClusterEndToEndTest {
    @TempDir
    Path folder;

    @BeforeEach
    void needsARealCluster() {
        TestCamunda.mustBeACluster();
    }

    @Test
    void shouldRunADemonstrationWithoutAnEngineOfItsOwn() throws Exception {
        DemoSettings settings = TestCamunda.demo(null, DemoMode.UNATTENDED, Duration.ofMinutes(15));

        assertThat(ClusterCheck.obstacle(settings.cluster())).isEmpty();
        DemoRun.of(folder, settings, secrets -> {}).mustHaveEndedWell();
        assertThat(DemoState.programs(folder).resolve(Engine.NAME + ".log")).doesNotExist();
    }

    @Test
    void shouldBeRefusedWithAWrongPassword() throws Exception {
        Cluster cluster = TestCamunda.demo(null, DemoMode.UNATTENDED, Duration.ofMinutes(15))
                .cluster();
        assumeTrue(cluster.signIn() != null, "FERRY_TEST_CAMUNDA_USER names nobody: the cluster lets everybody in");

        assertThat(ClusterCheck.obstacle(
                        new Cluster(cluster.rest(), cluster.grpc(), new Cluster.SignIn(cluster.user(), "wrong"))))
                .hasValueSatisfying(why -> assertThat(why).contains("does not accept"));
    }
}
