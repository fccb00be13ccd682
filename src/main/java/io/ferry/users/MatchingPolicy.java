package io.ferry.users;

import java.util.List;

/** One way to find the account of a person, with a name that stands in the report beside what it found. */
interface MatchingPolicy {

    String name();

    /** Whether what this finds counts without a person's decision. Only exact addresses do, as in the app. */
    default boolean matchesByItself() {
        return false;
    }

    /** The accounts that may be this person's, each with a score and a reason; empty for none. */
    List<Suggestion> look(SourcePerson person, Accounts accounts);
}
