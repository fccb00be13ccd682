package io.ferry.users;

/** Where a person of the source stands on the way into the cloud. */
public enum PersonState {
    /** An exact address led to the one account. */
    MATCHED(true, true),
    /** A person picked the account. */
    MAPPED_MANUALLY(true, true),
    /** Ferry created the account for this person. */
    CREATED(true, true),
    /** A person decided that there shall be none, with a reason. */
    LEFT_UNMAPPED(true, false),
    /** The address leads somewhere, but does not decide. */
    CONFLICT(false, false),
    /** No address led anywhere, but other signs did. */
    SUGGESTED(false, false),
    /** Nothing leads to an account. */
    UNMATCHED(false, false);

    private final boolean settled;
    private final boolean account;

    PersonState(boolean settled, boolean account) {
        this.settled = settled;
        this.account = account;
    }

    /** Whether nobody needs to decide any more. */
    public boolean isSettled() {
        return settled;
    }

    /** Whether an account stands for the person. */
    public boolean hasAccount() {
        return account;
    }
}
