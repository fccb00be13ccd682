package io.ferry.assess;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.ferry.assess.AssessmentRequest.Wanted;
import io.ferry.assess.Assessor.Experience;
import io.ferry.base.Json;
import io.ferry.forecast.EarlierMigrations;
import io.ferry.migration.Actor;
import io.ferry.migration.Claims;
import io.ferry.migration.CleanUpDue;
import io.ferry.migration.VisibleTeams;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Assessments that a server makes in the background, one at a time whichever Ferry makes it, and keeps. One that a server did not
 * finish before it ended is shown as interrupted.
 */
@Service
public class Assessments implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(Assessments.class);

    /** So many of the same teams; older ones are deleted when a new one begins. */
    private static final int KEPT = 20;

    private static final Duration KEPT_FOR = Duration.ofDays(365);
    private static final int LONGEST_FAILURE = 2000;
    private static final int LONGEST_STEP = 300;

    private final JdbcClient sql;
    private final Assessor assessor;
    private final EarlierMigrations earlier;
    private final Clock clock;
    private final Claims claims;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("assessment").factory());

    Assessments(JdbcClient sql, Assessor assessor, EarlierMigrations earlier, Clock clock, Claims claims) {
        this.sql = sql;
        this.assessor = assessor;
        this.earlier = earlier;
        this.clock = clock;
        this.claims = claims;
    }

    /** How an assessment stands. */
    public enum State {
        RUNNING,
        DONE,
        /** The source did not answer, or did not let Ferry look. */
        FAILED,
        /** Ferry ended before it did. */
        INTERRUPTED
    }

    /**
     * An assessment, without its document.
     *
     * @param target null where none was named
     * @param step what is being looked at; null unless it runs
     * @param failure why it failed, and what to do
     * @param teams who see it
     */
    public record Kept(
            UUID id,
            State state,
            Instant startedAt,
            @Nullable Instant endedAt,
            String startedBy,
            String source,
            @Nullable String target,
            @Nullable String step,
            @Nullable String failure,
            @JsonIgnore Set<String> teams) {
        boolean isOf(VisibleTeams visible) {
            return visible.all() || teams.stream().anyMatch(visible.names()::contains);
        }
    }

    /**
     * Begins an assessment.
     *
     * @param wanted what {@link Assessor#check} let through; it names nobody, for what is named would be kept
     * @param teams of who begins it, who see it
     * @param recorded puts on record that it begins, before any site is asked
     * @return empty if another one is under way
     */
    public Optional<Kept> start(Wanted wanted, Actor by, VisibleTeams teams, Runnable recorded) {
        if (wanted.withPeople()) {
            throw new IllegalArgumentException("What is kept names nobody");
        }
        UUID id = UUID.randomUUID();
        Claims.Claim place = claims.take("assessment").orElse(null);
        if (place == null) {
            return Optional.empty();
        }
        Claims.Claim own = null;
        try {
            own = claims.take(claim(id)).orElseThrow();
            Claims.Claim running = own;
            String of = String.join(" ", teams.all() ? Set.of() : new TreeSet<>(teams.names()));
            sql.sql("delete from assessment where teams = :teams and id not in"
                            + " (select id from assessment where teams = :teams order by started_at desc limit :kept)")
                    .param("teams", of)
                    .param("kept", KEPT - 1)
                    .update();
            sql.sql("insert into assessment (id, started_at, started_by, source, target, state, teams, step)"
                            + " values (:id, :at, :by, :source, :target, :state, :teams, 'Begins')")
                    .param("id", id.toString())
                    .param("at", column(clock.instant()))
                    .param("by", by.onRecord().name())
                    .param("source", wanted.settings().source().url().toString())
                    .param(
                            "target",
                            wanted.hasTarget()
                                    ? wanted.settings().target().url().toString()
                                    : null)
                    .param("state", State.RUNNING.name())
                    .param("teams", of)
                    .update();
            recorded.run();
            worker.execute(() -> {
                try (place;
                        running) {
                    run(id, wanted);
                }
            });
            return find(id, VisibleTeams.ALL);
        } catch (RuntimeException notBegun) {
            if (own != null) {
                own.close();
            }
            place.close();
            throw notBegun;
        }
    }

    /** Held by the Ferry that makes it, as long as it does. */
    private static String claim(UUID id) {
        return "assessment " + id;
    }

    private void looksAt(UUID id, String step) {
        sql.sql("update assessment set step = :step where id = :id")
                .param("step", step.length() <= LONGEST_STEP ? step : step.substring(0, LONGEST_STEP))
                .param("id", id.toString())
                .update();
    }

    private void run(UUID id, Wanted wanted) {
        try {
            Assessment found = assessor.assess(wanted, new Experience.Known(earlier.all()), step -> looksAt(id, step));
            ended(id, State.DONE, null, Json.MAPPER.writeValueAsString(found));
        } catch (AssessmentFailed failed) {
            ended(id, State.FAILED, failed.getMessage(), null);
        } catch (RuntimeException | JsonProcessingException unforeseen) {
            log.error("The assessment {} broke off", id, unforeseen);
            ended(
                    id,
                    State.FAILED,
                    "Ferry did not foresee what happened ("
                            + unforeseen.getClass().getSimpleName() + "). Its log says more.",
                    null);
        }
    }

    private void ended(UUID id, State state, @Nullable String failure, @Nullable String document) {
        sql.sql("update assessment set state = :state, ended_at = :at, failure = :failure, document = :document"
                        + " where id = :id")
                .param("state", state.name())
                .param("at", column(clock.instant()))
                .param(
                        "failure",
                        failure == null || failure.length() <= LONGEST_FAILURE
                                ? failure
                                : failure.substring(0, LONGEST_FAILURE))
                .param("document", document)
                .param("id", id.toString())
                .update();
    }

    /** Those that are kept and that these teams see, newest first. */
    public List<Kept> all(VisibleTeams teams) {
        return sql
                .sql(
                        "select id, state, started_at, ended_at, started_by, source, target, failure, teams, step from assessment"
                                + " order by started_at desc")
                .query((row, number) -> kept(row))
                .list()
                .stream()
                .filter(kept -> kept.isOf(teams))
                .toList();
    }

    /** The assessment of this id, if these teams see it. */
    public Optional<Kept> find(UUID id, VisibleTeams teams) {
        return sql.sql(
                        "select id, state, started_at, ended_at, started_by, source, target, failure, teams, step from assessment"
                                + " where id = :id")
                .param("id", id.toString())
                .query((row, number) -> kept(row))
                .optional()
                .filter(kept -> kept.isOf(teams));
    }

    /** The document of an assessment that is done; empty of any other. */
    public Optional<Assessment> document(UUID id) {
        return sql.sql("select document from assessment where id = :id and state = :done")
                .param("id", id.toString())
                .param("done", State.DONE.name())
                .query(String.class)
                .optional()
                .map(Assessments::read);
    }

    private static Assessment read(String document) {
        try {
            return Json.MAPPER.readValue(document, Assessment.class);
        } catch (JsonProcessingException changed) {
            throw new IllegalStateException("The record holds an assessment that this Ferry does not know", changed);
        }
    }

    private Kept kept(ResultSet row) throws SQLException {
        UUID id = UUID.fromString(row.getString("id"));
        State known = State.valueOf(row.getString("state"));
        boolean runs = known == State.RUNNING && claims.isTaken(claim(id));
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return new Kept(
                id,
                known == State.RUNNING && !runs ? State.INTERRUPTED : known,
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                ended == null ? null : ended.toInstant(),
                row.getString("started_by"),
                row.getString("source"),
                row.getString("target"),
                runs ? row.getString("step") : null,
                row.getString("failure"),
                Set.of(row.getString("teams").split(" ")));
    }

    private static OffsetDateTime column(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    @EventListener
    void forget(CleanUpDue due) {
        sql.sql("delete from assessment where started_at < :old")
                .param("old", column(due.at().minus(KEPT_FOR)))
                .update();
    }

    @Override
    public void destroy() {
        worker.shutdownNow();
    }
}
