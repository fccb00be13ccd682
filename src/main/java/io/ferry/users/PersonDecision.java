package io.ferry.users;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was decided for one person.
 *
 * @param accountId the account, for {@link Kind#MAP} only
 * @param reason why; must be given to leave somebody unmapped
 * @param by who decided
 */
public record PersonDecision(
        String userKey,
        Kind kind,
        @Nullable String accountId,
        @Nullable String reason,
        String by,
        Instant at) {

    /** What can be decided. */
    public enum Kind {
        MAP(PersonState.MAPPED_MANUALLY),
        LEAVE_UNMAPPED(PersonState.LEFT_UNMAPPED);

        private final PersonState state;

        Kind(PersonState state) {
            this.state = state;
        }

        PersonState state() {
            return state;
        }
    }

    public PersonDecision {
        Objects.requireNonNull(userKey);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(at);
        if ((kind == Kind.LEAVE_UNMAPPED) == (accountId != null)) {
            throw new IllegalArgumentException("An account belongs to MAP, and to nothing else");
        }
        reason = reason == null || reason.isBlank() ? null : SourcePerson.cut(reason.strip());
        by = by.length() <= 200 ? by : by.substring(0, 200);
    }
}
