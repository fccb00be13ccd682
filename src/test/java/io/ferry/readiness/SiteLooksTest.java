package io.ferry.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.ferry.bigpicture.BigPictures;
import io.ferry.fixtures.SandboxSites;
import io.ferry.jira.InstalledApp;
import io.ferry.jira.Myself;
import io.ferry.jira.ServerInfo;
import io.ferry.jira.cloud.JiraClouds;
import io.ferry.jira.datacenter.JiraDataCenter;
import io.ferry.jira.datacenter.JiraDataCenters;
import io.ferry.migration.App;
import io.ferry.migration.CredentialName;
import io.ferry.migration.SiteSettings;
import io.ferry.readiness.CheckResult.Failed;
import io.ferry.readiness.CheckResult.NotApplicable;
import io.ferry.readiness.CheckResult.Passed;
import io.ferry.readiness.ReadinessReport.Checked;
import io.ferry.remote.SiteCredential;
import io.ferry.sandbox.side.Side;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class SiteLooksTest {
    private static final ReadinessProperties PROPERTIES =
            new ReadinessProperties("7.0", "7.6", "8.2.2", "8.64.3", DataSize.ofGigabytes(1), null);
    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"7.6.0", "8.20.30", "9.12.0", "10.3.24"})
    void shouldReadADataCenterOfAnyVersion(String version) {
        try (var sites = SandboxSites.start(folder, options -> options.jiraVersion(version))) {
            // when
            SiteLook look = looks(sites)
                    .atSource(
                            settings(
                                    sites.address(Side.JIRA_DATA_CENTER),
                                    sites.credential("SANDBOX_DC_CREDENTIAL"),
                                    sites.credential("SANDBOX_BIGPICTURE_DC_TOKEN")),
                            App.BIGPICTURE);

            // then
            assertThat(look.checks())
                    .extracting(Checked::name)
                    .containsExactly(
                            "The site answers",
                            "The site takes the credential",
                            "Version of Jira",
                            "Rights of Ferry's user",
                            "People",
                            "App",
                            "The app lets Ferry look in",
                            "Clock");
            assertThat(look.checks()).allSatisfy(check -> assertThat(check.result())
                    .as(check.name())
                    .isInstanceOf(Passed.class));
            assertThat(look.passed()).isTrue();
            assertThat(look.title()).isEqualTo("Sandbox Data Center");
            assertThat(look.version()).isEqualTo(version);
            assertThat(look.people()).isPositive();
            assertThat(look.app()).extracting(InstalledApp::key).isEqualTo(App.BIGPICTURE.key());
            assertThat(look.missingRights()).isEmpty();
            assertThat(look.clockAhead()).isBetween(Duration.ofSeconds(-5), Duration.ofSeconds(5));
        }
    }

    @Test
    void shouldReadACloudSite() {
        try (var sites = SandboxSites.start(folder, options -> {})) {
            // when
            SiteLook look = looks(sites)
                    .atTarget(
                            settings(sites.address(Side.JIRA_CLOUD), sites.credential("SANDBOX_CLOUD_CREDENTIAL"), null),
                            App.BIGPICTURE);

            // then
            assertThat(look.passed()).isTrue();
            assertThat(look.title()).isEqualTo("Sandbox Cloud");
            assertThat(look.people()).isNotNull();
            assertThat(look.app()).isNull();
            assertThat(result(look, "App"))
                    .isEqualTo(new NotApplicable("BigPicture is not installed yet. The migration installs it."));
            assertThat(result(look, "Scopes of the API token")).isInstanceOf(Passed.class);
            assertThat(look.clockAhead()).isBetween(Duration.ofSeconds(-5), Duration.ofSeconds(5));
        }
    }

    @Test
    void shouldAskNoMoreOfASiteThatRefusesTheCredential() {
        try (var sites = SandboxSites.start(folder, options -> {})) {
            // when
            SiteLook look = looks(sites)
                    .atSource(
                            settings(
                                    sites.address(Side.JIRA_DATA_CENTER),
                                    sites.wired().credential("admin:wrong-marker"),
                                    null),
                            App.BIGPICTURE);

            // then
            assertThat(look.passed()).isFalse();
            assertThat(result(look, "The site takes the credential"))
                    .isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.code())
                            .isEqualTo("SOURCE_CREDENTIAL_REFUSED"));
            assertThat(look.checks()).hasSize(2);
            assertThat(look.toString()).doesNotContain("wrong-marker");
        }
    }

    @Test
    void shouldNotTakeACloudSiteForASourceNorADataCenterForATarget() {
        try (var sites = SandboxSites.start(folder, options -> {})) {
            SiteLooks looks = looks(sites);
            SiteLook target = looks.atTarget(
                    settings(
                            sites.address(Side.JIRA_DATA_CENTER), sites.credential("SANDBOX_DC_CREDENTIAL"), null),
                    App.BIGPICTURE);
            assertThat(target.passed()).isFalse();
            assertThat(target.checks()).hasSize(1);
        }
        assertThat(ReadinessChecks.sourceAnswers(new ServerInfo("1001.0.0", 1, "Cloud", "T", "https://t")))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.code()).isEqualTo("SOURCE_IS_CLOUD"));
    }

    @Test
    void shouldSayWhichRightsLackAndWhatTheSiteDoesNotReport() {
        // given
        JiraDataCenter jira = aDataCenterWhoseClockIs(Duration.ofMinutes(-7));
        when(jira.permissions(any())).thenReturn(Set.of());
        when(jira.productUse()).thenReturn(List.of());
        when(jira.app(any())).thenReturn(Optional.empty());

        // when
        SiteLook look = looksAt(jira).atSource(aSource(), App.BIGGANTT);

        // then
        assertThat(look.passed()).isFalse();
        assertThat(look.missingRights()).containsExactly("ADMINISTER");
        assertThat(look.people()).isNull();
        assertThat(result(look, "People")).isInstanceOf(NotApplicable.class);
        assertThat(result(look, "App"))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.message()).contains(App.BIGGANTT.key()));
        assertThat(look.clockAhead()).isEqualTo(Duration.ofMinutes(-7));
        assertThat(result(look, "Clock")).isInstanceOfSatisfying(Passed.class, passed -> assertThat(passed.remark())
                .startsWith("Warning: it is about 7 minutes behind Ferry's."));
    }

    @Test
    void shouldGoOnWhereOneCallBreaks() {
        // given
        JiraDataCenter jira = aDataCenterWhoseClockIs(Duration.ZERO);
        when(jira.permissions(any())).thenThrow(new IllegalStateException("secret-marker"));
        when(jira.productUse()).thenReturn(List.of());
        when(jira.app(any())).thenReturn(Optional.of(new InstalledApp(App.BIGPICTURE.key(), "8.70.0", true)));

        // when
        SiteLook look = looksAt(jira).atSource(aSource(), App.BIGPICTURE);

        // then
        assertThat(result(look, "Rights of Ferry's user")).isInstanceOf(Failed.class);
        assertThat(result(look, "App")).isInstanceOf(Passed.class);
        assertThat(result(look, "Clock")).isEqualTo(new Passed("It agrees with Ferry's."));
        assertThat(look.toString()).doesNotContain("secret-marker");
    }

    private static JiraDataCenter aDataCenterWhoseClockIs(Duration ahead) {
        JiraDataCenter jira = mock();
        when(jira.serverInfo())
                .thenReturn(new ServerInfo("9.12.0", 1, "Server", "Jira", "https://j", NOW.plus(ahead)));
        when(jira.myself()).thenReturn(new Myself("ferry", "Ferry", true));
        return jira;
    }

    private static SiteLooks looksAt(JiraDataCenter jira) {
        JiraDataCenters dataCenters = mock();
        when(dataCenters.at(any())).thenReturn(jira);
        return new SiteLooks(dataCenters, mock(), mock(), PROPERTIES, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static SiteLooks looks(SandboxSites sites) {
        return new SiteLooks(
                sites.wired().get(JiraDataCenters.class),
                sites.wired().get(JiraClouds.class),
                sites.wired().get(BigPictures.class),
                PROPERTIES,
                Clock.systemUTC());
    }

    private static SiteSettings aSource() {
        return new SiteSettings(
                URI.create("https://jira.example.com"), new CredentialName("source"), null, null, null);
    }

    private static SiteSettings settings(
            URI url, SiteCredential.Named credential, SiteCredential.@Nullable Named token) {
        return new SiteSettings(
                url,
                new CredentialName(credential.name()),
                token == null ? null : new CredentialName(token.name()),
                null,
                null);
    }

    private static CheckResult result(SiteLook look, String name) {
        return look.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow()
                .result();
    }
}
