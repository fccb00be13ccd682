package io.ferry.process.reminders;

import io.ferry.migration.Notices.Key;
import io.ferry.process.engine.Age;
import io.ferry.process.engine.Incident;
import io.ferry.process.engine.WaitingTask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says what would be told of a task or an incident now, as if nobody had been told before.
 *
 * @param properties after how long what is told
 */
record Due(RemindersProperties properties, Instant now) {
    /** A task that waits; if it waits because an outcome is unknown, it says so, and sooner. */
    Optional<Notice> of(WaitingTask task, Set<String> withUnknownOutcome) {
        boolean unknown = withUnknownOutcome.contains(task.id());
        List<Key> keys =
                passed("task:" + task.id(), unknown ? properties.unknownOutcomes() : properties.tasks(), task.since());
        String whom = task.assignee() != null
                ? "the person who took it"
                : task.candidateGroups().isEmpty() ? "anybody" : "an " + String.join(" or ", task.candidateGroups());
        String text = "“" + task.name() + "” waits for " + whom + ", for " + age(task.since()) + "."
                + (unknown ? " The outcome of a change to a site is unknown: please check there." : "");
        return keys.isEmpty()
                ? Optional.empty()
                : Optional.of(new Notice(keys, text, task.link(), task.candidateGroups()));
    }

    /** A step that is stuck. What went wrong is not told: it may name things that belong in no message. */
    Optional<Notice> of(Incident incident) {
        String subject =
                "incident:" + incident.link().substring(incident.link().lastIndexOf('/') + 1) + "@" + incident.since();
        List<Key> keys = passed(subject, properties.incidents(), incident.since());
        return keys.isEmpty()
                ? Optional.empty()
                : Optional.of(new Notice(
                        keys,
                        "A step is stuck, for " + age(incident.since())
                                + ". Operate says why and what to do; then press Retry there.",
                        incident.link(),
                        List.of("operator")));
    }

    private List<Key> passed(String subject, List<Duration> stages, Instant since) {
        return stages.stream()
                .filter(stage -> !since.plus(stage).isAfter(now))
                .map(stage -> new Key(subject, stage.toString()))
                .toList();
    }

    private String age(Instant since) {
        return Age.words(Duration.between(since, now));
    }
}
