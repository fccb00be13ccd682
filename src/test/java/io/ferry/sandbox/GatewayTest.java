package io.ferry.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.sandbox.PretendSites.Answer;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.ApiToken;
import io.ferry.sandbox.world.CloudTraits;
import io.ferry.sandbox.world.OrganisationApi;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Atlassian's gateway: scoped tokens are taken there and nowhere else, and the organisation API answers there. */
class GatewayTest {
    private static final String SIGN_IN = PretendSites.basic("admin@cloud.example.com", "sandbox-cloud");

    private static PretendSites withToken(ApiToken token) {
        return PretendSites.start(options -> options.installed(true).cloud(CloudTraits.KIND.with(token)));
    }

    private static PretendSites withOrganisation(OrganisationApi api) {
        return PretendSites.start(options -> options.cloud(CloudTraits.KIND.with(api)));
    }

    private static String cloudId(PretendSites sites) {
        return sites.send(Side.JIRA_CLOUD, "GET", "/_edge/tenant_info", null)
                .json()
                .get("cloudId")
                .asText();
    }

    private static Answer atGateway(PretendSites sites, String path) {
        return sites.send(
                Side.ATLASSIAN_GATEWAY, "GET", "/ex/jira/" + cloudId(sites) + path, null, "Authorization", SIGN_IN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/rest/api/3/myself",
                "/rest/api/3/mypermissions?permissions=ADMINISTER",
                "/rest/api/3/project/search",
                "/rest/api/3/users/search",
                "/rest/api/3/instance/license",
                "/rest/api/3/license/approximateLicenseCount",
                "/rest/api/3/filter/search",
                "/rest/agile/1.0/board"
            })
    void shouldTakeAScopedTokenAtTheGatewayOnly(String path) {
        try (PretendSites sites = withToken(ApiToken.WELL_SCOPED)) {
            assertThat(sites.cloud(path).status()).isEqualTo(401);
            assertThat(atGateway(sites, path).status()).isEqualTo(200);
        }
    }

    @Test
    void shouldTakeAClassicTokenAtTheSiteOnly() {
        try (PretendSites sites = withToken(ApiToken.CLASSIC)) {
            assertThat(sites.cloud("/rest/api/3/myself").status()).isEqualTo(200);
            assertThat(atGateway(sites, "/rest/api/3/myself").status()).isEqualTo(401);
        }
    }

    @Test
    void shouldRefuseWhatTheScopesDoNotCover() {
        try (PretendSites sites = withToken(ApiToken.scoped("read:jira-user, read:license:jira"))) {
            assertThat(atGateway(sites, "/rest/api/3/myself").status()).isEqualTo(200);
            assertThat(atGateway(sites, "/rest/api/3/instance/license").status())
                    .as("a granular scope")
                    .isEqualTo(200);
            Answer refused = atGateway(sites, "/rest/api/3/project/search");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.json().get("message").asText()).contains("scope does not match");
        }
    }

    @Test
    void shouldHaveNeitherAppManagerNorImportAtTheGateway() {
        try (PretendSites sites = withToken(ApiToken.WELL_SCOPED)) {
            assertThat(atGateway(sites, "/rest/plugins/1.0/").status()).isEqualTo(404);
            assertThat(atGateway(sites, "/rest/assumed/import").status()).isEqualTo(404);
            assertThat(sites.cloud("/rest/plugins/1.0/").status()).isEqualTo(401);
        }
    }

    @Test
    void shouldAnswerOnlyUnderItsOwnPaths() {
        try (PretendSites sites = withToken(ApiToken.WELL_SCOPED)) {
            String id = cloudId(sites);
            assertThat(sites.send(Side.ATLASSIAN_GATEWAY, "GET", "/rest/api/3/serverInfo", null)
                            .status())
                    .isEqualTo(404);
            assertThat(sites.send(Side.ATLASSIAN_GATEWAY, "GET", "/ex/jira/another-id/rest/api/3/serverInfo", null)
                            .status())
                    .isEqualTo(404);
            assertThat(sites.send(Side.JIRA_CLOUD, "GET", "/ex/jira/" + id + "/rest/api/3/serverInfo", null)
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void shouldNameTheSiteAndLinkWithinTheGateway() {
        try (PretendSites sites = withToken(ApiToken.WELL_SCOPED)) {
            assertThat(atGateway(sites, "/rest/api/3/serverInfo")
                            .json()
                            .get("baseUrl")
                            .asText())
                    .isEqualTo(sites.address(Side.JIRA_CLOUD).toString());
            assertThat(atGateway(sites, "/rest/api/3/myself").json().get("self").asText())
                    .startsWith(sites.address(Side.ATLASSIAN_GATEWAY) + "/ex/jira/" + cloudId(sites) + "/rest/");
        }
    }

    private static Answer organisation(PretendSites sites, String path) {
        return sites.send(
                Side.ATLASSIAN_GATEWAY,
                "GET",
                path.replace("{org}", sites.organisationId()),
                null,
                "Authorization",
                "Bearer sandbox-organisation");
    }

    @ParameterizedTest(name = "{0}: version 1 {1}, version 2 {2}")
    @CsvSource({"BOTH, 200, 200", "V1, 200, 404", "V2, 410, 200", "NONE, 401, 401"})
    void shouldOfferTheVersionsOfTheOrganisationApi(OrganisationApi api, int first, int second) {
        try (PretendSites sites = withOrganisation(api)) {
            assertThat(organisation(sites, "/admin/v1/orgs/{org}/users").status())
                    .isEqualTo(first);
            assertThat(organisation(sites, "/admin/v2/orgs/{org}/directories").status())
                    .isEqualTo(second);
        }
    }

    @Test
    void shouldTakeOnlyTheKeyOfTheOrganisation() {
        try (PretendSites sites = withOrganisation(OrganisationApi.BOTH)) {
            String path = "/admin/v1/orgs/" + sites.organisationId() + "/users";
            assertThat(sites.send(Side.ATLASSIAN_GATEWAY, "GET", path, null).status())
                    .isEqualTo(401);
            assertThat(sites.send(Side.ATLASSIAN_GATEWAY, "GET", path, null, "Authorization", SIGN_IN)
                            .status())
                    .isEqualTo(401);
            assertThat(organisation(sites, "/admin/v1/orgs/another/users").status())
                    .isEqualTo(403);
        }
    }

    /** Version 1 links to the next page by its address, and knows managed accounts only. */
    @Test
    void shouldListManagedAccountsInPages() {
        try (PretendSites sites = withOrganisation(OrganisationApi.BOTH)) {
            Set<String> ids = new HashSet<>();
            int pages = 0;
            String next = sites.address(Side.ATLASSIAN_GATEWAY) + "/admin/v1/orgs/{org}/users";
            while (next != null) {
                JsonNode page = organisation(sites, next).json();
                pages++;
                page.get("data").forEach(account -> {
                    ids.add(account.get("account_id").asText());
                    assertThat(account.get("email").asText()).doesNotContain("@cloud.example.com");
                });
                JsonNode link = page.get("links").get("next");
                next = link == null || link.isNull() ? null : link.asText();
            }
            assertThat(pages).isGreaterThan(1);
            assertThat(ids).hasSizeGreaterThan(10);
        }
    }

    /** Version 2 gives a cursor, not an address, and knows everybody in the directories. */
    @Test
    void shouldListThePeopleOfEachDirectoryInPages() {
        try (PretendSites sites = withOrganisation(OrganisationApi.BOTH)) {
            List<String> ids = new ArrayList<>();
            for (JsonNode directory : organisation(sites, "/admin/v2/orgs/{org}/directories")
                    .json()
                    .get("data")) {
                ids.addAll(peopleOf(sites, directory.get("directoryId").asText()));
            }
            assertThat(ids).doesNotHaveDuplicates();
            assertThat(peopleOf(sites, "-")).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(organisation(sites, "/admin/v2/orgs/{org}/directories/none/users")
                            .status())
                    .isEqualTo(404);
        }
    }

    private static List<String> peopleOf(PretendSites sites, String directory) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = organisation(
                            sites, "/admin/v2/orgs/{org}/directories/" + directory + "/users?cursor=" + cursor)
                    .json();
            page.get("data").forEach(user -> {
                ids.add(user.get("accountId").asText());
                assertThat(user.get("email").asText()).contains("@");
            });
            JsonNode link = page.get("links").get("next");
            assertThat(link == null ? "" : link.asText()).doesNotContain("/");
            cursor = link == null ? null : link.asText();
        }
        return ids;
    }
}
