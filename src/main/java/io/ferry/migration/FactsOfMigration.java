package io.ferry.migration;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What is known of each migration: counts, verdicts and hashes by name. The newest of each name stays. */
@Repository
@Transactional
public class FactsOfMigration {
    private final JdbcClient sql;
    private final Timeline timeline;
    private final Clock clock;

    FactsOfMigration(JdbcClient sql, Timeline timeline, Clock clock) {
        this.timeline = timeline;
        this.sql = sql;
        this.clock = clock;
    }

    /**
     * Keeps a fact that Ferry has seen itself.
     *
     * @param value anything that Jackson writes as JSON; e-mail addresses are taken out
     */
    public void verified(MigrationId id, FactName name, Object value) {
        put(id, name, value, Fact.Certainty.VERIFIED);
    }

    /** Keeps a fact that a person stated and that nothing confirms. */
    public void stated(MigrationId id, FactName name, Object value) {
        put(id, name, value, Fact.Certainty.STATED);
    }

    /** The fact of this name, if it is known. */
    @Transactional(readOnly = true)
    public Optional<Fact> find(MigrationId id, FactName name) {
        return sql.sql("select * from fact where migration_id = :id and name = :name")
                .param("id", id.value())
                .param("name", name.name())
                .query(FactsOfMigration::toFact)
                .optional();
    }

    /** The fact of this name as a value of the given type, if it is known. */
    @Transactional(readOnly = true)
    public <T> Optional<T> find(MigrationId id, FactName name, Class<T> type) {
        return find(id, name).map(fact -> Json.read(fact.value().toString(), type));
    }

    /** All facts that are known. */
    @Transactional(readOnly = true)
    public List<Fact> all(MigrationId id) {
        return sql.sql("select * from fact where migration_id = :id order by at, name")
                .param("id", id.value())
                .query(FactsOfMigration::toFact)
                .list();
    }

    private void put(MigrationId id, FactName name, Object value, Fact.Certainty certainty) {
        // Two jobs that keep the same fact wait for each other here, so that update-or-insert cannot collide.
        RecordLock.hold(sql, id);
        String content = Addresses.hiddenJson(value);
        timeline.vouch(id, ChainedEvent.FACT + name.key(), Canonical.sha256(Json.read(content, JsonNode.class)));
        Map<String, Object> columns = Map.of(
                "id", id.value(),
                "name", name.name(),
                "content", content,
                "certainty", certainty.name(),
                "at", Timestamps.column(Timestamps.now(clock)));
        int updated = sql.sql("update fact set content = :content, certainty = :certainty, at = :at"
                        + " where migration_id = :id and name = :name")
                .params(columns)
                .update();
        if (updated == 0) {
            sql.sql("insert into fact (migration_id, name, content, certainty, at)"
                            + " values (:id, :name, :content, :certainty, :at)")
                    .params(columns)
                    .update();
        }
    }

    private static Fact toFact(ResultSet row, int index) throws SQLException {
        return new Fact(
                FactName.valueOf(row.getString("name")),
                Json.read(row.getString("content"), JsonNode.class),
                Fact.Certainty.valueOf(row.getString("certainty")),
                row.getObject("at", OffsetDateTime.class).toInstant());
    }
}
