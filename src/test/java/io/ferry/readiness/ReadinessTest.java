package io.ferry.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.ferry.bigpicture.Dump;
import io.ferry.jira.InstalledApp;
import io.ferry.jira.Myself;
import io.ferry.jira.ServerInfo;
import io.ferry.jira.cloud.SiteLicence;
import io.ferry.jira.cloud.TokenKind;
import io.ferry.jira.datacenter.UserListing;
import io.ferry.migration.Mode;
import io.ferry.migration.Operation;
import io.ferry.readiness.CheckResult.Failed;
import io.ferry.readiness.CheckResult.LeftToAPerson;
import io.ferry.readiness.CheckResult.NotApplicable;
import io.ferry.readiness.CheckResult.Passed;
import io.ferry.readiness.ReadinessReport.Checked;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.RemoteState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class ReadinessTest {
    private static final String JCMA = "com.atlassian.jira.migration.jira-migration-plugin";

    @TempDir
    private Path folder;

    private ACrossing crossing;

    @BeforeEach
    void everythingIsReady() {
        crossing = new ACrossing(folder);
    }

    @Test
    void shouldPassWhereEverythingIsReady() {
        ReadinessReport report = check();

        assertThat(report.failed()).isEmpty();
        assertThat(report.passed()).isTrue();
        assertThat(report.checks()).extracting(Checked::name).doesNotHaveDuplicates();
        assertThat(report.passedCount()).isGreaterThanOrEqualTo(16);
    }

    static Stream<Arguments> shortcomings() {
        Path nowhere = Path.of("/no/such/folder");
        return Stream.of(
                flaw("CREDENTIAL_MISSING", c -> c.withSecret("APP", null)),
                flaw("CREDENTIAL_MISSING", c -> c.withHosts("jira.example.com")),
                flaw("ENDPOINTS_MISSING", c -> c.withEndpoints(null)),
                flaw("ENDPOINTS_MISSING", c -> c.withEndpoints("unknown")),
                flaw("DISK_SPACE", c -> c.withFreeSpace(DataSize.ofTerabytes(1_000_000))),
                flaw("EXPORT_FOLDER_UNREADABLE", c -> c.withExportFolder(nowhere)),
                flaw("EXPORT_FOLDER_UNREADABLE", c -> c.withExportFolder(null)),
                flaw(
                        "STORE_NOT_WRITABLE",
                        c -> c.with(Operation.CREATE_DUMP, Mode.MANUAL)
                                .withStore(Path.of("pom.xml").resolve("store"))),
                flaw(
                        "SITE_NOT_ANSWERING",
                        c -> doThrow(RemoteFailure.passing("No answer.", "Wait."))
                                .when(c.source)
                                .serverInfo()),
                flaw(
                        "SOURCE_CREDENTIAL_REFUSED",
                        c -> doReturn(new Myself("f", "F", false))
                                .when(c.source)
                                .myself()),
                flaw(
                        "SOURCE_RIGHTS_MISSING",
                        c -> doReturn(Set.of("ADMINISTER")).when(c.source).permissions(any())),
                flaw("JIRA_TOO_OLD", c -> c.sourceVersion("6.3")),
                flaw("JIRA_TOO_OLD", c -> c.sourceVersion("strange")),
                flaw("BACKUP_NEEDS_PASSWORD", c -> c.withSecret("SOURCE", "a-token")),
                flaw(
                        "APP_MISSING",
                        c -> lenient().doReturn(Optional.empty()).when(c.source).app(ACrossing.APP)),
                flaw("APP_TOO_OLD", c -> c.sourceApp("8.2.1", true)),
                flaw(
                        "SITE_IMPORT_CLOSED",
                        c -> doThrow(AutomationUnavailableException.of("listing imports", "Not there."))
                                .when(c.target)
                                .imports()),
                flaw("APP_DISABLED", c -> c.sourceApp("8.20.1", false)),
                flaw("APP_LICENCE_INVALID", c -> c.sourceLicence(false)),
                flaw(
                        "SITE_REFUSES",
                        c -> doThrow(RemoteFailure.lasting("Token refused.", "Make a new one."))
                                .when(c.sourceApp)
                                .boxes()),
                flaw(
                        "TARGET_IS_NO_CLOUD",
                        c -> doReturn(new ServerInfo("9.12", 1, "Server", "", ""))
                                .when(c.target)
                                .serverInfo()),
                flaw(
                        "TARGET_CREDENTIAL_REFUSED",
                        c -> doReturn(new Myself("f", "F", false))
                                .when(c.target)
                                .myself()),
                flaw(
                        "TARGET_RIGHTS_MISSING",
                        c -> doReturn(Set.of("ADMINISTER")).when(c.target).permissions(any())),
                flaw(
                        "TARGET_JIRA_NOT_LICENSED",
                        c -> doReturn(new SiteLicence(List.of(), OptionalLong.empty()))
                                .when(c.target)
                                .licence()),
                flaw("TARGET_SEATS_SHORT", c -> c.withSeats(7)),
                flaw("TARGET_APP_TOO_OLD", c -> c.targetApp("8.19.0")),
                flaw(
                        "CHECK_BROKEN",
                        c -> doThrow(new IllegalStateException("secret"))
                                .when(c.target)
                                .licence()));
    }

    private static Arguments flaw(String code, Consumer<ACrossing> flaw) {
        return argumentSet(code, code, flaw);
    }

    @ParameterizedTest
    @MethodSource("shortcomings")
    void shouldFindWhatIsNotReadyAndSayWhatToDo(String code, Consumer<ACrossing> flaw) {
        flaw.accept(crossing);

        ReadinessReport report = check();

        assertThat(report.passed()).isFalse();
        assertThat(report.failed()).singleElement().satisfies(found -> {
            assertThat(found.code()).isEqualTo(code);
            assertThat(found.title()).isNotBlank();
            assertThat(found.message()).isNotBlank().doesNotContain("secret");
            assertThat(found.whatToDo()).isNotBlank();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"7.0.0", "7.5.9"})
    void shouldWarnOfAJiraThatIsTakenButNotSupported(String version) {
        assertThat(resultOf("The source Jira is new enough", crossing.sourceVersion(version)))
                .isInstanceOfSatisfying(
                        Passed.class, passed -> assertThat(passed.remark()).startsWith("Warning"));
    }

    @ParameterizedTest
    @CsvSource({"8.2.2, true", "8.64.2, true", "8.64.3, false", "8.70.0, false"})
    void shouldWarnOfAnAppThatTheVendorCallsTooOldForTheCloud(String version, boolean warned) {
        assertThat(resultOf("The app on the source is new enough", crossing.sourceApp(version, true)))
                .isInstanceOfSatisfying(
                        Passed.class,
                        passed -> assertThat(passed.remark().startsWith("Warning"))
                                .isEqualTo(warned));
    }

    @Test
    void shouldAskAPersonToLookForTheImportWhereNoCallTells() {
        assertThat(resultOf("The target may import a Jira backup", crossing.with(Operation.IMPORT_BACKUP, Mode.MANUAL)))
                .isInstanceOfSatisfying(
                        LeftToAPerson.class,
                        left -> assertThat(left.toSee()).contains("Import Jira Server", "1 to 1,000 users"));
        assertThat(check().importAnswers()).isFalse();
    }

    @Test
    void shouldTakeJcmaForKeptOutWhereItIsNotThereOrDisabled() {
        assertThat(check().jcmaKeptOut()).isTrue();

        jcma(Optional.of(new InstalledApp(JCMA, "1.12.0", false)));
        assertThat(check().jcmaKeptOut()).isTrue();
    }

    @Test
    void shouldAskAPersonAboutJcmaWhereItIsThere() {
        jcma(Optional.of(new InstalledApp(JCMA, "1.12.0", true)));

        assertThat(resultOf("JCMA is kept out", crossing))
                .isInstanceOfSatisfying(
                        LeftToAPerson.class,
                        left -> assertThat(left.toSee()).contains("is installed", "Allow JCMA migration"));
        assertThat(check().jcmaKeptOut()).isFalse();
        assertThat(check().passed()).isTrue();
    }

    @Test
    void shouldAskAPersonAboutJcmaWhereTheSourceDoesNotReportIt() {
        when(crossing.source.app(JCMA)).thenThrow(RemoteFailure.lasting("It answers 403.", "Look."));
        when(crossing.sourceDumps.list())
                .thenThrow(AutomationUnavailableException.of("listing dumps", "no endpoint is configured."));

        assertThat(resultOf("JCMA is kept out", crossing))
                .isInstanceOfSatisfying(
                        LeftToAPerson.class, left -> assertThat(left.toSee()).contains("does not report"));
        assertThat(check().passed()).isTrue();
    }

    @Test
    void shouldFailWhereDumpsBelongToAJcmaMigration() {
        when(crossing.sourceDumps.list())
                .thenReturn(List.of(new Dump(
                        "7",
                        "JCMA dump",
                        Optional.empty(),
                        RemoteState.DONE,
                        100,
                        "",
                        OptionalLong.empty(),
                        Dump.Origin.OTHER,
                        Optional.of("To the cloud"))));

        assertThat(resultOf("JCMA is kept out", crossing)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo("JCMA_DUMPS");
            assertThat(failed.message()).startsWith("1 of its dumps");
        });
        assertThat(check().jcmaKeptOut()).isFalse();
    }

    private void jcma(Optional<InstalledApp> app) {
        when(crossing.source.app(JCMA)).thenReturn(app);
    }

    @Test
    void shouldAskNobodyWhereTheImportAnswers() {
        assertThat(check().importAnswers()).isTrue();
    }

    @Test
    void shouldNotTakeASilentTargetForOneThatImports() {
        doThrow(RemoteFailure.passing("Silent.", "Wait.")).when(crossing.target).serverInfo();

        assertThat(check().importAnswers()).isFalse();
    }

    @Test
    void shouldCountOnTheBackupWherePeopleAreNotTold() {
        assertThat(resultOf(
                        "The target Jira has seats for the people",
                        crossing.sourcePeople(0, UserListing.NOT_REPORTED).withSeats(1)))
                .isInstanceOfSatisfying(
                        LeftToAPerson.class, left -> assertThat(left.toSee()).contains("not reported", "backup"));
        assertThat(resultOf(
                        "The target Jira has seats for the people",
                        crossing.sourcePeople(2, UserListing.MAY_BE_SHORT).withSeats(100)))
                .isInstanceOfSatisfying(
                        LeftToAPerson.class, left -> assertThat(left.toSee()).contains("2 or more"));
    }

    @Test
    void shouldNotCallSeatsPassedThatNobodyCouldCount() {
        String check = "The target Jira has seats for the people";
        assertThat(resultOf(check, crossing.sourcePeople(2, UserListing.COMPLETE)))
                .isInstanceOfSatisfying(
                        LeftToAPerson.class, left -> assertThat(left.toSee()).contains("compare with the plan"));
        assertThat(resultOf(
                        check, crossing.sourcePeople(2, UserListing.COMPLETE).withSeats(100)))
                .isInstanceOf(Passed.class);
    }

    @Test
    void shouldNotTakeASilentAppManagerForAMissingApp() {
        doThrow(AutomationUnavailableException.of("asking the app manager", "The site does not say."))
                .when(crossing.target)
                .app(ACrossing.APP);

        assertThat(resultOf("The app on the target takes the dump", crossing))
                .isEqualTo(new NotApplicable("The site does not say."));
    }

    @Test
    void shouldPassAFreshInstallationWhoseFoldersAreNotThereYet() {
        CheckResult result = resultOf(
                "Files can be uploaded",
                crossing.with(Operation.CREATE_DUMP, Mode.MANUAL)
                        .withStore(folder.resolve("home/artifacts"))
                        .withHandOverFolders(List.of(folder.resolve("home/inbox"))));

        assertThat(result)
                .isInstanceOfSatisfying(
                        Passed.class, passed -> assertThat(passed.remark()).contains("upload", "upload-folders"));
    }

    @Test
    void shouldNotAskASilentSiteTwentyTimes() {
        doThrow(RemoteFailure.passing("No answer.", "Wait."))
                .when(crossing.source)
                .serverInfo();

        ReadinessReport report = check();

        assertThat(result(report, "The app on the source is new enough")).isInstanceOf(NotApplicable.class);
        assertThat(result(report, "The target Jira answers")).isInstanceOf(Passed.class);
        verify(crossing.source, never()).myself();
    }

    @Test
    void shouldCheckNothingThatAPersonDoes() {
        crossing.with(Operation.BACK_UP_JIRA, Mode.MANUAL)
                .withExportFolder(null)
                .withSecret("SOURCE", "token");

        ReadinessReport report = check();

        assertThat(report.failed()).isEmpty();
        assertThat(result(report, "Jira's export folder can be read")).isInstanceOf(NotApplicable.class);
        assertThat(result(report, "The backup can be asked for with name and password"))
                .isInstanceOf(NotApplicable.class);
    }

    @Test
    void shouldNotAskTheAppWithoutAToken() {
        assertThat(resultOf("The app on the source lets Ferry look in", crossing.withoutToken()))
                .isInstanceOf(NotApplicable.class);
    }

    @Test
    void shouldNotMindACallThatIsNotOffered() {
        doThrow(AutomationUnavailableException.of("boxes", "too old."))
                .when(crossing.sourceApp)
                .boxes();

        assertThat(resultOf("The app on the source lets Ferry look in", crossing))
                .isInstanceOf(NotApplicable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.42-AC", "unknown", "8.20.1"})
    void shouldTakeATargetAppThatFitsOrCannotBeCompared(String version) {
        assertThat(resultOf("The app on the target takes the dump", crossing.targetApp(version)))
                .isInstanceOf(Passed.class);
    }

    @Test
    void shouldNotMissAnAppThatIsInstalledLater() {
        assertThat(resultOf("The app on the target takes the dump", crossing.targetApp(null)))
                .isInstanceOf(NotApplicable.class);
    }

    @Test
    void shouldMeasureRoomWhereTheStoreWillBe() {
        assertThat(resultOf("There is room for the files", crossing.withStore(folder.resolve("not/yet/there"))))
                .isInstanceOf(Passed.class);
    }

    @Test
    void shouldCountSeatsWhereThePlanIsKnown() {
        assertThat(resultOf("The target Jira has seats for the people", crossing.withSeats(8)))
                .isInstanceOf(Passed.class);
    }

    @Test
    void shouldNotTakeAnImportThatIsClosedToScopedTokensForOneThatIsClosed() {
        doThrow(AutomationUnavailableException.of("listing imports", "The token is a scoped one."))
                .when(crossing.target)
                .imports();
        doReturn(true).when(crossing.target).usesScopedToken();

        assertThat(resultOf("The target may import a Jira backup", crossing))
                .isInstanceOfSatisfying(
                        LeftToAPerson.class,
                        left -> assertThat(left.toSee()).contains("a scoped one", "Import Jira Server"));
    }

    @Test
    void shouldNameTheScopesThatTheTokenLacks() {
        String check = "The target's API token has the scopes it needs";

        assertThat(resultOf(check, crossing)).isInstanceOf(Passed.class);
        assertThat(resultOf(check, crossing.targetScopes(TokenKind.SCOPED)))
                .isInstanceOfSatisfying(
                        Passed.class,
                        passed -> assertThat(passed.remark())
                                .contains("scoped token", "manage:jira-configuration", "write:user:jira"));
        assertThat(resultOf(check, crossing.targetScopes(TokenKind.SCOPED, "read:jira-work", "read:jira-user")))
                .isInstanceOfSatisfying(Failed.class, failed -> {
                    assertThat(failed.code()).isEqualTo("TARGET_SCOPES_MISSING");
                    assertThat(failed.message()).contains("read:jira-user, read:jira-work");
                });
    }

    private ReadinessReport check() {
        return new Readiness().check(crossing.get());
    }

    private static CheckResult resultOf(String name, ACrossing crossing) {
        return result(new Readiness().check(crossing.get()), name);
    }

    private static CheckResult result(ReadinessReport report, String name) {
        return report.checks().stream()
                .filter(checked -> checked.name().equals(name))
                .map(Checked::result)
                .findFirst()
                .orElseThrow(() -> new AssertionError("No check " + name));
    }

    @Test
    void shouldSayOfATooOldJiraWhatItFound() {
        Failed found = (Failed) resultOf("The source Jira is new enough", crossing.sourceVersion("6.3.11"));

        assertThat(found.message()).contains("6.3.11", "7.0", "7.6");
        assertThat(found.whatToDo()).contains("reason on record");
    }
}
