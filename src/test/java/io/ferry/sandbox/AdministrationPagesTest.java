package io.ferry.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.backup.BackupReader;
import io.ferry.sandbox.PretendSites.Answer;
import io.ferry.sandbox.side.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdministrationPagesTest {
    private static final String BACKUP = "/secure/admin/XmlBackup.jspa";
    private static final String WEB_SUDO = "/secure/admin/WebSudoAuthenticate.jspa";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path exportFolder;

    @SuppressWarnings("NullAway.Init")
    private PretendSites sites;

    @BeforeAll
    void start() {
        sites = PretendSites.start(options -> options.exportFolder(exportFolder));
    }

    @AfterAll
    void stop() {
        sites.close();
    }

    @BeforeEach
    void reset() throws IOException {
        sites.reset();
        try (var files = Files.list(exportFolder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void shouldShowThePasswordFormWithStatus200InPlaceOfTheBackup() {
        // given
        String session = "JSESSIONID=" + sites.signIn("sandbox-dc").cookie("JSESSIONID");
        // when
        Answer answer = sites.form(BACKUP, session, "filename", "backup.zip");
        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("webSudoPassword").doesNotContain("backup-file");
        assertThat(exportFolder).isEmptyDirectory();
    }

    @Test
    void shouldReissueTheSessionWhenWebSudoIsGranted() {
        // given
        String before = "JSESSIONID=" + sites.signIn("sandbox-dc").cookie("JSESSIONID");
        // when
        Answer granted = sites.form(WEB_SUDO, before, "webSudoPassword", "sandbox-dc", "webSudoIsPost", "false");
        // then
        String after = "JSESSIONID=" + granted.cookie("JSESSIONID");
        assertThat(granted.status()).isEqualTo(302);
        assertThat(granted.header("X-Atlassian-WebSudo")).isEqualTo("Has-Authentication");
        assertThat(after).isNotEqualTo(before);
        assertThat(sites.form(BACKUP, before, "filename", "old").header("Location"))
                .contains("/login.jsp");
        assertThat(sites.form(BACKUP, after, "filename", "new").text()).contains("backup-file");
    }

    @Test
    void shouldAnswerAWrongSecondPasswordWithAPageOfStatus200() {
        // given
        String session = "JSESSIONID=" + sites.signIn("sandbox-dc").cookie("JSESSIONID");
        // when
        Answer answer = sites.form(WEB_SUDO, session, "webSudoPassword", "wrong");
        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("class=\"error\"");
        assertThat(answer.header("X-Atlassian-WebSudo")).isEmpty();
    }

    @Test
    void shouldRefuseChangesWithoutXsrfToken() {
        // given
        String session = "JSESSIONID=" + sites.signIn("sandbox-dc").cookie("JSESSIONID");
        // when
        Answer answer = sites.send(
                Side.JIRA_DATA_CENTER,
                "POST",
                WEB_SUDO,
                "webSudoPassword=sandbox-dc".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "Cookie",
                session,
                "Content-Type",
                "application/x-www-form-urlencoded");
        // then
        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void shouldOpenNoAdministrationPageToATokenAndItsCookie() {
        // given
        Answer rest = sites.send(
                Side.JIRA_DATA_CENTER, "GET", "/rest/api/2/myself", null, "Authorization", "Bearer sandbox-dc-token");
        // when
        Answer byCookie = sites.form(BACKUP, "JSESSIONID=" + rest.cookie("JSESSIONID"), "filename", "x");
        Answer byToken =
                sites.send(Side.JIRA_DATA_CENTER, "GET", BACKUP, null, "Authorization", "Bearer sandbox-dc-token");
        // then
        assertThat(rest.status()).isEqualTo(200);
        assertThat(rest.cookie("JSESSIONID")).isNotEmpty();
        assertThat(byCookie.header("Location")).contains("/login.jsp");
        assertThat(byToken.header("Location")).contains("/login.jsp");
    }

    @Test
    void shouldWriteAReadableBackupUnderTheBaseOfTheName() {
        // given
        String session = administrator();
        // when
        Answer answer = sites.form(BACKUP, session, "filename", "/some/where/else/Nov backup");
        // then
        Path file = exportFolder.resolve("Nov backup.zip");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("backup-file", file.toString());
        assertThat(new BackupReader().read(file).complete()).isTrue();
        assertThat(sites.state().at("/events/dataCenter.backups/0/page").asText())
                .isEqualTo("WRITTEN");
    }

    @Test
    void shouldWriteTheFileBitByBitAtItsPlace() {
        // given
        String session = administrator();
        Path file = exportFolder.resolve("slow.zip");
        List<Long> sizes = new ArrayList<>();
        sites.atEveryPause = () -> sizes.add(file.toFile().length());
        // when
        sites.form(BACKUP, session, "filename", "slow");
        // then
        assertThat(sizes).hasSizeGreaterThan(2).isSorted().doesNotHaveDuplicates();
        assertThat(sites.pauses).allSatisfy(pause -> assertThat(pause).isPositive());
    }

    @Test
    void shouldAskBeforeItOverwrites() throws IOException {
        // given
        String session = administrator();
        Path file = Files.writeString(exportFolder.resolve("backup.zip"), "older");
        // when
        Answer asked = sites.form(BACKUP, session, "filename", "backup");
        String untouched = Files.readString(file);
        Answer confirmed = sites.form(BACKUP, session, "filename", "backup", "confirm", "true");
        // then
        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.text()).contains("name=\"confirm\"").doesNotContain("backup-file");
        assertThat(untouched).isEqualTo("older");
        assertThat(confirmed.text()).contains("backup-file");
        assertThat(file.toFile()).hasSize(new BackupReader().read(file).bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a:b.zip", "what?.zip", ".."})
    void shouldAnswerBadNamesWithAPageOfStatus200(String name) {
        // given
        String session = administrator();
        // when
        Answer answer = sites.form(BACKUP, session, "filename", name);
        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("class=\"error\"").doesNotContain("backup-file");
        assertThat(exportFolder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNWRITABLE_FOLDER", "ILLEGAL_CHARACTERS", "APP_DATA", "IO_ERROR"})
    void shouldAnswerAFailingBackupWithAPageOfStatus200(String page) {
        // given
        String session = administrator();
        sites.fault("backup-refused", "{\"page\":\"" + page + "\",\"times\":1}");
        // when
        Answer failed = sites.form(BACKUP, session, "filename", "backup");
        Answer again = sites.form(BACKUP, session, "filename", "backup", "confirm", "true");
        // then
        assertThat(failed.status()).isEqualTo(200);
        assertThat(failed.text()).contains("error").doesNotContain("backup-file");
        assertThat(again.text()).contains("backup-file");
    }

    @Test
    void shouldWantACaptchaAfterThreeWrongPasswords() {
        // when
        List<Integer> wrong = List.of(
                sites.signIn("no").status(),
                sites.signIn("no").status(),
                sites.signIn("no").status());
        Answer right = sites.signIn("sandbox-dc");
        // then
        assertThat(wrong).containsOnly(401);
        assertThat(right.status()).isEqualTo(403);
        assertThat(right.header("X-Authentication-Denied-Reason")).startsWith("CAPTCHA_CHALLENGE");
    }

    @Test
    void shouldForgetWebSudoWhenAskedAndWhenItsTimeIsOver() {
        // given
        String one = administrator();
        String other = administrator();
        // when
        Answer ended = sites.send(Side.JIRA_DATA_CENTER, "DELETE", "/rest/auth/1/websudo", null, "Cookie", one);
        Answer afterEnd = sites.form(BACKUP, one, "filename", "x");
        sites.clock.pass(java.time.Duration.ofMinutes(11));
        Answer afterTime = sites.form(BACKUP, other, "filename", "x");
        // then
        assertThat(ended.status()).isEqualTo(204);
        assertThat(afterEnd.text()).contains("webSudoPassword");
        assertThat(afterTime.text()).contains("webSudoPassword");
    }

    private String administrator() {
        String session = "JSESSIONID=" + sites.signIn("sandbox-dc").cookie("JSESSIONID");
        Answer granted = sites.form(WEB_SUDO, session, "webSudoPassword", "sandbox-dc");
        return "JSESSIONID=" + granted.cookie("JSESSIONID");
    }
}
