package io.ferry.process.installbigpicture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyMap;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.camunda.client.exception.BpmnError;
import io.ferry.jira.AppLicence;
import io.ferry.jira.InstalledApp;
import io.ferry.jira.cloud.AppInstallation;
import io.ferry.migration.Action;
import io.ferry.migration.Fact;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Intent;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.process.common.AJob;
import io.ferry.process.common.AtMostOnce;
import io.ferry.process.common.LongWork;
import io.ferry.process.common.WorkerBench;
import io.ferry.remote.RemoteFailure;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InstallBigPictureWorkersTest {
    private static final String APP = "eu.softwareplant.bigpicture";
    private static final Intent INTENT =
            new Intent(new UUID(1, 2), WorkerBench.ID, Action.INSTALL_APP, WorkerBench.NOW);

    private final WorkerBench bench = new WorkerBench();
    private final Intents intents = mock();
    private final FactsOfMigration facts = mock();
    private final TargetApps apps = new TargetApps(bench.sites(), facts);
    private final LongWork work = new LongWork(bench.timeline(), Clock.fixed(WorkerBench.NOW, ZoneOffset.UTC));
    private final AppInstalling installing =
            new AppInstalling(apps, bench.sites(), intents, new AtMostOnce(intents), work);
    private final InstallAppWorker install = new InstallAppWorker(bench.steps(), installing);

    @Test
    void shouldTellOfAnAppThatIsNotThere() {
        when(bench.target().app(APP)).thenReturn(Optional.empty());

        assertThat(WorkerBench.run(
                        new CheckTargetAppWorker(bench.steps(), apps),
                        AJob.of("check-target-app").get()))
                .containsEntry("targetApp", new TargetApp(false, null, false, false, false));
    }

    @Test
    void shouldTellOfAnAppThatFitsAndIsLicensed() {
        installed("8.21.0", true);
        sourceVersion("8.20.1");
        licensed(true);

        assertThat(WorkerBench.run(
                        new CheckAppLicenceWorker(bench.steps(), apps),
                        AJob.of("check-app-licence").get()))
                .containsEntry("targetApp", new TargetApp(true, "8.21.0", true, true, true));
        verify(facts).verified(eq(WorkerBench.ID), eq(FactName.TARGET_APP), any());
    }

    @Test
    void shouldTellOfAnAppThatIsTooOldAndNotLicensed() {
        installed("8.19.0", true);
        sourceVersion("8.20.1");
        licensed(false);

        assertThat(WorkerBench.run(
                        new CheckTargetAppWorker(bench.steps(), apps),
                        AJob.of("check-target-app").get()))
                .containsEntry("targetApp", new TargetApp(true, "8.19.0", false, false, true));
    }

    @Test
    void shouldTellThatTheSiteSaysNothingOfALicence() {
        installed("8.21.0", true);
        sourceVersion("8.20.1");
        when(bench.target().appLicence(APP)).thenReturn(Optional.empty());

        assertThat(WorkerBench.run(
                        new CheckAppLicenceWorker(bench.steps(), apps),
                        AJob.of("check-app-licence").get()))
                .containsEntry("targetApp", new TargetApp(true, "8.21.0", true, false, false));
    }

    @Test
    void shouldInstallTheApp() {
        when(bench.target().app(APP)).thenReturn(Optional.empty());
        begin(new IntentState.Fresh(INTENT));
        when(bench.target().installApp(APP)).thenReturn(new AppInstallation.Accepted());

        assertThat(WorkerBench.run(install, AJob.of("install-app").get())).containsEntry("appState", "IN_PROGRESS");

        verify(intents).done(INTENT, Map.of());
    }

    @Test
    void shouldAskForNothingWhereTheAppIsThere() {
        installed("8.21.0", true);
        begin(new IntentState.Fresh(INTENT));

        WorkerBench.run(install, AJob.of("install-app").get());

        verify(bench.target(), never()).installApp(anyString());
        verify(intents).done(INTENT, Map.of("wasInstalled", true));
    }

    @Test
    void shouldSayThatTheOutcomeIsUnknownWhereTheSiteIsAwayAfterAnInstallationWasAskedFor() {
        when(bench.target().app(APP)).thenThrow(RemoteFailure.passing("The site is away.", "Look."));
        begin(new IntentState.Unfinished(INTENT));

        assertThatThrownBy(() -> WorkerBench.run(
                        install,
                        AJob.of("install-app")
                                .inProcess("install-bigpicture")
                                .at("Task_InstallApp")
                                .withRetries(2)
                                .get()))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo("OUTCOME_UNKNOWN"));
    }

    @Test
    void shouldNotAskTwiceForAnInstallationThatIsUnfinished() {
        when(bench.target().app(APP)).thenReturn(Optional.empty());
        begin(new IntentState.Unfinished(INTENT));

        assertThatThrownBy(() -> WorkerBench.run(
                        install, AJob.of("install-app").withRetries(2).get()))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo("OUTCOME_UNKNOWN"));
        verify(bench.target(), never()).installApp(anyString());
    }

    @Test
    void shouldPassOnWhyTheSiteDoesNotInstall() {
        when(bench.target().app(APP)).thenReturn(Optional.empty());
        begin(new IntentState.Fresh(INTENT));
        when(bench.target().installApp(APP)).thenReturn(new AppInstallation.Refused("A Forge app."));

        assertThatThrownBy(() -> WorkerBench.run(install, AJob.of("install-app").get()))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo("REFUSED"));
    }

    @Test
    void shouldTellWhenTheAppIsThere() {
        var worker = new CheckInstallationProgressWorker(bench.steps(), installing);
        var job = AJob.of("check-installation-progress").get();

        when(bench.target().app(APP)).thenReturn(Optional.empty());
        assertThat(WorkerBench.run(worker, job)).containsEntry("appState", "IN_PROGRESS");
        installed("8.21.0", false);
        assertThat(WorkerBench.run(worker, job)).containsEntry("appState", "IN_PROGRESS");
        installed("8.21.0", true);
        assertThat(WorkerBench.run(worker, job)).containsEntry("appState", "DONE");
    }

    private void installed(String version, boolean enabled) {
        when(bench.target().app(APP)).thenReturn(Optional.of(new InstalledApp(APP, version, enabled)));
    }

    private void licensed(boolean valid) {
        when(bench.target().appLicence(APP))
                .thenReturn(Optional.of(new AppLicence(valid, false, "", Optional.empty(), Optional.empty())));
    }

    private void sourceVersion(String version) {
        when(facts.find(WorkerBench.ID, FactName.SOURCE_APP))
                .thenReturn(Optional.of(new Fact(
                        FactName.SOURCE_APP,
                        JsonNodeFactory.instance.objectNode().put("version", version),
                        Fact.Certainty.VERIFIED,
                        WorkerBench.NOW)));
    }

    private void begin(IntentState state) {
        when(intents.begin(eq(WorkerBench.ID), eq(Action.INSTALL_APP), anyMap()))
                .thenReturn(state);
    }
}
