package io.ferry.sandbox.world;

/**
 * A name and what proves it. Masks itself in {@link #toString()}.
 *
 * @param name user name or e-mail address
 * @param secret password or API token
 */
public record SignIn(String name, String secret) {

    /**
     * Reads {@code name:secret}.
     *
     * @param text as in the environment
     * @param variable its name there, for the message
     * @return the sign-in
     * @throws IllegalArgumentException where there is no colon; the message does not show the text
     */
    public static SignIn parse(String text, String variable) {
        int colon = text.indexOf(':');
        if (colon < 1 || colon == text.length() - 1) {
            throw new IllegalArgumentException(variable + " must hold name:secret");
        }
        return new SignIn(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return name + ":***";
    }
}
