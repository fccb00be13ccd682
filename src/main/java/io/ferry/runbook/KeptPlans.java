package io.ferry.runbook;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ferry.base.Json;
import io.ferry.migration.Actor;
import io.ferry.migration.Change;
import io.ferry.migration.Event;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Timeline;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Plans that somebody kept, one for each migration: what happens is held against them. */
@Repository
class KeptPlans {
    private final JdbcClient sql;
    private final Timeline timeline;
    private final Clock clock;

    KeptPlans(JdbcClient sql, Timeline timeline, Clock clock) {
        this.sql = sql;
        this.timeline = timeline;
        this.clock = clock;
    }

    /**
     * A plan.
     *
     * @param revision counted from 1
     * @param by who kept it, as the record names them
     */
    record KeptPlan(Start start, List<Part> parts, List<String> sources, int revision, Instant at, String by) {}

    /** What is kept as JSON. */
    private record Content(List<Part> parts, List<String> sources) {}

    /** For the record of changes. */
    private record Recorded(String start, String zone, long likelyMinutes) {
        static Recorded of(Start start, List<Part> parts) {
            return new Recorded(
                    start.at().toString(),
                    start.zone().getId(),
                    parts.stream()
                            .mapToLong(part -> part.planned().likely().toMinutes())
                            .sum());
        }
    }

    @Transactional(readOnly = true)
    Optional<KeptPlan> find(MigrationId id) {
        return sql.sql("select revision, start_at, zone, kept_at, kept_by, content from runbook_plan"
                        + " where migration_id = :id")
                .param("id", id.value())
                .query((row, number) -> {
                    Content content = read(row.getString("content"));
                    return new KeptPlan(
                            new Start(
                                    row.getObject("start_at", OffsetDateTime.class)
                                            .toInstant(),
                                    ZoneId.of(row.getString("zone"))),
                            content.parts(),
                            content.sources(),
                            row.getInt("revision"),
                            row.getObject("kept_at", OffsetDateTime.class).toInstant(),
                            row.getString("kept_by"));
                })
                .optional();
    }

    /** Keeps a plan in place of an earlier one, and puts that on the timeline. */
    @Transactional
    void keep(MigrationId id, Start start, List<Part> parts, List<String> sources, Actor by) {
        // Two people keep their plans one after the other.
        sql.sql("select id from migration where id = :id for update")
                .param("id", id.value())
                .query(String.class)
                .single();
        Optional<KeptPlan> before = find(id);
        timeline.record(
                id,
                null,
                "Keep the plan",
                Event.Kind.NOTE,
                "The plan of the runbook was kept: it begins on " + Clocks.moment(start.at(), start.zone()) + ".",
                by,
                before.map(old -> Change.between(Recorded.of(old.start(), old.parts()), Recorded.of(start, parts)))
                        .orElse(null));
        sql.sql("delete from runbook_plan where migration_id = :id")
                .param("id", id.value())
                .update();
        sql.sql("insert into runbook_plan (migration_id, revision, start_at, zone, kept_at, kept_by, content)"
                        + " values (:id, :revision, :start, :zone, :now, :by, :content)")
                .param("id", id.value())
                .param("revision", before.map(KeptPlan::revision).orElse(0) + 1)
                .param("start", column(start.at()))
                .param("zone", start.zone().getId())
                .param("now", column(clock.instant()))
                .param("by", by.onRecord().name())
                .param("content", written(new Content(parts, sources)))
                .update();
    }

    private static OffsetDateTime column(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private static String written(Content content) {
        try {
            return Json.MAPPER.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The plan cannot be kept as JSON", e);
        }
    }

    private static Content read(String content) {
        try {
            return Json.MAPPER.readValue(content, Content.class);
        } catch (JsonProcessingException changed) {
            throw new IllegalStateException("The record holds a plan that this Ferry does not know", changed);
        }
    }
}
