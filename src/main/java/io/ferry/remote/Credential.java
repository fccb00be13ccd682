package io.ferry.remote;

/** What a site is shown when Ferry signs in. */
public sealed interface Credential {

    /**
     * A user name and a password (or a Jira Cloud e-mail address and its API token).
     *
     * @param user the user name; counts as personal data and is masked in {@code toString}
     * @param password the password or API token
     */
    record Basic(String user, Secret password) implements Credential {
        @Override
        public String toString() {
            return "Basic[user=********, password=" + password + "]";
        }
    }

    /**
     * A token that stands alone: a personal access token of Jira Data Center, a BigPicture token.
     *
     * @param value the token
     */
    record Token(Secret value) implements Credential {}

    /**
     * Reads a credential as operators write it: {@code name:secret} is a name with a password, anything without a colon
     * a token.
     *
     * @throws IllegalArgumentException if it is empty, or could not be sent; the message does not repeat it
     */
    static Credential parse(String content) {
        String line = content.strip();
        // A token goes into a header as it is; the JDK would repeat an illegal one in its exception.
        if (!line.codePoints().allMatch(c -> c >= ' ' && c != 0x7f)) {
            throw new IllegalArgumentException("A credential must be on one line.");
        }
        int colon = line.indexOf(':');
        if (colon <= 0 && !line.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("A token has no spaces and no letters beyond ASCII.");
        }
        return colon > 0
                ? new Basic(line.substring(0, colon), Secret.of(line.substring(colon + 1)))
                : new Token(Secret.of(line));
    }
}
