package io.ferry.runbook;

import io.ferry.base.Words;
import io.ferry.forecast.Estimate.Span;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Migration;
import io.ferry.migration.Phase;
import io.ferry.migration.PhaseRun;
import io.ferry.migration.Question;
import io.ferry.runbook.PeoplesTasks.Planned;
import io.ferry.runbook.Runbook.Line;
import io.ferry.runbook.Runbook.Moments;
import io.ferry.runbook.Runbook.Plan;
import io.ferry.runbook.Runbook.State;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lays the plan beside what is on record: nothing is ticked that the record does not hold. */
final class Lines {
    private final Migration migration;
    private final Plan plan;
    private final Schedule schedule;
    private final Set<Phase> route;
    private final List<RouteTask> tasks;
    private final Approvers approvers;
    private final List<PhaseRun> runs;
    private final List<Confirmation> answers;
    private final Map<Question, Instant> waiting;
    private final Instant now;

    Lines(
            Migration migration,
            Plan plan,
            Schedule schedule,
            Set<Phase> route,
            List<RouteTask> tasks,
            Approvers approvers,
            List<PhaseRun> runs,
            List<Confirmation> answers,
            Map<Question, Instant> waiting,
            Instant now) {
        this.migration = migration;
        this.plan = plan;
        this.schedule = schedule;
        this.route = route;
        this.tasks = tasks;
        this.approvers = approvers;
        this.runs = runs;
        this.answers = answers;
        this.waiting = waiting;
        this.now = now;
    }

    /** Each phase, followed by its tasks. */
    List<Line> all() {
        List<Line> lines = new ArrayList<>();
        Phase last = null;
        for (Phase phase : route) {
            lines.add(phase(phase));
            tasks.stream().filter(task -> task.phase() == phase).forEach(task -> task(lines, task, phase));
            last = phase;
        }
        if (last != null && migration.settings().dressRehearsal()) {
            Phase end = last;
            // Its process is the clean-up, which is no phase of the route.
            tasks.stream().filter(task -> task.question() == Question.UNFREEZE).forEach(task -> task(lines, task, end));
        }
        return lines;
    }

    /** How the phase that runs, or ran last, stands against the plan. */
    @Nullable
    Duration behind(List<Line> lines) {
        return runs.isEmpty()
                ? null
                : lines.stream()
                        .filter(line ->
                                !line.isTask() && line.phase() == runs.getLast().phase())
                        .findFirst()
                        .map(this::deviation)
                        .orElse(null);
    }

    /**
     * A phase that runs is behind by what it began late until it should be over. One that was begun ahead of the plan, and left
     * waiting for it, counts as begun with the plan.
     */
    private @Nullable Duration deviation(Line line) {
        Moments planned = line.planned();
        if (planned == null || line.actualFrom() == null) {
            return null;
        }
        if (line.state() != State.RUNNING) {
            return line.late();
        }
        if (now.isAfter(planned.to())) {
            return line.late();
        }
        return isBeforeThePlan(now)
                ? null
                : between(
                        planned.from(),
                        isBeforeThePlan(line.actualFrom()) ? Objects.requireNonNull(plan.start()) : line.actualFrom());
    }

    private Line phase(Phase phase) {
        Window window = schedule.window(phase);
        List<PhaseRun> own = runs.stream().filter(run -> run.phase() == phase).toList();
        State state = own.isEmpty()
                ? migration.outcome() == null ? State.TO_COME : State.NOT_REACHED
                : switch (own.getLast().state()) {
                    case RUNNING -> State.RUNNING;
                    case ENDED -> State.DONE;
                    case INTERRUPTED -> State.INTERRUPTED;
                };
        return line(
                phase.processId(),
                phase,
                null,
                phase.title(),
                whoWorks(phase),
                null,
                window,
                own.isEmpty() ? null : own.getFirst().startedAt(),
                own.isEmpty() ? null : own.getLast().endedAt(),
                state);
    }

    private String whoWorks(Phase phase) {
        List<Part> parts = schedule.of(phase);
        return parts.isEmpty()
                ? "Ferry"
                : Words.capital(parts.stream()
                        .map(part -> part.doer().words())
                        .distinct()
                        .collect(Collectors.joining(", ")));
    }

    private void task(List<Line> lines, RouteTask task, Phase phase) {
        Question question = task.question();
        Optional<Planned> planned = PeoplesTasks.planned(question, migration.settings());
        Optional<Confirmation> answer =
                answers.stream().filter(one -> one.question() == question).reduce((older, newer) -> newer);
        Instant since = waiting.get(question);
        if (planned.isEmpty() && answer.isEmpty() && since == null) {
            return;
        }
        boolean done = answer.filter(one -> !one.decision().leavesUndone()).isPresent();
        Window window = planned.isEmpty()
                ? null
                : question == Question.UNFREEZE
                        ? Window.after(schedule.whole(), Span.NONE)
                        : schedule.window(phase, question);
        lines.add(line(
                phase.processId() + "." + question.key(),
                phase,
                question,
                task.name(),
                PeoplesTasks.who(task, approvers),
                planned.flatMap(Planned::onlyIf).orElse(null),
                window,
                since,
                since == null && done ? answer.map(Confirmation::at).orElse(null) : null,
                since != null ? State.WAITING : done ? State.DONE : notAsked(phase, answer.isPresent())));
    }

    /** How a task stands that is not done and does not wait. */
    private State notAsked(Phase phase, boolean answered) {
        List<PhaseRun> own = runs.stream().filter(run -> run.phase() == phase).toList();
        boolean over = !own.isEmpty() && own.getLast().state() == PhaseRun.State.ENDED;
        if (migration.outcome() != null) {
            return over && !answered ? State.NOT_NEEDED : State.NOT_REACHED;
        }
        return over && !answered ? State.NOT_NEEDED : State.TO_COME;
    }

    private Line line(
            String key,
            Phase phase,
            @Nullable Question question,
            String title,
            String who,
            @Nullable String onlyIf,
            @Nullable Window window,
            @Nullable Instant from,
            @Nullable Instant to,
            State state) {
        Instant start = plan.start();
        Moments planned = start == null || window == null
                ? null
                : new Moments(
                        start.plus(window.earliest()),
                        start.plus(window.from()),
                        start.plus(window.to()),
                        start.plus(window.latest()));
        Duration late = planned == null ? null : late(planned, to, state, question != null);
        boolean pastLatest = late != null
                && !late.isNegative()
                && Objects.requireNonNullElse(to, now)
                        .isAfter(Objects.requireNonNull(planned).latest());
        return new Line(
                key,
                phase,
                question,
                title,
                who,
                onlyIf,
                window,
                planned,
                from,
                to,
                state,
                late,
                pastLatest,
                window == null);
    }

    /** Against the plan: of what is over when it ended, of the rest whether it should have begun or ended by now. */
    private @Nullable Duration late(Moments planned, @Nullable Instant to, State state, boolean isTask) {
        return switch (state) {
            // What was done ahead of the plan is no time that anybody gained.
            case DONE -> to == null || isBeforeThePlan(to) ? null : between(planned.to(), to);
            case RUNNING, WAITING -> now.isAfter(planned.to()) ? between(planned.to(), now) : null;
            case TO_COME ->
                // Of what has not begun the phase is late, and not each of its tasks.
                !isTask && now.isAfter(planned.from()) ? between(planned.from(), now) : null;
            case NOT_NEEDED, INTERRUPTED, NOT_REACHED -> null;
        };
    }

    private boolean isBeforeThePlan(Instant at) {
        return plan.start() != null && at.isBefore(plan.start());
    }

    private static Duration between(Instant planned, Instant actual) {
        return Duration.between(planned, actual).truncatedTo(ChronoUnit.MINUTES);
    }
}
