package io.ferry.migration;

import io.ferry.base.Sha256;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Migrations that people are entering on Ferry's page and have not started, one for each person. Nobody else is shown it. A draft
 * that nobody has touched for 90 days is deleted.
 */
@Repository
public class Drafts {
    /** The longest draft, as JSON, in characters. */
    public static final int LONGEST = 20_000;

    private static final Duration KEPT_FOR = Duration.ofDays(90);

    private final JdbcClient sql;
    private final Clock clock;

    Drafts(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /**
     * A draft.
     *
     * @param request what has been entered so far
     * @param savedAt when it was saved last
     */
    public record Draft(MigrationRequest request, Instant savedAt) {}

    /** The person's draft. */
    public Optional<Draft> of(Actor person) {
        return sql.sql("select content, saved_at from migration_draft where owner = :owner")
                .param("owner", owner(person))
                .query((row, number) -> new Draft(
                        Json.read(row.getString("content"), MigrationRequest.class),
                        row.getObject("saved_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    /**
     * Keeps the person's draft in place of an earlier one. What may hold a secret by mistake is left out: an address or a name
     * with an @ in it, and what cannot be the name of a credential.
     *
     * @return the draft as it is kept
     * @throws SettingsRefused if it is too long
     */
    public Draft save(Actor person, MigrationRequest entered) {
        MigrationRequest request = withoutSecrets(entered);
        String content = Json.write(request);
        new Refusals()
                .expect(content.length() <= LONGEST, "", "a draft of at most " + LONGEST + " characters", null)
                .throwIfAny();
        Instant now = Timestamps.now(clock);
        if (!update(person, content, now)) {
            try {
                sql.sql("insert into migration_draft (owner, content, saved_at) values (:owner, :content, :now)")
                        .param("owner", owner(person))
                        .param("content", content)
                        .param("now", Timestamps.column(now))
                        .update();
            } catch (DuplicateKeyException savedMeanwhile) {
                update(person, content, now);
            }
        }
        return new Draft(request, now);
    }

    private boolean update(Actor person, String content, Instant now) {
        return sql.sql("update migration_draft set content = :content, saved_at = :now where owner = :owner")
                        .param("owner", owner(person))
                        .param("content", content)
                        .param("now", Timestamps.column(now))
                        .update()
                > 0;
    }

    @EventListener
    void forget(CleanUpDue due) {
        sql.sql("delete from migration_draft where saved_at < :old")
                .param("old", Timestamps.column(due.at().minus(KEPT_FOR)))
                .update();
    }

    /** Deletes the person's draft, if there is one. */
    public void delete(Actor person) {
        sql.sql("delete from migration_draft where owner = :owner")
                .param("owner", owner(person))
                .update();
    }

    /** The same person, however they have signed in at the same service; where no service vouches for them, by their name. */
    private static String owner(Actor person) {
        String known = person.subject() == null ? "name\n" + person.name() : person.issuer() + "\n" + person.subject();
        return HexFormat.of().formatHex(Sha256.of(known));
    }

    private static MigrationRequest withoutSecrets(MigrationRequest entered) {
        return new MigrationRequest(
                withoutAt(entered.name()),
                entered.app(),
                withoutSecrets(entered.source()),
                withoutSecrets(entered.target()),
                entered.modes(),
                entered.thresholds(),
                entered.pollPause(),
                entered.rehearsal(),
                entered.dressRehearsal(),
                entered.plannedEnd(),
                entered.team());
    }

    private static MigrationRequest.@Nullable Site withoutSecrets(MigrationRequest.@Nullable Site site) {
        return site == null
                ? null
                : new MigrationRequest.Site(
                        withoutAt(site.url()),
                        nameOrNothing(site.credential()),
                        nameOrNothing(site.bigPictureCredential()),
                        withoutAt(site.endpoints()),
                        withoutAt(site.exportFolder()),
                        site.credentialEnds(),
                        site.bigPictureCredentialEnds());
    }

    private static @Nullable String withoutAt(@Nullable String text) {
        return text == null || text.indexOf('@') >= 0 ? null : text;
    }

    private static @Nullable String nameOrNothing(@Nullable String credential) {
        try {
            return credential == null
                    ? null
                    : CredentialName.asked(credential.strip()).value();
        } catch (SettingsRefused noName) {
            return null;
        }
    }
}
