package io.ferry.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.jira.AppLicence;
import io.ferry.readiness.CheckResult.Failed;
import io.ferry.readiness.CheckResult.LeftToAPerson;
import io.ferry.readiness.CheckResult.Passed;
import io.ferry.readiness.ReadinessReport.Checked;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadinessDatesTest {
    private static final String CREDENTIALS = "Credentials last until the planned end";
    private static final String DATA_CENTER = "Data Center may be used until the planned end";
    private static final String JIRA = "The source Jira is licensed";
    private static final String APP = "The app on the source is licensed";
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 29);
    private static final LocalDate END = LocalDate.of(2027, 2, 28);
    private static final LocalDate LATER = LocalDate.of(2027, 6, 1);

    @TempDir
    private Path folder;

    private ACrossing crossing;

    @BeforeEach
    void plan() {
        crossing = new ACrossing(folder).on(TODAY).plannedUntil(END).withLastDays(LATER, LATER, LATER);
    }

    @ParameterizedTest
    @CsvSource({"2027-03-01, true", "2027-02-28, false", "2026-12-01, false", "2026-11-01, false"})
    void shouldNameACredentialThatEndsBeforeTheMigrationDoes(LocalDate ends, boolean enough) {
        var result = resultOf(CREDENTIALS, crossing.withLastDays(null, ends, LATER));

        assertThat(result instanceof Passed).isEqualTo(enough);
        if (!enough) {
            assertThat(result).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.code()).isEqualTo("CREDENTIAL_ENDS");
                assertThat(failed.message())
                        .contains("The app's token of the source (app) ends on " + ends, "the planned end, 2027-02-28")
                        .doesNotContain("(target)");
            });
        }
    }

    @Test
    void shouldCompareWithTodayWhereNothingElseIsPlanned() {
        assertThat(resultOf(CREDENTIALS, crossing.plannedUntil(null).withLastDays(TODAY.plusDays(1), LATER, LATER)))
                .isInstanceOf(Passed.class);
        assertThat(resultOf(CREDENTIALS, crossing.withLastDays(LATER, LATER, TODAY)))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.message())
                                .contains("The credential of the target (target)", "no planned end is given"));
        assertThat(resultOf(CREDENTIALS, crossing.plannedUntil(TODAY.minusDays(9))))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.message()).contains("the planned end is over"));
    }

    @Test
    void shouldAskForTheLastDayOfTokensAndNotOfPasswords() {
        // The source's credential is a name with a password.
        assertThat(resultOf(CREDENTIALS, crossing.withLastDays(null, null, null)))
                .isInstanceOfSatisfying(
                        LeftToAPerson.class,
                        left -> assertThat(left.toSee())
                                .contains("(app)", "(target)")
                                .doesNotContain("(source)"));
        assertThat(resultOf(CREDENTIALS, crossing.withSecret("SOURCE", "a-token")))
                .isInstanceOfSatisfying(
                        LeftToAPerson.class, left -> assertThat(left.toSee()).contains("(source)"));
    }

    @ParameterizedTest
    @CsvSource({"2027-02-28, false", "2028-03-29, false", "2028-03-30, true", "2029-03-27, true"})
    void shouldTellWhatAtlassianDoesToDataCenter(LocalDate end, boolean warned) {
        assertThat(resultOf(DATA_CENTER, crossing.plannedUntil(end)))
                .isInstanceOfSatisfying(
                        Passed.class,
                        passed -> assertThat(passed.remark())
                                .contains("2028-03-30", "2029-03-28")
                                .matches(remark -> remark.startsWith("Warning") == warned));
    }

    @Test
    void shouldRefuseAnEndAfterDataCenterIsReadOnly() {
        assertThat(resultOf(DATA_CENTER, crossing.plannedUntil(LocalDate.of(2029, 3, 28))))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.code()).isEqualTo("DATA_CENTER_ENDS"));
        assertThat(resultOf(DATA_CENTER, crossing.plannedUntil(null).on(LocalDate.of(2029, 4, 1))))
                .isInstanceOf(Failed.class);
    }

    @Test
    void shouldNameLicencesThatEndBeforeTheMigrationDoes() {
        assertThat(resultOf(JIRA, crossing.jiraLicensedUntil(LATER)))
                .isEqualTo(new Passed("The licence is valid, until 2027-06-01."));
        assertThat(resultOf(JIRA, crossing.jiraLicensedUntil(END)))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.code()).isEqualTo("JIRA_LICENCE_ENDS"));
        assertThat(resultOf(APP, crossing.appLicensedUntil(LATER))).isInstanceOf(Passed.class);
        assertThat(resultOf(APP, crossing.appLicensedUntil(END)))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.code()).isEqualTo("APP_LICENCE_ENDS"));
    }

    @Test
    void shouldNotTakeAJiraThatDoesNotTellForOneWithoutLicence() {
        assertThat(resultOf(JIRA, crossing.jiraLicence(Optional.empty()))).isInstanceOf(LeftToAPerson.class);
        assertThat(resultOf(
                        JIRA,
                        crossing.jiraLicence(Optional.of(
                                new AppLicence(false, false, "", Optional.of("EXPIRED"), Optional.empty())))))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.code()).isEqualTo("JIRA_LICENCE_INVALID"));
    }

    private static CheckResult resultOf(String name, ACrossing crossing) {
        return new Readiness()
                .check(crossing.get()).checks().stream()
                        .filter(checked -> checked.name().equals(name))
                        .map(Checked::result)
                        .findFirst()
                        .orElseThrow();
    }
}
