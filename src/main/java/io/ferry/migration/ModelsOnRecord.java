package io.ferry.migration;

import io.ferry.base.SeveralFerrys;
import java.util.List;
import java.util.Optional;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The process models that Ferry has deployed, and those that worked for migrations: somebody may deploy another one under the
 * same id, and the report must say so.
 */
@Repository
@Transactional
public class ModelsOnRecord {
    private final JdbcClient sql;
    private final NodesProperties nodes;
    private final boolean several;

    ModelsOnRecord(JdbcClient sql, NodesProperties nodes, Environment settings) {
        this.sql = sql;
        this.nodes = nodes;
        this.several = SeveralFerrys.mayWork(settings);
    }

    /**
     * A process model as the engine knows it.
     *
     * @param processId the id in its diagram, such as {@code back-up-jira}
     * @param version counted by the engine, from 1
     * @param definitionKey the engine's key of this version
     */
    public record Model(String processId, int version, long definitionKey) {}

    /**
     * A model that worked for a migration.
     *
     * @param own whether Ferry deployed it
     */
    public record InUse(String process, int version, boolean own) {}

    /**
     * Whether a newer release has deployed its models, so that this one, which may be one that was started again during an upgrade,
     * must not deploy older ones over them. Notes that this release is about to deploy its own if not. Only where several work.
     *
     * @param models a hash of the models of this release
     * @param ferry which release this is, for people
     * @return the newer release; empty if this one's models are to be deployed
     */
    public Optional<String> newerRelease(String models, String ferry) {
        if (!several) {
            return Optional.empty();
        }
        oneAtATime();
        if (nodes.olderModels()) {
            // Whoever goes forward again is new then.
            sql.sql("delete from deployed_release").update();
        }
        boolean known = sql.sql("select count(*) from deployed_release where models = :models")
                        .param("models", models)
                        .query(Integer.class)
                        .single()
                > 0;
        if (!known) {
            sql.sql("insert into deployed_release (models, ferry, first_at)"
                            + " values (:models, :ferry, clock_timestamp())")
                    .param("models", models)
                    .param("ferry", ferry)
                    .update();
        }
        return sql.sql("select newer.ferry from deployed_release newer join deployed_release mine"
                        + " on newer.first_at > mine.first_at where mine.models = :models"
                        + " order by newer.first_at desc limit 1")
                .param("models", models)
                .query(String.class)
                .optional();
    }

    /** Two Ferrys that start at once note the same; PostgreSQL lets them do so one after the other. */
    private void oneAtATime() {
        sql.sql("select id from lease where id = 1 for update")
                .query(Integer.class)
                .optional();
    }

    /** Notes what Ferry has deployed. An engine that was made anew begins with version 1 again, and may use old keys. */
    public void deployed(List<Model> models) {
        oneAtATime();
        for (Model model : models) {
            sql.sql("delete from deployed_model where definition_key = :key"
                            + " or process_id = :process and version >= :version")
                    .param("key", model.definitionKey())
                    .param("process", model.processId())
                    .param("version", model.version())
                    .update();
            sql.sql(
                            "insert into deployed_model (definition_key, process_id, version) values (:key, :process, :version)")
                    .param("key", model.definitionKey())
                    .param("process", model.processId())
                    .param("version", model.version())
                    .update();
        }
    }

    /** Notes that a model works for a migration; does nothing if that is known already. */
    public void used(MigrationId id, Model model) {
        RecordLock.hold(sql, id);
        boolean known = sql.sql("select version from model_in_use where migration_id = :id and definition_key = :key")
                .param("id", id.value())
                .param("key", model.definitionKey())
                .query(Integer.class)
                .optional()
                .isPresent();
        if (!known) {
            sql.sql("insert into model_in_use (migration_id, definition_key, process_id, version)"
                            + " values (:id, :key, :process, :version)")
                    .param("id", id.value())
                    .param("key", model.definitionKey())
                    .param("process", model.processId())
                    .param("version", model.version())
                    .update();
        }
    }

    /** The models that have worked for a migration, by their ids and versions. */
    @Transactional(readOnly = true)
    public List<InUse> inUse(MigrationId id) {
        return sql.sql("select m.process_id, m.version, d.definition_key from model_in_use m"
                        + " left join deployed_model d"
                        + " on d.definition_key = m.definition_key and d.process_id = m.process_id"
                        + " where m.migration_id = :id order by m.process_id, m.version")
                .param("id", id.value())
                .query((row, number) -> new InUse(row.getString(1), row.getInt(2), row.getObject(3) != null))
                .list();
    }
}
