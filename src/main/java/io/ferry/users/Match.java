package io.ferry.users;

import java.util.List;

/** What matching found for one person; decisions of people are laid over it elsewhere. */
sealed interface Match {

    /** An exact address led to exactly one account that nobody else claims. */
    record Matched(String accountId, String policy) implements Match {}

    /** The address leads somewhere, but a person must decide. */
    record Conflicting(Conflict conflict, List<Suggestion> suggestions) implements Match {
        public Conflicting {
            suggestions = List.copyOf(suggestions);
        }
    }

    /** No address matched; there may be suggestions. */
    record Unmatched(List<Suggestion> suggestions) implements Match {
        public Unmatched {
            suggestions = List.copyOf(suggestions);
        }
    }
}
