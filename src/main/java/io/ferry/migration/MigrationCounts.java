package io.ferry.migration;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** How many migrations there are, by how far they came. */
@Repository
@Transactional(readOnly = true)
public class MigrationCounts {
    private final JdbcClient sql;

    MigrationCounts(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * Migrations that are equally far.
     *
     * @param phase the phase that began last; null before the first one
     * @param outcome null while they are under way
     * @param number how many there are
     */
    public record Count(@Nullable Phase phase, @Nullable Outcome outcome, long number) {}

    /** All migrations on record, rehearsals included; what there is none of is left out. */
    public List<Count> all() {
        return sql.sql("select run.phase, m.outcome, count(*) as number from migration m"
                        + " left join (select migration_id, max(id) as id from phase_run group by migration_id) newest"
                        + " on newest.migration_id = m.id"
                        + " left join phase_run run on run.id = newest.id"
                        + " group by run.phase, m.outcome")
                .query((row, n) -> new Count(
                        Optional.ofNullable(row.getString("phase"))
                                .map(Phase::valueOf)
                                .orElse(null),
                        Optional.ofNullable(row.getString("outcome"))
                                .map(Outcome::valueOf)
                                .orElse(null),
                        row.getLong("number")))
                .list();
    }
}
