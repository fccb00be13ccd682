package io.ferry.access;

import io.ferry.base.PlainText;
import io.ferry.migration.Actor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.event.InteractiveAuthenticationSuccessEvent;
import org.springframework.security.authentication.event.LogoutSuccessEvent;
import org.springframework.stereotype.Repository;

/**
 * Who signed in and out, what was refused to whom, and what administrators did. Only what somebody did who is known comes in,
 * so that nobody else can fill it; entries are kept for a year.
 */
@Repository
public class Audit {
    private static final Duration KEPT_FOR = Duration.ofDays(366);
    private static final int LONGEST_DETAIL = 500;

    private final JdbcClient sql;
    private final Clock clock;

    Audit(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** What happened. */
    public enum What {
        SIGNED_IN,
        SIGNED_OUT,
        /** The roles did not allow it. */
        REFUSED,
        SIGN_IN_LINK_MADE,
        SECRET_STORED,
        SECRET_REMOVED,
        /** Ferry looked at a site for somebody who tested the connection. */
        CONNECTION_TESTED,
        /** Sites were looked at without a migration. */
        ASSESSMENT_STARTED
    }

    /**
     * An entry.
     *
     * @param detail what it was about, such as the address that was refused; without secrets
     */
    public record Entry(Instant at, What what, String detail, Actor by) {}

    /** Adds an entry for something that happens now. */
    public void record(What what, String detail, Actor by) {
        Actor actor = by.onRecord();
        String line = PlainText.line(detail);
        sql.sql("insert into audit_entry (at, what, detail, name, channel, issuer, subject)"
                        + " values (:at, :what, :detail, :name, :channel, :issuer, :subject)")
                .param("at", column(clock.instant()))
                .param("what", what.name())
                .param("detail", line.length() <= LONGEST_DETAIL ? line : line.substring(0, LONGEST_DETAIL))
                .param("name", actor.name())
                .param("channel", actor.channel().name())
                .param("issuer", actor.issuer())
                .param("subject", actor.subject())
                .update();
    }

    /**
     * The entries, newest first.
     *
     * @param page counted from 0
     */
    public List<Entry> newest(int page, int size) {
        return sql.sql("select at, what, detail, name, channel, issuer, subject from audit_entry"
                        + " order by id desc limit :size offset :offset")
                .param("size", size)
                .param("offset", (long) page * size)
                .query((row, number) -> new Entry(
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        What.valueOf(row.getString("what")),
                        row.getString("detail"),
                        new Actor(
                                row.getString("name"),
                                Actor.Channel.valueOf(row.getString("channel")),
                                row.getString("issuer"),
                                row.getString("subject"))))
                .list();
    }

    @EventListener
    void signedIn(InteractiveAuthenticationSuccessEvent event) {
        SignedIn.actor(event.getAuthentication()).ifPresent(actor -> record(What.SIGNED_IN, "", actor));
        sql.sql("delete from audit_entry where at < :old")
                .param("old", column(clock.instant().minus(KEPT_FOR)))
                .update();
    }

    @EventListener
    void signedOut(LogoutSuccessEvent event) {
        SignedIn.actor(event.getAuthentication()).ifPresent(actor -> record(What.SIGNED_OUT, "", actor));
    }

    private static OffsetDateTime column(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
