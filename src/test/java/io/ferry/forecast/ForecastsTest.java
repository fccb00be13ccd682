package io.ferry.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.fixtures.SampleSettings;
import io.ferry.forecast.EarlierMigrations.Earlier;
import io.ferry.forecast.Estimate.Basis;
import io.ferry.forecast.Estimate.Doer;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Mode;
import io.ferry.migration.Operation;
import io.ferry.migration.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForecastsTest {
    private static final MigrationSettings BY_HAND =
            SampleSettings.sampleSettings().build();

    @Test
    void shouldGrowWithTheSite() {
        Timetable small = Forecasts.of(sizes(10_000L), List.of(), BY_HAND);
        Timetable large = Forecasts.of(sizes(1_000_000L), List.of(), BY_HAND);

        assertThat(large.of(Phase.RESTORE_JIRA).likely())
                .isGreaterThan(small.of(Phase.RESTORE_JIRA).likely());
        // 1,000,000 issues at 2,000 a minute, with what people do before
        assertThat(large.of(Phase.RESTORE_JIRA).likely()).isBetween(Duration.ofHours(8), Duration.ofHours(10));
        assertThat(large.frozen().shortest()).isLessThan(large.frozen().likely());
        assertThat(large.frozen().likely()).isLessThan(large.frozen().longest());
    }

    @Test
    void shouldHaveSomethingToSayOfEachPhase() {
        assertThat(Forecasts.of(sizes(1L), List.of(), BY_HAND).estimates())
                .extracting(Estimate::phase)
                .containsAll(Phase.expected(false))
                .doesNotContain(Phase.ROLL_BACK);
    }

    @Test
    void shouldNotSayTwiceWhereATimeComesFrom() {
        Sizes unknown = new Sizes(null, null, null, null, null, null, null, null, null);

        assertThat(Stream.of(sizes(1L), unknown)
                        .flatMap(each -> Forecasts.of(each, List.of(), BY_HAND).estimates().stream()))
                .allSatisfy(estimate -> assertThat(estimate.because())
                        .doesNotContainIgnoringCase(estimate.basis().title()));
    }

    @Test
    void shouldNotGuessWhatNobodyKnows() {
        Timetable nothing =
                Forecasts.of(new Sizes(null, null, null, null, null, null, null, null, null), List.of(), BY_HAND);

        assertThat(nothing.estimates())
                .filteredOn(estimate -> estimate.work().equals("Jira Cloud imports the backup"))
                .singleElement()
                .satisfies(estimate -> {
                    assertThat(estimate.basis()).isEqualTo(Basis.UNKNOWN);
                    assertThat(estimate.takes()).isNull();
                    assertThat(estimate.because()).startsWith("Nobody knows how many issues");
                });
        assertThat(nothing.unknown()).isNotEmpty().allMatch(estimate -> estimate.phase() != Phase.FINISH);
    }

    @Test
    void shouldTakeWhatEarlierMigrationsTookScaledToThisSite() {
        Timetable timetable = Forecasts.of(
                sizes(200_000L),
                List.of(earlier(100_000L, Duration.ofHours(2)), earlier(400_000L, Duration.ofHours(8))),
                BY_HAND);

        assertThat(timetable.estimates())
                .filteredOn(estimate -> estimate.phase() == Phase.RESTORE_JIRA)
                .singleElement()
                .satisfies(estimate -> {
                    assertThat(estimate.basis()).isEqualTo(Basis.EARLIER_MIGRATIONS);
                    assertThat(estimate.doer()).isEqualTo(Doer.EVERYBODY);
                    assertThat(Objects.requireNonNull(estimate.takes()).likely())
                            .isEqualTo(Duration.ofHours(4));
                });
        assertThat(timetable.remarks()).isEmpty();
        // A phase of which earlier migrations say nothing keeps its parts.
        assertThat(timetable.estimates())
                .filteredOn(estimate -> estimate.phase() == Phase.VERIFY)
                .hasSizeGreaterThan(1);
    }

    @Test
    void shouldLeaveOutMigrationsOfQuiteOtherSites() {
        Timetable timetable = Forecasts.of(
                sizes(1_000_000L),
                List.of(earlier(300L, Duration.ofSeconds(20)), earlier(null, Duration.ofHours(1))),
                BY_HAND);

        assertThat(timetable.estimates()).noneMatch(estimate -> estimate.basis() == Basis.EARLIER_MIGRATIONS);
        assertThat(timetable.remarks()).singleElement().asString().startsWith("2 earlier migrations were left out");
    }

    @Test
    void shouldNotCountAgainstTheFreezeWhatPeopleCanDoBefore() {
        Sizes many =
                new Sizes(100L, 1L, 200_000L, 1L, 1L, 90_000L, 50_000L, Duration.ofMillis(1), Duration.ofMillis(1));

        Timetable timetable = Forecasts.of(many, List.of(), BY_HAND);

        assertThat(timetable.estimates())
                .filteredOn(Estimate::ahead)
                .singleElement()
                .satisfies(estimate -> assertThat(
                                Objects.requireNonNull(estimate.takes()).likely())
                        .isGreaterThan(Duration.ofHours(800)));
        assertThat(timetable.frozen().likely()).isLessThan(Duration.ofHours(10));
    }

    @Test
    void shouldCountWithThePaceThatWasMeasured() {
        Sizes slow = new Sizes(10L, 1_000L, 1_000L, 0L, 1L, 0L, 0L, Duration.ofSeconds(1), Duration.ofMillis(100));

        assertThat(Forecasts.of(slow, List.of(), BY_HAND).estimates())
                .filteredOn(estimate -> estimate.basis() == Basis.MEASURED)
                .filteredOn(estimate -> estimate.phase() == Phase.CHECK_READINESS)
                .singleElement()
                .satisfies(estimate -> assertThat(
                                Objects.requireNonNull(estimate.takes()).likely())
                        .isGreaterThan(Duration.ofSeconds(1_000)));
    }

    @Test
    void shouldPlanPeopleOnlyForWhatPeopleDo() {
        MigrationSettings automatic =
                SampleSettings.sampleSettings().automatic().build();

        assertThat(works(BY_HAND, Doer.PEOPLE))
                .contains(
                        "Reinstall the app at the same version",
                        "Install the app in the cloud, see that it is licensed",
                        "Upload the dump, type RESTORE, answer the app's dialog",
                        "Switch the integrations on, one by one")
                .anyMatch(work -> work.endsWith("start the import"));
        assertThat(works(automatic, Doer.PEOPLE))
                .doesNotContain(
                        "Reinstall the app at the same version",
                        "Install the app in the cloud, see that it is licensed",
                        "Switch the integrations on, one by one")
                .noneMatch(work -> work.endsWith("start the import") || work.startsWith("Upload the dump"))
                .contains("Judge the differences, try the app");
        assertThat(works(automatic, Doer.SITE)).contains("Reinstall the app at the same version");
    }

    @Test
    void shouldPlanOfARehearsalWhatItDoes() {
        MigrationSettings rehearsal =
                SampleSettings.sampleSettings().rehearsal(true).build();

        assertThat(Forecasts.of(sizes(1L), List.of(), rehearsal).estimates())
                .extracting(Estimate::work)
                .containsExactly(
                        "Check both sites, count the source",
                        "Reinstall the app at the same version",
                        "Make and fetch the app's dump",
                        "Jira writes its XML backup",
                        "Fetch the file, read it through and judge it",
                        "Read the target's accounts and match everybody");
        assertThat(works(SampleSettings.sampleSettings().dressRehearsal().build(), Doer.PEOPLE))
                .contains("Stop synchronisation, tell everybody, freeze the source");
    }

    @Test
    void shouldLearnNothingFromMigrationsThatDidAPhaseInAnotherMode() {
        List<Earlier> byHand = List.of(earlier(200_000L, Duration.ofHours(9)));
        MigrationSettings importedByFerry = BY_HAND.withModes(Map.of(Operation.IMPORT_BACKUP, Mode.AUTOMATIC));

        Timetable timetable = Forecasts.of(sizes(200_000L), byHand, importedByFerry);

        assertThat(timetable.estimates()).noneMatch(estimate -> estimate.basis() == Basis.EARLIER_MIGRATIONS);
        assertThat(timetable.remarks()).singleElement().asString().contains("in another mode");
        assertThat(Forecasts.workAndPeople(sizes(200_000L), byHand, importedByFerry)
                        .get(Phase.RESTORE_JIRA))
                .extracting(Expected::basis)
                .isEqualTo(Basis.ASSUMED);
    }

    private static List<String> works(MigrationSettings settings, Doer doer) {
        return Forecasts.of(sizes(1_000L), List.of(), settings).estimates().stream()
                .filter(estimate -> estimate.doer() == doer)
                .map(Estimate::work)
                .toList();
    }

    private static Sizes sizes(Long issues) {
        return new Sizes(issues, 10L, 1_000L, 50L, 2L, 100L, 20L, Duration.ofMillis(100), Duration.ofMillis(100));
    }

    private static Earlier earlier(@Nullable Long issues, Duration restore) {
        return new Earlier(issues, 1_000L, Map.of(Phase.RESTORE_JIRA, restore), Map.of(), BY_HAND.byHand());
    }
}
