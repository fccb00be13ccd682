package io.ferry.forecast;

import io.ferry.forecast.EarlierMigrations.Earlier;
import io.ferry.forecast.Estimate.Basis;
import io.ferry.forecast.Estimate.Doer;
import io.ferry.forecast.Estimate.Size;
import io.ferry.forecast.Estimate.Span;
import io.ferry.forecast.Estimate.Unit;
import io.ferry.forecast.Expected.Experience;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Mode;
import io.ferry.migration.Operation;
import io.ferry.migration.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a timetable. For each phase the best basis counts: earlier migrations with sites of about this size, else what was
 * measured, else what is assumed. All rates that Ferry assumes are here.
 */
public final class Forecasts {
    /** A source this many times smaller or larger says nothing about this one. */
    private static final long COMPARABLE = 10;

    /** As Ferry's own counts limit themselves: {@code ferry.verification.boxes-with-scope} and {@code boxes-with-issues}. */
    private static final long BOXES_WITH_SCOPE = 20_000;

    private static final long BOXES_WITH_ISSUES = 2_000;
    private static final long PEOPLE_A_PAGE = 1_000;
    private static final long OTHER_CALLS = 40;

    /** Source: facts/bigpicture.md, The restore: more than these are a sign that the import did not arrive whole. */
    private static final long LEFT_BY_THE_IMPORT = 30;

    private static final String REHEARSE = " A rehearsal measures it.";

    private Forecasts() {}

    /**
     * A timetable by what the sites showed and what earlier migrations took.
     *
     * @param settings who does what, and whether it is a rehearsal
     * @param earlier only those of about this size count, and for a phase only those that did it in the same modes
     */
    public static Timetable of(Sizes sizes, List<Earlier> earlier, MigrationSettings settings) {
        List<Earlier> comparable =
                earlier.stream().filter(one -> isComparable(one, sizes)).toList();
        List<Estimate> estimates = new ArrayList<>();
        Set<Phase> route = Phase.expected(settings.rehearsal());
        for (Phase phase : route) {
            Estimate experience = experience(phase, sizes, alike(phase, comparable, settings));
            if (experience == null || phase == Phase.FINISH) {
                estimates.addAll(parts(phase, sizes, settings));
            } else {
                estimates.add(experience);
            }
        }
        List<String> remarks = new ArrayList<>();
        int leftOut = earlier.size() - comparable.size();
        if (leftOut > 0) {
            remarks.add((leftOut == 1 ? "One earlier migration was" : leftOut + " earlier migrations were")
                    + " left out: more than " + COMPARABLE
                    + " times smaller or larger than this one, or not counted.");
        }
        if (comparable.stream()
                .anyMatch(one -> route.stream().anyMatch(phase -> !settings.isDoneAlike(phase, one.byHand())))) {
            remarks.add(
                    "Where an earlier migration did a phase in another mode, by hand or automatically, it does not count.");
        }
        return new Timetable(estimates, remarks);
    }

    /**
     * What is expected of each phase, work and people apart.
     *
     * @param settings who does what; where people do the work at a site, they also wait for it
     * @param earlier only those of about this size count, and for a phase only those that did it in the same modes
     */
    static Map<Phase, Expected> workAndPeople(Sizes sizes, List<Earlier> earlier, MigrationSettings settings) {
        List<Earlier> comparable =
                earlier.stream().filter(one -> isComparable(one, sizes)).toList();
        Map<Phase, Expected> expected = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.expected(settings.rehearsal())) {
            List<Experience> there = alike(phase, comparable, settings).stream()
                    .map(one -> new Experience(
                            closeness(one, sizes),
                            scaled(phase, Objects.requireNonNull(one.worked(phase)), one, sizes),
                            one.waited().getOrDefault(phase, Duration.ZERO)))
                    .toList();
            expected.put(
                    phase,
                    there.isEmpty()
                            ? Expected.of(parts(phase, sizes, settings), isWaitedForByPeople(phase, settings))
                            : Expected.of(there));
        }
        return expected;
    }

    /** Whether people do the long work of a phase at its site, and so wait for its end. */
    private static boolean isWaitedForByPeople(Phase phase, MigrationSettings settings) {
        return Stream.of(Operation.CREATE_DUMP, Operation.BACK_UP_JIRA, Operation.IMPORT_BACKUP, Operation.RESTORE_DUMP)
                .anyMatch(operation -> operation.phase() == phase && isByHand(operation, settings));
    }

    private static boolean isByHand(Operation operation, MigrationSettings settings) {
        return settings.mode(operation) == Mode.MANUAL;
    }

    private static List<Earlier> alike(Phase phase, List<Earlier> earlier, MigrationSettings settings) {
        return earlier.stream().filter(one -> one.didAlike(phase, settings)).toList();
    }

    /** 1 for a source of the same size, less for others. */
    private static double closeness(Earlier earlier, Sizes sizes) {
        double ratio = (double) Objects.requireNonNull(earlier.issues()) / Objects.requireNonNull(sizes.issues());
        return 1 / (1 + Math.abs(Math.log(ratio)) / Math.log(2));
    }

    private static boolean isComparable(Earlier earlier, Sizes sizes) {
        Long there = earlier.issues();
        Long here = sizes.issues();
        return there != null
                && here != null
                && there > 0
                && here > 0
                && there <= here * COMPARABLE
                && here <= there * COMPARABLE;
    }

    private static @Nullable Estimate experience(Phase phase, Sizes sizes, List<Earlier> alike) {
        List<Duration> took =
                alike.stream().map(one -> scaled(phase, one, sizes)).sorted().toList();
        if (took.isEmpty()) {
            return null;
        }
        Duration likely = took.get(took.size() / 2);
        // One or two runs show no spread.
        Duration shortest = took.size() < 3 ? likely.dividedBy(2) : took.getFirst();
        Duration longest = took.size() < 3 ? likely.multipliedBy(2) : took.getLast();
        String scale = switch (scale(phase)) {
            case ISSUES -> ", scaled by the number of issues";
            case PEOPLE -> ", scaled by the number of people";
            default -> "";
        };
        return new Estimate(
                phase,
                "The whole phase, the waiting for people included",
                Doer.EVERYBODY,
                size(scale(phase) == Unit.PEOPLE ? sizes.people() : sizes.issues(), scale(phase)),
                Basis.EARLIER_MIGRATIONS,
                (took.size() == 1 ? "As one earlier migration took" : "As " + took.size() + " earlier migrations took")
                        + scale
                        + (took.size() < 3 ? "; half and twice as long are possible." : "."),
                new Span(shortest, likely, longest));
    }

    private static Duration scaled(Phase phase, Earlier earlier, Sizes sizes) {
        return scaled(phase, Objects.requireNonNull(earlier.took().get(phase)), earlier, sizes);
    }

    private static Duration scaled(Phase phase, Duration took, Earlier earlier, Sizes sizes) {
        return switch (scale(phase)) {
            case ISSUES -> scaled(took, sizes.issues(), earlier.issues());
            case PEOPLE -> scaled(took, sizes.people(), earlier.people());
            default -> took;
        };
    }

    private static Duration scaled(Duration took, @Nullable Long here, @Nullable Long there) {
        return here == null || there == null || there == 0
                ? took
                : Duration.ofMillis(Math.round(took.toMillis() * ((double) here / there)));
    }

    /** What the time of a phase grows with; calls stand for nothing that is known of earlier migrations. */
    private static Unit scale(Phase phase) {
        return switch (phase) {
            case BACK_UP_JIRA, RESTORE_JIRA -> Unit.ISSUES;
            case MAP_USERS -> Unit.PEOPLE;
            default -> Unit.CALLS;
        };
    }

    private static @Nullable Size size(@Nullable Long amount, Unit unit) {
        return amount == null || unit == Unit.CALLS ? null : new Size(amount, unit);
    }

    private static List<Estimate> parts(Phase phase, Sizes sizes, MigrationSettings settings) {
        return switch (phase) {
            case CHECK_READINESS -> {
                Estimate checks =
                        calls(phase, "Check both sites, count the source", callsOfOneSide(sizes), sizes.sourceCall());
                // Without a freeze nobody stops the source.
                yield settings.freezesSource()
                        ? List.of(
                                checks,
                                people(
                                        phase,
                                        "Stop synchronisation, tell everybody, freeze the source",
                                        Span.minutes(15, 30, 120)))
                        : List.of(checks);
            }
            case BACK_UP_BIGPICTURE ->
                List.of(
                        isByHand(Operation.REINSTALL_APP, settings)
                                ? people(phase, "Reinstall the app at the same version", Span.minutes(10, 20, 60))
                                : automatic(phase, "Reinstall the app at the same version", Span.minutes(2, 5, 20)),
                        assumed(
                                phase,
                                "Make and fetch the app's dump",
                                Doer.SITE,
                                null,
                                "No call reports the size of the app's database, and the vendor names no rate."
                                        + REHEARSE,
                                Span.minutes(10, 30, 180)));
            case BACK_UP_JIRA ->
                List.of(
                        bySize(
                                phase,
                                "Jira writes its XML backup",
                                Doer.SITE,
                                sizes.issues(),
                                Unit.ISSUES,
                                Basis.ASSUMED,
                                "20,000 issues a minute, 5,000 to 60,000. It depends on the database and on how much"
                                        + " text the issues hold." + REHEARSE,
                                60_000,
                                20_000,
                                5_000),
                        bySize(
                                phase,
                                "Fetch the file, read it through and judge it",
                                Doer.FERRY,
                                sizes.issues(),
                                Unit.ISSUES,
                                Basis.BENCHMARK,
                                "Read at 1,500,000 issues a minute and more; fetched at 100 MB/s to 5 MB/s, with 1.7 KB of zip"
                                        + " for an issue (both measured with sample backups).",
                                1_000_000,
                                500_000,
                                100_000));
            case RESTORE_JIRA ->
                List.of(
                        isByHand(Operation.IMPORT_BACKUP, settings)
                                ? people(
                                        phase,
                                        "Back up the target, look at what is overwritten, type IMPORT, start the import",
                                        Span.minutes(20, 45, 180))
                                : people(
                                        phase,
                                        "Back up the target, look at what is overwritten, type IMPORT",
                                        Span.minutes(15, 35, 150)),
                        bySize(
                                phase,
                                "Jira Cloud imports the backup",
                                Doer.SITE,
                                sizes.issues(),
                                Unit.ISSUES,
                                Basis.ASSUMED,
                                "2,000 issues a minute, 500 to 6,000. Atlassian publishes no rate, and the import may"
                                        + " wait for others. This decides how long the weekend is: only a trial import into"
                                        + " another cloud site measures it.",
                                6_000,
                                2_000,
                                500),
                        calls(phase, "Compare the counts", callsOfJira(sizes), sizes.targetCall()));
            case INSTALL_BIGPICTURE ->
                List.of(
                        isByHand(Operation.INSTALL_APP, settings)
                                ? people(
                                        phase,
                                        "Install the app in the cloud, see that it is licensed",
                                        Span.minutes(5, 15, 60))
                                : automatic(
                                        phase,
                                        "Install the app in the cloud, see that it is licensed",
                                        Span.minutes(1, 5, 20)));
            case MAP_USERS -> {
                Estimate matching = calls(
                        phase,
                        "Read the target's accounts and match everybody",
                        sizes.people() == null ? null : sizes.people() / PEOPLE_A_PAGE + OTHER_CALLS,
                        sizes.targetCall());
                if (settings.rehearsal()) {
                    // It matches people, and changes nothing.
                    yield List.of(matching);
                }
                yield List.of(
                        matching,
                        isByHand(Operation.CREATE_USERS, settings)
                                ? people(
                                        phase,
                                        "Create the accounts that the import did not bring, from Ferry's list",
                                        Span.minutes(5, 20, 120))
                                : accounts(phase, sizes.accountsToCreate()),
                        bySize(
                                        phase,
                                        "Decide about people who need a decision or have no usable address",
                                        Doer.PEOPLE,
                                        sizes.undecided(),
                                        Unit.PEOPLE,
                                        Basis.ASSUMED,
                                        "A minute each, 10 seconds to 3 minutes, if each is decided alone; many can be"
                                                + " decided together. Do it days before, on the mapping page of a rehearsal.",
                                        6,
                                        1,
                                        1.0 / 3)
                                .doneAhead());
            }
            case RESTORE_BIGPICTURE ->
                List.of(
                        isByHand(Operation.RESTORE_DUMP, settings)
                                ? people(
                                        phase,
                                        "Upload the dump, type RESTORE, answer the app's dialog",
                                        Span.minutes(15, 30, 90))
                                : people(phase, "Look at what is overwritten, type RESTORE", Span.minutes(5, 15, 60)),
                        assumed(
                                phase,
                                "The app makes its safety dump and restores",
                                Doer.SITE,
                                null,
                                "No call reports the size of the app's database, and the vendor names no rate. A restore into a"
                                        + " trial site measures it.",
                                Span.minutes(20, 60, 360)));
            case VERIFY ->
                List.of(
                        calls(phase, "Count and compare the target", callsOfOneSide(sizes), sizes.targetCall()),
                        people(phase, "Judge the differences, try the app", Span.minutes(30, 90, 300)));
            case REACTIVATE_INTEGRATIONS ->
                isByHand(Operation.ACTIVATE_CONNECTIONS, settings)
                        ? List.of(integrations(phase, sizes.connections()))
                        : List.of(
                                people(phase, "Pick the integrations", Span.minutes(5, 10, 30)),
                                automatic(phase, "Switch the integrations on", Span.minutes(1, 5, 20)));
            case FINISH ->
                List.of(
                        new Estimate(
                                phase,
                                "Transfer the attachments",
                                Doer.PEOPLE,
                                null,
                                Basis.UNKNOWN,
                                "Attachments are not in the backup and travel separately. No call reports how many gigabytes"
                                        + " there are: look at the folder data/attachments in Jira's home.",
                                null),
                        people(
                                phase,
                                "Switch synchronisation on, correct links, tell everybody",
                                Span.minutes(60, 180, 480)));
            case ROLL_BACK -> List.of();
        };
    }

    /** The import brings people with it, so that few are left; if many are, it did not arrive whole. */
    private static Estimate accounts(Phase phase, @Nullable Long missing) {
        String work = "Create the accounts that the import did not bring";
        return missing == null
                ? new Estimate(
                        phase,
                        work,
                        Doer.FERRY,
                        null,
                        Basis.UNKNOWN,
                        "The target's accounts were not compared with the people.",
                        null)
                : new Estimate(
                        phase,
                        work,
                        Doer.FERRY,
                        new Size(missing, Unit.ACCOUNTS),
                        Basis.ASSUMED,
                        "At most so many. The import brings most of them, and 20 to 30 are usually left; then it takes"
                                + " minutes. All of them at 2 a second are the longest time.",
                        new Span(
                                Duration.ZERO,
                                Span.at(Math.min(missing, LEFT_BY_THE_IMPORT), 120, 120, 120)
                                        .likely(),
                                Span.at(missing, 120, 120, 120).likely()));
    }

    private static Estimate integrations(Phase phase, @Nullable Long connections) {
        if (connections == null) {
            return people(phase, "Switch the integrations on, one by one", Span.minutes(10, 30, 120));
        }
        return new Estimate(
                phase,
                "Switch the integrations on, one by one",
                Doer.PEOPLE,
                new Size(connections, Unit.CONNECTIONS),
                Basis.ASSUMED,
                "10 minutes each, 5 to 30.",
                Span.minutes(5, 10, 30).times(connections));
    }

    private static Estimate people(Phase phase, String work, Span takes) {
        return assumed(phase, work, Doer.PEOPLE, null, "For people who have read the task before.", takes);
    }

    private static Estimate automatic(Phase phase, String work, Span takes) {
        return assumed(phase, work, Doer.SITE, null, "Assumed: Ferry has the site do it.", takes);
    }

    private static Estimate assumed(
            Phase phase, String work, Doer doer, @Nullable Size size, String because, Span takes) {
        return new Estimate(phase, work, doer, size, Basis.ASSUMED, because, takes);
    }

    private static Estimate bySize(
            Phase phase,
            String work,
            Doer doer,
            @Nullable Long amount,
            Unit unit,
            Basis basis,
            String because,
            double best,
            double usual,
            double worst) {
        return amount == null
                ? new Estimate(
                        phase,
                        work,
                        doer,
                        null,
                        Basis.UNKNOWN,
                        "Nobody knows how many " + unit.title() + " there are.",
                        null)
                : new Estimate(
                        phase, work, doer, new Size(amount, unit), basis, because, Span.at(amount, best, usual, worst));
    }

    /** A look at a site, at the pace that was measured. */
    private static Estimate calls(Phase phase, String work, @Nullable Long calls, @Nullable Duration call) {
        if (calls == null || call == null) {
            return new Estimate(
                    phase,
                    work,
                    Doer.FERRY,
                    calls == null ? null : new Size(calls, Unit.CALLS),
                    Basis.UNKNOWN,
                    call == null ? "The site was not asked." : "The source does not report its size.",
                    null);
        }
        Duration likely = call.multipliedBy(calls);
        return new Estimate(
                phase,
                work,
                Doer.FERRY,
                new Size(calls, Unit.CALLS),
                Basis.MEASURED,
                "A call took " + Math.max(1, call.toMillis()) + " ms just now, on average; a busy site takes longer.",
                new Span(likely.dividedBy(2), likely, likely.multipliedBy(3)));
    }

    private static @Nullable Long callsOfOneSide(Sizes sizes) {
        Long ofJira = callsOfJira(sizes);
        if (ofJira == null) {
            return null;
        }
        long boxes = sizes.boxes() == null ? 0 : sizes.boxes();
        return ofJira + Math.min(boxes, BOXES_WITH_SCOPE) + Math.min(boxes, BOXES_WITH_ISSUES);
    }

    private static @Nullable Long callsOfJira(Sizes sizes) {
        Long projects = sizes.projects();
        return projects == null
                ? null
                : (Long) (projects + (sizes.people() == null ? 0 : sizes.people() / PEOPLE_A_PAGE) + OTHER_CALLS);
    }
}
