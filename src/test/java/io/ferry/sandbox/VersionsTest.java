package io.ferry.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ferry.sample.SampleBackup;
import io.ferry.sample.SampleBackupSpec;
import io.ferry.sandbox.PretendSites.Answer;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.CloudTraits;
import io.ferry.sandbox.world.SandboxOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sandbox offers no call and no field that the version which it pretends to be does not have. */
class VersionsTest {
    @ParameterizedTest(name = "Jira {0}: user/list {1}, a token {2}, a password {3}")
    @CsvSource({
        "7.6.17, 404, 401, 200",
        "8.13.0, 404, 401, 200",
        "8.20.30, 404, 200, 200",
        "9.12.0, 404, 200, 200",
        "10.3.0, 404, 200, 200",
        "10.3.24, 200, 200, 200",
        "10.7.1, 404, 200, 200",
        "11.0.1, 200, 200, 403"
    })
    void shouldOfferOnlyTheCallsOfItsVersion(String version, int userList, int token, int password) {
        try (PretendSites sites = PretendSites.start(options -> options.jiraVersion(version))) {
            assertThat(sites.dataCenter("/rest/api/2/serverInfo")
                            .json()
                            .get("version")
                            .asText())
                    .isEqualTo(version);
            assertThat(withToken(sites, "/rest/api/2/myself").status()).isEqualTo(token);
            assertThat(sites.dataCenter("/rest/api/2/myself").status()).isEqualTo(password);
            assertThat(sites.signIn("sandbox-dc").status()).isEqualTo(password);
            String right = password == 200 ? PretendSites.basic("admin", "sandbox-dc") : "Bearer sandbox-dc-token";
            assertThat(ask(sites, "/rest/api/2/user/list", right).status()).isEqualTo(userList);
            assertThat(ask(sites, "/rest/api/2/user/search?username=.", right).status())
                    .isEqualTo(200);
        }
    }

    private static Answer withToken(PretendSites sites, String path) {
        return ask(sites, path, "Bearer sandbox-dc-token");
    }

    private static Answer ask(PretendSites sites, String path, String authorization) {
        return sites.send(Side.JIRA_DATA_CENTER, "GET", path, null, "Authorization", authorization);
    }

    @Test
    void shouldTakePasswordsAgainWhereAnAdministratorAllowsIt() {
        try (PretendSites sites =
                PretendSites.start(options -> options.jiraVersion("11.0.1").passwords(true))) {
            assertThat(sites.dataCenter("/rest/api/2/myself").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest(name = "Jira {0} finds {1} people")
    @CsvSource({"9.12.0, 130", "10.0.0, 100", "10.3.0, 100", "10.3.24, 130"})
    void shouldFindOnlyAHundredPeopleFromJira10On(String version, int found, @TempDir Path folder) {
        Path backup = folder.resolve("many.zip");
        SampleBackup.write(SampleBackupSpec.of(10, 130), backup);
        try (PretendSites sites =
                PretendSites.start(options -> options.jiraVersion(version).backup(backup))) {
            String search = "/rest/api/2/user/search?username=.&includeInactive=true&maxResults=1000&startAt=";
            assertThat(sites.dataCenter(search + 0).json()).hasSize(found);
            assertThat(sites.dataCenter(search + 100).json()).hasSize(found - 100);
        }
    }

    @Test
    void shouldSayOfProjectsThatTheyAreArchivedOnlyWhereThatIsPossible() {
        try (PretendSites old = PretendSites.start(options -> options.jiraVersion("7.6.0"));
                PretendSites later = PretendSites.start(options -> options.jiraVersion("8.20.0"))) {
            assertThat(old.dataCenter("/rest/api/2/project").json().get(0).has("archived"))
                    .isFalse();
            assertThat(later.dataCenter("/rest/api/2/project").json().get(0).has("archived"))
                    .isTrue();
        }
    }

    @Test
    void shouldBeTheVersionOfTheBackupUnlessToldOtherwise() {
        try (PretendSites sites = PretendSites.start()) {
            assertThat(sites.dataCenter("/rest/api/2/serverInfo")
                            .json()
                            .get("version")
                            .asText())
                    .isEqualTo("9.12.5");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7.5", "12.0", "new", ""})
    void shouldRefuseVersionsThatItDoesNotKnow(String version) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SandboxOptions.builder().jiraVersion(version))
                .withMessageContaining("7.6 to 11");
    }

    @Test
    void shouldEndASearchForPeopleEarlyOnDemand() {
        try (PretendSites sites = PretendSites.start()) {
            sites.fault("user-search-ends-early", "{\"after\":7}");
            assertThat(sites.userKeys()).hasSize(7);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void shouldHaveASilentAppManager(int status) {
        try (PretendSites sites = PretendSites.start(
                options -> options.cloud(new CloudTraits(status, true, true)).installed(true))) {
            assertThat(sites.cloud("/rest/plugins/1.0/" + PretendSites.APP_KEY + "-key")
                            .status())
                    .isEqualTo(status);
            assertThat(sites.cloud("/rest/plugins/1.0/").status()).isEqualTo(status);
            assertThat(sites.cloud("/rest/api/3/myself").status()).isEqualTo(200);
        }
    }

    @Test
    void shouldHaveACloudThatOffersNothing() {
        try (PretendSites sites =
                PretendSites.start(options -> options.cloud(CloudTraits.HARSH).installed(true))) {
            assertThat(sites.cloud("/rest/assumed/import").status()).isEqualTo(404);
            assertThat(sites.target("GET", "/public/ppm/box/box-hierarchy", null)
                            .status())
                    .isEqualTo(401);
        }
    }
}
