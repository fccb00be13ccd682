package io.ferry.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sites are fed from real backups: odd names, shared addresses and orphans must not break anything. */
class RealBackupsTest {

    @ParameterizedTest
    @CsvSource({"jira-suite-utilities-6.3.11.zip, 6.3.11, 9, 2, 104", "jira-rest-java-client-7.0.0.zip, 7.0.0, 4, 4, 11"
    })
    void shouldCarryARealBackup(String name, String version, int people, int projects, int issues) throws IOException {
        Path backup = Path.of("..", "shared", "data", "jira-backups", name);
        Assumptions.assumeTrue(Files.isReadable(backup), () -> "Skipped: there is no " + backup);
        try (PretendSites sites = PretendSites.start(options -> options.backup(backup))) {
            // given
            assertThat(sites.dataCenter("/rest/api/2/serverInfo")
                            .json()
                            .get("version")
                            .asText())
                    .isEqualTo(version);
            assertThat(sites.userKeys()).hasSize(people);
            assertThat(sites.dataCenter("/rest/api/2/project").json()).hasSize(projects);
            assertThat(sites.dataCenter("/rest/api/2/search?maxResults=0")
                            .json()
                            .get("total")
                            .asInt())
                    .isEqualTo(issues);
            // when
            importInto(sites, Files.readAllBytes(backup));
            sites.installApp();
            createMissingPeople(sites);
            String restore = restore(sites);
            sites.passLongWork();
            // then
            JsonNode state = sites.state();
            assertThat(state.at("/jiraCloud/issues").asInt()).isEqualTo(issues);
            assertThat(sites.cloud("/rest/api/3/project/search")
                            .json()
                            .get("total")
                            .asInt())
                    .isEqualTo(projects);
            assertThat(sites.target("GET", "/assumed/restores/" + restore, null)
                            .json()
                            .get("state")
                            .asText())
                    .isEqualTo("DONE");
            assertThat(state.at("/bigPictureCloud/boxes")).isEqualTo(state.at("/bigPictureDataCenter/boxes"));
        }
    }

    private static void importInto(PretendSites sites, byte[] backup) {
        String file = sites.cloudFile("/rest/assumed/import/files", backup)
                .json()
                .get("fileId")
                .asText();
        String task = sites.cloud("POST", "/rest/assumed/import", "{\"fileId\":\"" + file + "\"}")
                .json()
                .get("taskId")
                .asText();
        sites.passLongWork();
        JsonNode done = Awaitility.await()
                .until(
                        () -> sites.cloud("/rest/assumed/import/" + task).json(),
                        view -> !view.get("state").asText().equals("RUNNING"));
        assertThat(done.get("state").asText()).as(done.toString()).isEqualTo("DONE");
    }

    private static void createMissingPeople(PretendSites sites) {
        sites.dataCenter("/rest/api/2/user/search?username=.&includeInactive=true&maxResults=1000")
                .json()
                .findValuesAsText("emailAddress")
                .forEach(email -> assertThat(sites.cloud(
                                        "POST",
                                        "/rest/api/3/user",
                                        "{\"emailAddress\":\"" + email + "\",\"products\":[]}")
                                .status())
                        .isEqualTo(201));
    }

    /** Maps whom the import made known; people who share an address stay unmapped, which is accepted. */
    private static String restore(PretendSites sites) {
        List<String> keys = new ArrayList<>();
        List<String> accounts = new ArrayList<>();
        for (String key : sites.userKeys()) {
            JsonNode migrated = sites.cloud("/rest/api/3/user/bulk/migration?key=" + PretendSites.encode(key))
                    .json();
            if (!migrated.isEmpty()) {
                keys.add(key);
                accounts.add(migrated.at("/0/accountId").asText());
            }
        }
        assertThat(accounts).isNotEmpty().doesNotHaveDuplicates();
        String order = PretendSites.order("RESTORE", true, PretendSites.mapping(keys, accounts), true);
        return sites.target("POST", "/assumed/dumps/" + sites.uploadDumpOfSource() + "/restore", order)
                .json()
                .get("restoreId")
                .asText();
    }
}
