package io.ferry.remote;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;

/**
 * A password or token. It shows itself only to code that asks with {@link #reveal()}; logs, JSON and exception messages
 * see a mask.
 */
public final class Secret {
    private static final String MASK = "********";

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * @param value the secret itself, not blank
     * @throws IllegalArgumentException if there is nothing in it
     */
    public static Secret of(String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("A secret must not be blank.");
        }
        return new Secret(value);
    }

    /** The secret itself, for the one line that puts it on the wire. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value);
    }

    /** The mask, never the value. */
    @Override
    @JsonValue
    public String toString() {
        return MASK;
    }
}
