package io.ferry.remote;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Optional;

/**
 * Where the secret of a declared credential is: {@code env:NAME}, {@code file:/absolute/path}, or {@code store} for Ferry's own
 * encrypted store.
 *
 * @param value the source as an administrator wrote it
 */
public record CredentialSource(String value) {
    private static final String STORE = "store";

    /** @throws IllegalArgumentException if the text is no source; the message does not repeat it */
    @JsonCreator
    public CredentialSource {
        if (!STORE.equals(value) && !CredentialReference.isOne(value)) {
            throw new IllegalArgumentException(
                    "The source of a credential is env:NAME, file:/absolute/path or store, never the secret itself.");
        }
    }

    /** The source {@code env:…}, {@code file:…} or {@code store}. */
    public static CredentialSource of(String value) {
        return new CredentialSource(value);
    }

    /** Whether the secret is in Ferry's own store. */
    public boolean isStore() {
        return STORE.equals(value);
    }

    /** Where the secret is outside Ferry; empty for the store. */
    Optional<CredentialReference> reference() {
        return isStore() ? Optional.empty() : Optional.of(CredentialReference.of(value));
    }

    /** The kind of place, without the place: {@code store}, {@code env} or {@code file}. */
    public String kind() {
        return isStore() ? STORE : value.substring(0, value.indexOf(':'));
    }

    @Override
    public String toString() {
        return value;
    }
}
