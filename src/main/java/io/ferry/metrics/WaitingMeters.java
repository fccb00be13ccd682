package io.ferry.metrics;

import io.ferry.migration.Question;
import io.ferry.process.engine.Incidents;
import io.ferry.process.engine.WaitingTask;
import io.ferry.process.engine.WaitingTasks;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What waits for people and what is stuck, from Camunda. There is a series for each question, not for each task. */
@Component
final class WaitingMeters implements MeterBinder {
    /** A task that no question of Ferry's asks, such as one that a company has added to a model. */
    private static final String OTHER = "other";

    /** Camunda shows a task's variables by then. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private static final Map<String, String> QUESTIONS =
            Arrays.stream(Question.values()).collect(Collectors.toUnmodifiableMap(Question::userTask, Question::key));

    private final WaitingTasks tasks;
    private final Incidents incidents;
    private final Clock clock;
    private final Reading<Seen> seen;

    /** Of tasks that still wait: their variables are looked at once, not every time. */
    private final Set<String> known = new HashSet<>();

    private final Set<String> unknownOutcomes = new HashSet<>();

    WaitingMeters(WaitingTasks tasks, Incidents incidents, Clock clock, MetricsProperties properties) {
        this.tasks = tasks;
        this.incidents = incidents;
        this.clock = clock;
        this.seen = new Reading<>("camunda", properties, this::look);
    }

    /**
     * @param waiting since when tasks wait, by question
     * @param incidents how many there are, by process
     * @param unknownOutcomes how many tasks wait since nobody knows what became of a change
     */
    private record Seen(Map<String, List<Instant>> waiting, Map<String, Long> incidents, int unknownOutcomes) {
        int number(String question) {
            return waiting.getOrDefault(question, List.of()).size();
        }

        double oldest(String question, Instant now) {
            return waiting.getOrDefault(question, List.of()).stream()
                            .mapToLong(since ->
                                    Math.max(0, Duration.between(since, now).toMillis()))
                            .max()
                            .orElse(0)
                    / 1000.0;
        }
    }

    /** One thread at a time comes here. */
    private Seen look() {
        List<WaitingTask> all = tasks.all();
        Set<String> still = all.stream().map(WaitingTask::id).collect(Collectors.toSet());
        known.retainAll(still);
        unknownOutcomes.retainAll(still);
        for (WaitingTask task : all) {
            if (!known.contains(task.id())) {
                if (tasks.hasUnknownOutcome(task)) {
                    unknownOutcomes.add(task.id());
                    known.add(task.id());
                } else if (Duration.between(task.since(), clock.instant()).compareTo(SETTLED) > 0) {
                    known.add(task.id());
                }
            }
        }
        return new Seen(
                all.stream()
                        .collect(Collectors.groupingBy(
                                task -> QUESTIONS.getOrDefault(task.elementId(), OTHER),
                                Collectors.mapping(WaitingTask::since, Collectors.toUnmodifiableList()))),
                incidents.active(),
                unknownOutcomes.size());
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        seen.showAge(meters);
        Stream.concat(Arrays.stream(Question.values()).map(Question::key), Stream.of(OTHER))
                .forEach(question -> {
                    Gauge.builder("ferry.tasks.waiting", seen, read -> read.number(now -> now.number(question)))
                            .description("Tasks that wait for people, by the question that they ask")
                            .tag("task", question)
                            .register(meters);
                    TimeGauge.builder(
                                    "ferry.tasks.oldest.age",
                                    seen,
                                    TimeUnit.SECONDS,
                                    read -> read.number(now -> now.oldest(question, clock.instant())))
                            .description("How long the task has waited that waits longest; 0 if none does")
                            .tag("task", question)
                            .register(meters);
                });
        Incidents.processes()
                .forEach(process -> Gauge.builder(
                                "ferry.incidents",
                                seen,
                                read -> read.number(now -> now.incidents().getOrDefault(process, 0L)))
                        .description("Active incidents in Camunda, by process")
                        .tag("process", process)
                        .register(meters));
        Gauge.builder("ferry.outcomes.unknown", seen, read -> read.number(Seen::unknownOutcomes))
                .description("Tasks that wait because Ferry does not know what became of a change to a site")
                .register(meters);
    }
}
