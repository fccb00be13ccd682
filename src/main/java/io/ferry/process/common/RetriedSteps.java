package io.ferry.process.common;

import io.ferry.base.EmailMasking;
import io.ferry.base.SeveralFerrys;
import io.ferry.migration.MigrationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Which steps are tried again by themselves, because a site or something else did not answer: nobody has to act yet, but
 * people want to know. It is known until Ferry is restarted; then the next failure tells it again.
 */
@Component
public class RetriedSteps {
    /** For so long after the time of the next try a step is shown that has not been tried: Camunda may be busy. */
    private static final Duration OVERDUE = Duration.ofMinutes(5);

    private static final int LONGEST_MESSAGE = 2000;
    private static final Logger log = LoggerFactory.getLogger(RetriedSteps.class);

    private final Clock clock;
    private final Map<Key, RetriedStep> steps = new ConcurrentHashMap<>();

    private final @Nullable JdbcClient shared;

    /** Those of one Ferry. */
    public RetriedSteps(Clock clock) {
        this.clock = clock;
        this.shared = null;
    }

    @Autowired
    RetriedSteps(Clock clock, JdbcClient sql, Environment settings) {
        this.clock = clock;
        this.shared = SeveralFerrys.mayWork(settings) ? sql : null;
    }

    private record Key(MigrationId migration, String step) {}

    /**
     * A step that is tried again by itself.
     *
     * @param step its name in the model, such as “Create dump”
     * @param since when it failed first, without success since then
     * @param next when it is tried again
     * @param message what happened, and what to look at
     */
    public record RetriedStep(String step, Instant since, Instant next, String message) {}

    /** The steps of a migration that are tried again, oldest first. */
    public List<RetriedStep> of(MigrationId id) {
        Instant overdue = clock.instant().minus(OVERDUE);
        if (shared != null) {
            return shared.sql("select step, since, next_try, message from retried_step"
                            + " where migration_id = :id and next_try >= :overdue order by since")
                    .param("id", id.value())
                    .param("overdue", column(overdue))
                    .query((row, number) -> new RetriedStep(
                            row.getString("step"),
                            row.getObject("since", OffsetDateTime.class).toInstant(),
                            row.getObject("next_try", OffsetDateTime.class).toInstant(),
                            row.getString("message")))
                    .list();
        }
        // Of a step whose process was cancelled nothing more is heard.
        steps.values().removeIf(step -> step.next().isBefore(overdue));
        return steps.entrySet().stream()
                .filter(step -> step.getKey().migration().equals(id))
                .map(Map.Entry::getValue)
                .sorted(Comparator.comparing(RetriedStep::since))
                .toList();
    }

    /** Notes that a step failed and is tried again after a pause. */
    void triedAgain(MigrationId id, String step, Duration pause, String message) {
        Instant now = clock.instant();
        if (shared != null) {
            quietly(() -> note(shared, new Key(id, step), now, now.plus(pause), message));
            return;
        }
        steps.compute(
                new Key(id, step),
                (key, before) ->
                        new RetriedStep(step, before == null ? now : before.since(), now.plus(pause), message));
    }

    /** Notes that a step succeeded, or that it is left to people from now on. */
    void over(MigrationId id, String step) {
        if (shared != null) {
            quietly(() -> delete(shared, new Key(id, step)));
            return;
        }
        steps.remove(new Key(id, step));
    }

    private static void note(JdbcClient sql, Key key, Instant now, Instant next, String message) {
        String masked = EmailMasking.mask(message);
        String kept = masked.length() <= LONGEST_MESSAGE ? masked : masked.substring(0, LONGEST_MESSAGE);
        sql.sql("delete from retried_step where migration_id = :id and next_try < :overdue")
                .param("id", key.migration().value())
                .param("overdue", column(now.minus(OVERDUE)))
                .update();
        int known = sql.sql("update retried_step set next_try = :next, message = :message"
                        + " where migration_id = :id and step = :step")
                .param("next", column(next))
                .param("message", kept)
                .param("id", key.migration().value())
                .param("step", key.step())
                .update();
        if (known == 0) {
            sql.sql("insert into retried_step (migration_id, step, since, next_try, message)"
                            + " values (:id, :step, :since, :next, :message)")
                    .param("id", key.migration().value())
                    .param("step", key.step())
                    .param("since", column(now))
                    .param("next", column(next))
                    .param("message", kept)
                    .update();
        }
    }

    private static void delete(JdbcClient sql, Key key) {
        sql.sql("delete from retried_step where migration_id = :id and step = :step")
                .param("id", key.migration().value())
                .param("step", key.step())
                .update();
    }

    private static OffsetDateTime column(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    /** It is for people to read; no step fails for it. */
    private static void quietly(Runnable note) {
        try {
            note.run();
        } catch (DataAccessException | TransactionException notNow) {
            log.debug("It is not noted which step is tried again", notNow);
        }
    }
}
