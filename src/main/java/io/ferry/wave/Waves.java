package io.ferry.wave;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ferry.base.EmailMasking;
import io.ferry.base.Json;
import io.ferry.base.Plural;
import io.ferry.migration.Actor;
import io.ferry.migration.MigrationId;
import io.ferry.migration.MigrationRequest;
import io.ferry.migration.Outcome;
import io.ferry.migration.RestoredDatabase;
import io.ferry.migration.VisibleTeams;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Waves on record, and what is done with them. Every step takes the lock of the wave's row, so any number of Ferrys may work
 * with one database. That a line is to be started is written before it is, with the id of its migration: whoever starts it
 * again, after a crash or beside another Ferry, starts the same migration.
 */
@Repository
@Transactional
public class Waves {
    /** Whoever began to start a line so long ago has died: a start takes seconds. */
    static final String ABANDONED = "interval '2' minute";

    private static final int LONGEST = 2000;

    private static final String WAVE = "select id, name, team, side_by_side, stop_after, state, reason, created_at,"
            + " ended_at, person from wave";

    private static final String LINE =
            "select l.number, l.migration_id, l.name, l.source, l.target, l.rehearsal, l.planned_start, l.state, l.note,"
                    + " l.not_before, l.acknowledged, m.id as started_id, m.created_at, m.ended_at, m.outcome, m.team,"
                    + " w.team as wave_team from wave_line l join wave w on w.id = l.wave_id"
                    + " left join migration m on m.id = l.migration_id where l.wave_id = :wave order by l.number";

    private final JdbcClient sql;
    private final RestoredDatabase restored;
    private final Clock clock;

    private static final String TAKEN =
            "Another wave goes to this cloud site, or has gone there since, so that this line is not tried again. If it is still to be migrated, put it into a wave of its own.";

    Waves(JdbcClient sql, RestoredDatabase restored, Clock clock) {
        this.sql = sql;
        this.restored = restored;
        this.clock = clock;
    }

    /**
     * A line that whoever holds this is to start.
     *
     * @param id of the claim itself
     * @param begun whether somebody was about to start it
     * @param again whether it may have been started before: for that reason, or since the record was put back to an earlier one once
     * @param standing how the wave stands: one that does not run starts nothing
     * @param by who created the wave
     * @param how how the migration's timeline tells of its start
     */
    record Claim(
            UUID wave,
            int line,
            MigrationId migration,
            MigrationRequest request,
            UUID id,
            boolean begun,
            boolean again,
            Wave.State standing,
            Actor by,
            String how) {}

    /** A line of a wave that is to be started, by where it goes. */
    record WaitingTarget(
            String place, String wave, int line, @Nullable String team) {}

    /** Puts a wave on record. Its first migrations start a moment later. */
    Wave create(NewWave wave, Actor by) {
        UUID id = UUID.randomUUID();
        Actor actor = by.onRecord();
        sql.sql("insert into wave (id, name, team, side_by_side, stop_after, state, restorations, created_at, person,"
                        + " channel, issuer, subject) values (:id, :name, :team, :sideBySide, :stopAfter, 'RUNNING',"
                        + " :restorations, :now, :person, :channel, :issuer, :subject)")
                .param("id", id.toString())
                .param("name", wave.name())
                .param("team", wave.team(), Types.VARCHAR)
                .param("sideBySide", wave.sideBySide())
                .param("stopAfter", wave.stopAfter())
                .param("restorations", restored.times())
                .param("now", column(clock.instant()))
                .param("person", actor.name())
                .param("channel", actor.channel().name())
                .param("issuer", actor.issuer(), Types.VARCHAR)
                .param("subject", actor.subject(), Types.VARCHAR)
                .update();
        int number = 0;
        for (NewWave.Line line : wave.lines()) {
            number++;
            sql.sql(
                            "insert into wave_line (wave_id, number, migration_id, name, source, target, target_place, rehearsal,"
                                    + " request, planned_start, state) values (:wave, :number, :migration, :name, :source,"
                                    + " :target, :place, :rehearsal, :request, :start, 'WAITING')")
                    .param("wave", id.toString())
                    .param("number", number)
                    .param("migration", MigrationId.random().value())
                    .param("name", line.name())
                    .param("source", line.source())
                    .param("target", line.target())
                    .param("place", line.place())
                    .param("rehearsal", line.rehearsal())
                    .param("request", written(line.request()))
                    .param("start", column(line.plannedStart()), Types.TIMESTAMP_WITH_TIMEZONE)
                    .update();
        }
        event(
                id,
                "Created with " + Plural.of(number, "migration") + ": " + wave.sideBySide()
                        + " at the same time, stop after " + Plural.of(wave.stopAfter(), "failure"),
                by);
        return get(id);
    }

    private static String written(MigrationRequest request) {
        try {
            return Json.MAPPER.writeValueAsString(request);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A checked request can be written", impossible);
        }
    }

    /**
     * The waves that somebody may see, newest first.
     *
     * @param page counted from 0
     */
    @Transactional(readOnly = true)
    public List<Wave> list(VisibleTeams teams, int page, int size) {
        return sql.sql(WAVE
                        + " where (:all or team in (:teams)) order by created_at desc, id limit :size offset :offset")
                .param("all", teams.all())
                .param("teams", oneAtLeast(teams))
                .param("size", size)
                .param("offset", (long) page * size)
                .query((row, n) -> wave(row))
                .list();
    }

    /** How many waves somebody may see. */
    @Transactional(readOnly = true)
    public long count(VisibleTeams teams) {
        return sql.sql("select count(*) from wave where (:all or team in (:teams))")
                .param("all", teams.all())
                .param("teams", oneAtLeast(teams))
                .query(Long.class)
                .single();
    }

    /** How many waves there are in each state, of all teams; a state without any is left out. */
    @Transactional(readOnly = true)
    public Map<Wave.State, Long> counts() {
        Map<Wave.State, Long> counts = new EnumMap<>(Wave.State.class);
        sql.sql("select state, count(*) as number from wave group by state").query(row -> {
            counts.put(Wave.State.valueOf(row.getString("state")), row.getLong("number"));
        });
        return counts;
    }

    /** SQL has no empty list; no team has an empty name. */
    private static Set<String> oneAtLeast(VisibleTeams teams) {
        return teams.names().isEmpty() ? Set.of("") : teams.names();
    }

    /** The wave of this id, if these teams see it. */
    @Transactional(readOnly = true)
    public Optional<Wave> find(UUID id, VisibleTeams teams) {
        return sql.sql(WAVE + " where id = :id")
                .param("id", id.toString())
                .query((row, n) -> wave(row))
                .optional()
                .filter(wave -> teams.includes(wave.team()));
    }

    private Wave get(UUID id) {
        return find(id, VisibleTeams.ALL).orElseThrow(() -> new IllegalStateException("There is no wave " + id));
    }

    /** Its migrations, in the order in which they start. */
    @Transactional(readOnly = true)
    public List<WaveLine> lines(UUID id) {
        return sql.sql(LINE)
                .param("wave", id.toString())
                .query((row, n) -> line(row))
                .list();
    }

    /** What happened to it, oldest first. */
    @Transactional(readOnly = true)
    public List<WaveEvent> events(UUID id) {
        return sql.sql("select at, message, person, channel from wave_event where wave_id = :wave order by id")
                .param("wave", id.toString())
                .query((row, n) -> {
                    String channel = row.getString("channel");
                    return new WaveEvent(
                            instant(row, "at"),
                            row.getString("message"),
                            row.getString("person"),
                            channel == null ? null : Actor.Channel.valueOf(channel));
                })
                .list();
    }

    /** The lines of other waves that go to one of these sites and have not been started. */
    @Transactional(readOnly = true)
    List<WaitingTarget> waitingFor(Collection<String> places) {
        if (places.isEmpty()) {
            return List.of();
        }
        return sql.sql(
                        "select l.target_place, w.name, l.number, w.team from wave_line l join wave w on w.id = l.wave_id"
                                + " where l.target_place in (:places) and l.state in ('WAITING', 'STARTING')"
                                + " and w.state in ('RUNNING', 'PAUSED', 'STOPPED')")
                .param("places", places)
                .query((row, n) -> new WaitingTarget(
                        row.getString("target_place"),
                        row.getString("name"),
                        row.getInt("number"),
                        row.getString("team")))
                .list();
    }

    /** What becomes of a request to a wave. */
    public sealed interface Result {
        /** It was done. */
        record Done(Wave wave) implements Result {}

        /** The wave is not in a state in which it could be done; nothing was changed. */
        record NotNow(Wave wave) implements Result {}
    }

    /** Starts no further migration until somebody lets it go on. Those under way go on. */
    public Result pause(UUID id, Actor by) {
        return locked(id).state() == Wave.State.RUNNING
                ? changed(id, Wave.State.PAUSED, "Paused by " + by.onRecord().name() + ".", "Paused", by)
                : new Result.NotNow(get(id));
    }

    /**
     * Lets a wave go on that is paused, or has stopped after failures: these are acknowledged and count no more. What could not
     * be started for its settings is tried again.
     */
    public Result resume(UUID id, Actor by) {
        Wave.State state = locked(id).state();
        if (state != Wave.State.PAUSED && state != Wave.State.STOPPED) {
            return new Result.NotNow(get(id));
        }
        List<WaveLine> failed = lines(id).stream()
                .filter(line -> line.standing() == WaveLine.Standing.FAILED && !line.acknowledged())
                .toList();
        failed.forEach(line -> {
            boolean refused = line.state() == WaveLine.State.REFUSED;
            boolean again = refused && !isWantedByAnother(id, line.number());
            sql.sql("update wave_line set state = :state, acknowledged = :acknowledged, note = :note"
                            + " where wave_id = :wave and number = :number")
                    .param("state", (again ? WaveLine.State.WAITING : line.state()).name())
                    .param("acknowledged", !again)
                    .param("note", refused && !again ? TAKEN : null, Types.VARCHAR)
                    .param("wave", id.toString())
                    .param("number", line.number())
                    .update();
        });
        sql.sql("update wave set restorations = :now where id = :id")
                .param("now", restored.times())
                .param("id", id.toString())
                .update();
        String what = failed.isEmpty()
                ? "Resumed"
                : "Resumed, with " + Plural.of(failed.size(), "failure acknowledged", "failures acknowledged");
        return changed(id, Wave.State.RUNNING, null, what, by);
    }

    /** Whether another wave is to start a migration to the target of this line, or has started one since this wave was created. */
    private boolean isWantedByAnother(UUID id, int line) {
        return sql.sql("select count(*) from wave_line mine join wave w on w.id = mine.wave_id"
                                + " join wave_line other on other.target_place = mine.target_place and other.wave_id <> mine.wave_id"
                                + " join wave their on their.id = other.wave_id"
                                + " left join migration m on m.id = other.migration_id"
                                + " where mine.wave_id = :wave and mine.number = :number and"
                                + " (other.state in ('WAITING', 'STARTING') and their.state in ('RUNNING', 'PAUSED', 'STOPPED')"
                                + " or not other.rehearsal and m.created_at >= w.created_at)")
                        .param("wave", id.toString())
                        .param("number", line)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Ends a wave: what has not started is left out. Migrations under way go on; each can be cancelled by itself. */
    public Result end(UUID id, Actor by) {
        if (locked(id).state().isOver()) {
            return new Result.NotNow(get(id));
        }
        int left = sql.sql("update wave_line set state = 'LEFT_OUT' where wave_id = :wave and state = 'WAITING'")
                .param("wave", id.toString())
                .update();
        sql.sql("update wave set ended_at = :now where id = :id")
                .param("now", column(clock.instant()))
                .param("id", id.toString())
                .update();
        return changed(
                id,
                Wave.State.ENDED,
                "Ended by " + by.onRecord().name() + ".",
                "Ended; " + Plural.of(left, "migration was left out", "migrations were left out"),
                by);
    }

    private Result changed(UUID id, Wave.State state, @Nullable String reason, String what, @Nullable Actor by) {
        sql.sql("update wave set state = :state, reason = :reason where id = :id")
                .param("state", state.name())
                .param("reason", reason, Types.VARCHAR)
                .param("id", id.toString())
                .update();
        event(id, what, by);
        return new Result.Done(get(id));
    }

    private record Locked(Wave.State state, int sideBySide, int stopAfter, int restorations) {}

    /** Holds the wave's row until the transaction ends. */
    private Locked locked(UUID id) {
        return sql.sql("select state, side_by_side, stop_after, restorations from wave where id = :id for update")
                .param("id", id.toString())
                .query((row, n) -> new Locked(
                        Wave.State.valueOf(row.getString("state")),
                        row.getInt("side_by_side"),
                        row.getInt("stop_after"),
                        row.getInt("restorations")))
                .single();
    }

    /** The waves in which something may be to do: they are not over, or a line of theirs is being started. */
    @Transactional(readOnly = true)
    List<UUID> atWork() {
        return sql.sql("select id from wave where state in ('RUNNING', 'PAUSED') or exists (select 1 from wave_line"
                        + " where wave_id = wave.id and wave_line.state = 'STARTING') order by created_at, id")
                .query((row, n) -> UUID.fromString(row.getString("id")))
                .list();
    }

    /**
     * Claims the next line that is to be started, if one is: puts down that it is, for whoever calls to start it then. A wave
     * that must stop, or has nothing left to do, is noted as such.
     */
    Optional<Claim> claimNext(UUID id) {
        Locked wave = locked(id);
        Instant now = now();
        List<WaveLine> lines = lines(id);
        boolean runs = wave.state() == Wave.State.RUNNING;
        if (runs && restored.times() != wave.restorations()) {
            changed(
                    id,
                    Wave.State.PAUSED,
                    "Ferry's database was restored from a backup: what this page shows as waiting may have been started since"
                            + " that backup. Look in Operate and at the sites, then resume the wave, or end it.",
                    "Paused: Ferry's database was restored from a backup",
                    null);
            return Optional.empty();
        }
        Optional<WaveLine> abandoned = abandoned(id, lines);
        if (abandoned.isPresent()) {
            return Optional.of(claimed(id, abandoned.get(), wave.state()));
        }
        boolean nothingLeft = lines.stream().noneMatch(line -> line.state() == WaveLine.State.WAITING);
        long underWay = lines.stream().filter(WaveLine::isUnderWay).count();
        if (nothingLeft && underWay == 0 && !wave.state().isOver()) {
            finished(id, now);
            return Optional.empty();
        }
        if (!runs) {
            return Optional.empty();
        }
        long failures = lines.stream()
                .filter(line -> line.standing() == WaveLine.Standing.FAILED && !line.acknowledged())
                .count();
        if (failures >= wave.stopAfter() && !nothingLeft) {
            String stopped = "Stopped after " + Plural.of(failures, "failure");
            changed(
                    id,
                    Wave.State.STOPPED,
                    stopped + ": no further migration starts. Look at what failed, then resume the wave, or end it.",
                    stopped,
                    null);
            return Optional.empty();
        }
        if (underWay >= wave.sideBySide()) {
            return Optional.empty();
        }
        return lines.stream()
                .filter(line -> line.state() == WaveLine.State.WAITING && !line.isUnderWay())
                .filter(line -> isReached(line.plannedStart(), now) && isReached(line.notBefore(), now))
                .findFirst()
                .map(line -> claimed(id, line, wave.state()));
    }

    private void finished(UUID id, Instant now) {
        sql.sql("update wave set ended_at = :now where id = :id")
                .param("now", column(now))
                .param("id", id.toString())
                .update();
        changed(id, Wave.State.FINISHED, null, "All migrations have ended", null);
    }

    private static boolean isReached(@Nullable Instant moment, Instant now) {
        return moment == null || !moment.isAfter(now);
    }

    private Optional<WaveLine> abandoned(UUID id, List<WaveLine> lines) {
        Set<Integer> numbers =
                Set.copyOf(sql.sql("select number from wave_line where wave_id = :wave and state = 'STARTING'"
                                + " and claimed_at <= current_timestamp - " + ABANDONED)
                        .param("wave", id.toString())
                        .query(Integer.class)
                        .list());
        return lines.stream().filter(line -> numbers.contains(line.number())).findFirst();
    }

    private Claim claimed(UUID id, WaveLine line, Wave.State standing) {
        UUID claim = UUID.randomUUID();
        boolean begun = line.state() == WaveLine.State.STARTING;
        boolean again = begun || restored.times() > 0;
        // A backup that is put back must not look as if the line had never been started.
        restored.count();
        sql.sql("update wave_line set state = 'STARTING', claim = :claim, claimed_at = current_timestamp,"
                        + " not_before = null, note = null where wave_id = :wave and number = :number")
                .param("claim", claim.toString())
                .param("wave", id.toString())
                .param("number", line.number())
                .update();
        return sql.sql("select w.name, w.person, w.channel, w.issuer, w.subject, l.request from wave w"
                        + " join wave_line l on l.wave_id = w.id where w.id = :wave and l.number = :number")
                .param("wave", id.toString())
                .param("number", line.number())
                .query((row, n) -> new Claim(
                        id,
                        line.number(),
                        line.migration(),
                        read(row.getString("request")),
                        claim,
                        begun,
                        again,
                        standing,
                        new Actor(
                                row.getString("person"),
                                Actor.Channel.valueOf(row.getString("channel")),
                                row.getString("issuer"),
                                row.getString("subject")),
                        "by the wave “" + row.getString("name") + "”, line " + line.number()))
                .single();
    }

    private static MigrationRequest read(String request) {
        try {
            return Json.MAPPER.readValue(request, MigrationRequest.class);
        } catch (JsonProcessingException changed) {
            throw new IllegalStateException("The record holds a migration that this Ferry does not know", changed);
        }
    }

    /** Its process runs, or has run. */
    void started(Claim claim) {
        settle(claim, WaveLine.State.STARTED, null, null);
    }

    /** It did not begin, and is tried again. */
    void putBack(Claim claim, String why, Duration pause) {
        settle(claim, WaveLine.State.WAITING, why, now().plus(pause));
    }

    /** It cannot begin, and counts as a failure. */
    void refused(Claim claim, String why) {
        settle(claim, WaveLine.State.REFUSED, why, null);
    }

    /** It is not started by this wave. */
    void leftOut(Claim claim, @Nullable String why) {
        settle(claim, WaveLine.State.LEFT_OUT, why, null);
    }

    /** Nobody knows yet whether it began. */
    void unknown(Claim claim, String why) {
        settle(claim, WaveLine.State.STARTING, why, null);
    }

    /** Changes nothing if somebody else has taken the line over meanwhile. */
    private void settle(Claim claim, WaveLine.State state, @Nullable String note, @Nullable Instant notBefore) {
        Locked wave = locked(claim.wave());
        boolean leftOut = state == WaveLine.State.WAITING && wave.state().isOver();
        sql.sql("update wave_line set state = :state, note = :note, not_before = :notBefore where wave_id = :wave"
                        + " and number = :number and state = 'STARTING' and claim = :claim")
                .param("state", (leftOut ? WaveLine.State.LEFT_OUT : state).name())
                .param("note", note == null ? null : shortened(note), Types.VARCHAR)
                .param("notBefore", column(notBefore), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("wave", claim.wave().toString())
                .param("number", claim.line())
                .param("claim", claim.id().toString())
                .update();
    }

    private void event(UUID id, String message, @Nullable Actor by) {
        Actor actor = by == null ? null : by.onRecord();
        sql.sql("insert into wave_event (wave_id, at, message, person, channel)"
                        + " values (:wave, :now, :message, :person, :channel)")
                .param("wave", id.toString())
                .param("now", column(clock.instant()))
                .param("message", shortened(message))
                .param("person", actor == null ? null : actor.name(), Types.VARCHAR)
                .param("channel", actor == null ? null : actor.channel().name(), Types.VARCHAR)
                .update();
    }

    private static String shortened(String text) {
        String clean = EmailMasking.mask(text);
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST - 1) + "…";
    }

    private static Wave wave(ResultSet row) throws SQLException {
        return new Wave(
                UUID.fromString(row.getString("id")),
                row.getString("name"),
                row.getString("team"),
                row.getInt("side_by_side"),
                row.getInt("stop_after"),
                Wave.State.valueOf(row.getString("state")),
                row.getString("reason"),
                instant(row, "created_at"),
                maybe(row, "ended_at"),
                row.getString("person"));
    }

    private static WaveLine line(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        boolean onRecord = row.getString("started_id") != null;
        return new WaveLine(
                row.getInt("number"),
                new MigrationId(row.getString("migration_id")),
                row.getString("name"),
                row.getString("source"),
                row.getString("target"),
                row.getBoolean("rehearsal"),
                maybe(row, "planned_start"),
                WaveLine.State.valueOf(row.getString("state")),
                row.getString("note"),
                maybe(row, "not_before"),
                row.getBoolean("acknowledged"),
                maybe(row, "created_at"),
                maybe(row, "ended_at"),
                outcome == null ? null : Outcome.valueOf(outcome),
                onRecord ? row.getString("team") : row.getString("wave_team"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant maybe(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static @Nullable OffsetDateTime column(@Nullable Instant at) {
        return at == null ? null : at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
