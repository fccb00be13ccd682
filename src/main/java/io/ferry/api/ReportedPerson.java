package io.ferry.api;

import io.ferry.migration.MigrationId;
import io.ferry.remote.Masking;
import io.ferry.users.Decision;
import io.ferry.users.People;
import io.ferry.users.PersonStanding;
import io.ferry.users.PersonState;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How one person was matched, as the report lists everybody of the source: by keys and account ids. Names and addresses stay
 * in Ferry's database, where they can be erased, and after that nobody is listed any more.
 *
 * @param accountId null for whoever has none
 * @param policy the policy that matched, where one did
 * @param by who decided; {@code Ferry} for what an address decided
 * @param at when; null before the first matching
 * @param reason why, where a reason was given
 */
record ReportedPerson(
        String userKey,
        PersonState state,
        @Nullable String accountId,
        @Nullable String policy,
        String by,
        @Nullable Instant at,
        @Nullable String reason) {

    private static ReportedPerson of(PersonStanding standing, @Nullable Instant matchedAt) {
        Decision decision = standing.decision();
        return new ReportedPerson(
                masked(standing.person().userKey()),
                standing.state(),
                standing.account() == null ? null : standing.account().accountId(),
                decision == null && standing.state().hasAccount() ? standing.policy() : null,
                decision == null ? "Ferry" : masked(decision.by()),
                decision == null ? matchedAt : decision.at(),
                decision == null || decision.reason() == null ? null : masked(decision.reason()));
    }

    /** Keys are often addresses. */
    private static String masked(String text) {
        return text.indexOf('@') < 0 ? text : Masking.mask(text);
    }

    /** Hands over everybody of the source, in the order of their keys. */
    static void forEach(MigrationId id, People people, Consumer<ReportedPerson> consumer) {
        var matchedAt = people.matchedAt(id).orElse(null);
        people.forEach(id, standing -> consumer.accept(of(standing, matchedAt)));
    }
}
