package io.ferry.users;

/** Why an address does not decide by itself, although it leads somewhere. */
public enum Conflict {
    SHARED_ADDRESS("Several people of the source have this e-mail address; only one of them can have its account."),
    SEVERAL_ACCOUNTS("Several accounts of the target have this e-mail address."),
    INACTIVE_ACCOUNT("The account with this e-mail address is deactivated."),
    APP_ACCOUNT("The account with this e-mail address belongs to an app or a customer, not to a person of the site."),
    TARGET_TAKEN(
            "The account with this e-mail address is already mapped to somebody else; an account can be used only once."),
    TARGET_GONE("The account that was picked by hand is no longer in the target.");

    private final String text;

    Conflict(String text) {
        this.text = text;
    }

    /** What a person reads about it. */
    public String text() {
        return text;
    }
}
