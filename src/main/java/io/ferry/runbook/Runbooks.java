package io.ferry.runbook;

import io.ferry.forecast.Estimate.Span;
import io.ferry.migration.Actor;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Phase;
import io.ferry.migration.PhaseRun;
import io.ferry.migration.Question;
import io.ferry.migration.Timeline;
import io.ferry.migration.VisibleTeams;
import io.ferry.runbook.KeptPlans.KeptPlan;
import io.ferry.runbook.PlannedTimes.Times;
import io.ferry.runbook.Runbook.Kind;
import io.ferry.runbook.Runbook.Line;
import io.ferry.runbook.Runbook.Origin;
import io.ferry.runbook.Runbook.Plan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Makes runbooks, and keeps plans. */
@Service
public class Runbooks {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

    private final PlannedTimes plannedTimes;
    private final KeptPlans keptPlans;
    private final Timeline timeline;
    private final Confirmations confirmations;
    private final Clock clock;

    Runbooks(
            PlannedTimes plannedTimes,
            KeptPlans keptPlans,
            Timeline timeline,
            Confirmations confirmations,
            Clock clock) {
        this.plannedTimes = plannedTimes;
        this.keptPlans = keptPlans;
        this.timeline = timeline;
        this.confirmations = confirmations;
        this.clock = clock;
    }

    /**
     * What the runbook needs to know of others.
     *
     * @param tasks of people, as the models have them, in the order of the route
     * @param approvers who confirms
     * @param waiting tasks that wait now, and since when; empty where Camunda does not answer
     * @param teams whose rehearsals and assessments may be used
     */
    public record Surroundings(
            List<RouteTask> tasks, Approvers approvers, Map<Question, Instant> waiting, VisibleTeams teams) {
        public Surroundings {
            tasks = tasks.stream()
                    .sorted(Comparator.comparing(RouteTask::question))
                    .toList();
            waiting = Map.copyOf(waiting);
        }
    }

    /**
     * The runbook of a migration. A chosen start counts first, with the times that are known now; then the plan that was kept;
     * then the beginning of the migration, if it has begun.
     *
     * @param chosen the start that the reader chose; null for none
     * @param zone in whose time it is read; null for that of the plan
     */
    public Runbook of(Migration migration, @Nullable Start chosen, @Nullable ZoneId zone, Surroundings surroundings) {
        MigrationSettings settings = migration.settings();
        List<PhaseRun> runs = timeline.phases(migration.id());
        List<Confirmation> answers = confirmations.all(migration.id());
        Instant now = clock.instant();
        Times times = plannedTimes.of(migration, surroundings.teams());
        Optional<KeptPlan> kept = chosen == null ? keptPlans.find(migration.id()) : Optional.empty();
        Set<Phase> route = Phase.expected(settings.rehearsal());
        Schedule schedule = Schedule.of(route, kept.map(KeptPlan::parts).orElse(times.parts()));
        Plan plan = plan(settings, chosen, zone, kept.orElse(null), runs, schedule, times);
        Lines making = new Lines(
                migration,
                plan,
                schedule,
                route,
                surroundings.tasks(),
                surroundings.approvers(),
                runs,
                answers,
                surroundings.waiting(),
                now);
        List<Line> lines = making.all();
        Optional<Begun> before = begun(runs, answers)
                .filter(begun -> plan.start() != null && begun.at().isBefore(plan.start()));
        return new Runbook(
                migration.id(),
                migration.name(),
                migration.app().title(),
                settings.source().url().toString(),
                settings.target().url().toString(),
                settings.dressRehearsal()
                        ? Kind.DRESS_REHEARSAL
                        : settings.rehearsal() ? Kind.REHEARSAL : Kind.MIGRATION,
                now,
                plan,
                lines,
                making.behind(lines),
                migration.outcome() == null && plan.start() != null && before.isEmpty(),
                warnings(migration, plan, runs.isEmpty(), before, now),
                Preparations.of(migration, surroundings.approvers(), times, schedule.parts()),
                Decisions.gates(settings, lines, answers),
                Decisions.waysBack(settings, answers, migration.outcome(), !runs.isEmpty()),
                Announcements.of(migration, plan));
    }

    /** What came of keeping a plan. */
    public sealed interface Keeping {
        /** It is the plan now. */
        record Kept() implements Keeping {}

        /** The migration has ended: its plan stays as it was. */
        record Ended() implements Keeping {}

        /**
         * It would begin after the migration did, so nothing could be held against it.
         *
         * @param because what has happened, and when, in a sentence
         */
        record BeginsTooLate(String because) implements Keeping {}
    }

    /**
     * Keeps a plan: the start, and the times that are known now. It takes the place of an earlier one, and is on the timeline. It
     * may begin later than the first phase, which may wait for its day, but not after the freeze or the end of that phase.
     */
    public Keeping keep(Migration migration, Start start, VisibleTeams teams, Actor by) {
        if (migration.outcome() != null) {
            return new Keeping.Ended();
        }
        Optional<Begun> before = begun(timeline.phases(migration.id()), confirmations.all(migration.id()))
                .filter(begun -> begun.at().isBefore(start.at()));
        if (before.isPresent()) {
            return new Keeping.BeginsTooLate(before.get().words(start.zone()));
        }
        Times times = plannedTimes.of(migration, teams);
        keptPlans.keep(migration.id(), start, times.parts(), times.sources(), by);
        return new Keeping.Kept();
    }

    /** What no plan can begin after. */
    private record Begun(String what, Instant at) {
        String words(ZoneId zone) {
            return what + " on " + Clocks.moment(at, zone) + ".";
        }
    }

    /** What ended the time in which the migration could wait for the day of its plan; empty while it can. */
    private static Optional<Begun> begun(List<PhaseRun> runs, List<Confirmation> answers) {
        return Stream.concat(
                        answers.stream()
                                .filter(answer -> answer.question() == Question.FREEZE && answer.isConfirmation())
                                .map(answer -> new Begun("The freeze was confirmed", answer.at())),
                        runs.stream()
                                .filter(run -> run.state() == PhaseRun.State.ENDED)
                                .map(run -> new Begun(
                                        run.phase().title() + " ended", Objects.requireNonNull(run.endedAt()))))
                .min(Comparator.comparing(Begun::at));
    }

    private static Plan plan(
            MigrationSettings settings,
            @Nullable Start chosen,
            @Nullable ZoneId zone,
            @Nullable KeptPlan kept,
            List<PhaseRun> runs,
            Schedule schedule,
            Times times) {
        Start start = chosen != null
                ? chosen
                : kept != null
                        ? kept.start()
                        : runs.isEmpty() ? null : new Start(runs.getFirst().startedAt(), Start.zone(null));
        Span frozen = settings.freezesSource() ? frozen(schedule, settings) : null;
        Window freeze = frozen == null ? null : freeze(schedule, settings);
        return new Plan(
                chosen != null
                        ? Origin.CHOSEN
                        : kept != null ? Origin.KEPT : start != null ? Origin.STARTED : Origin.NONE,
                start == null ? null : start.at(),
                zone != null ? zone : start == null ? Start.zone(null) : start.zone(),
                kept == null ? 0 : kept.revision(),
                kept == null ? null : kept.at(),
                kept == null ? null : kept.by(),
                schedule.whole(),
                frozen,
                start == null || freeze == null ? null : start.at().plus(freeze.from()),
                start == null || freeze == null ? null : start.at().plus(freeze.to()),
                schedule.parts(),
                schedule.unknown().stream()
                        .map(part -> part.phase().title() + ": " + part.work())
                        .toList(),
                kept == null ? times.sources() : kept.sources());
    }

    /** From the end of the first phase, with which people are kept out, until they may work again. */
    private static Window freeze(Schedule schedule, MigrationSettings settings) {
        Phase last = settings.rehearsal() ? Phase.MAP_USERS : Phase.REACTIVATE_INTEGRATIONS;
        Window from = schedule.window(Phase.CHECK_READINESS, Question.FREEZE);
        return from.until(schedule.window(last));
    }

    private static Span frozen(Schedule schedule, MigrationSettings settings) {
        Span sum = Span.NONE;
        for (Part part : schedule.parts()) {
            boolean within = settings.rehearsal() || part.phase() != Phase.FINISH;
            if (within && part.phase() != Phase.CHECK_READINESS) {
                sum = sum.plus(part.planned());
            }
        }
        return sum;
    }

    private static List<String> warnings(
            Migration migration, Plan plan, boolean notBegun, Optional<Begun> before, Instant now) {
        List<String> warnings = new ArrayList<>();
        Instant start = plan.start();
        if (start == null) {
            return warnings;
        }
        Duration slack = Duration.ofHours(1);
        if (notBegun && migration.outcome() == null && start.plus(slack).isBefore(now)) {
            warnings.add("The plan should have begun on " + Clocks.moment(start, plan.zone())
                    + ", and no phase has. Choose another start.");
        }
        before.ifPresent(one -> warnings.add("This plan begins on " + Clocks.moment(start, plan.zone())
                + ", after the migration itself did. " + one.words(plan.zone())
                + " What was done before is not held against the plan. Choose a start that is not later."));
        MigrationSettings settings = migration.settings();
        LocalDate end = Objects.requireNonNull(plan.at(plan.whole().longest()))
                .atZone(plan.zone())
                .toLocalDate();
        LocalDate plannedEnd = settings.plannedEnd();
        if (plannedEnd != null && plannedEnd.isBefore(end)) {
            warnings.add("The settings plan the end for " + DAY.format(plannedEnd) + "; by this plan it is "
                    + DAY.format(end) + " at the latest.");
        }
        lastsUntil(
                warnings,
                end,
                settings.source().credential().value(),
                settings.source().credentialEnds());
        lastsUntil(
                warnings,
                end,
                settings.target().credential().value(),
                settings.target().credentialEnds());
        var sourceApp = settings.source().bigPictureCredential();
        if (sourceApp != null) {
            lastsUntil(warnings, end, sourceApp.value(), settings.source().bigPictureCredentialEnds());
        }
        var targetApp = settings.target().bigPictureCredential();
        if (targetApp != null) {
            lastsUntil(warnings, end, targetApp.value(), settings.target().bigPictureCredentialEnds());
        }
        return warnings;
    }

    private static void lastsUntil(List<String> warnings, LocalDate end, String credential, @Nullable LocalDate last) {
        if (last != null && last.isBefore(end)) {
            warnings.add("The credential “" + credential + "” ends on " + DAY.format(last) + ", and this plan on "
                    + DAY.format(end) + " at the latest: make a new one.");
        }
    }
}
