package io.ferry.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.ferry.migration.Report;
import io.ferry.remote.Masking;
import io.ferry.users.Decision;
import io.ferry.users.People;
import io.ferry.users.PersonStanding;
import io.ferry.users.PersonState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A migration's report together with everybody of the source. People stand in it by their keys and account ids: names and
 * addresses stay in Ferry's database, where they can be erased, and after that nobody is listed any more.
 *
 * @param mappingVersion the version of the mapping as it stands now; that of the restore is among the verified facts
 */
record MigrationReport(@JsonUnwrapped Report report, String mappingVersion, List<Person> people) {

    /**
     * How one person was matched.
     *
     * @param accountId null for whoever has none
     * @param policy the policy that matched, where one did
     * @param by who decided; {@code Ferry} for what an address decided
     * @param at when; null before the first matching
     * @param reason why, where a reason was given
     */
    record Person(
            String userKey,
            PersonState state,
            @Nullable String accountId,
            @Nullable String policy,
            String by,
            @Nullable Instant at,
            @Nullable String reason) {

        static Person of(PersonStanding standing, @Nullable Instant matchedAt) {
            Decision decision = standing.decision();
            return new Person(
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
    }

    static MigrationReport of(Report report, People people) {
        var matchedAt = people.matchedAt(report.id()).orElse(null);
        return new MigrationReport(
                report,
                people.mapping(report.id()).version(),
                people.all(report.id()).stream()
                        .map(standing -> Person.of(standing, matchedAt))
                        .toList());
    }
}
