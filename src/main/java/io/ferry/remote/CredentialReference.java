package io.ferry.remote;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Where a credential is found, never the credential itself: {@code env:NAME} or {@code file:/absolute/path}. It stands in Ferry's
 * own settings, which are an administrator's; what a caller gives must never become one. Safe to log and to show to an administrator.
 *
 * @param value the reference as written
 */
public record CredentialReference(@JsonValue String value) {
    private static final Pattern ENVIRONMENT = Pattern.compile("env:[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Pattern FILE = Pattern.compile("file:/[^\\p{Cntrl}]{1,1000}");

    /** @throws IllegalArgumentException if the text is no reference; the message does not repeat it */
    @JsonCreator
    public CredentialReference {
        // The message keeps silent about the text: people paste the secret itself into this field.
        if (!isOne(value)) {
            throw new IllegalArgumentException(
                    "A credential is given by reference: env:NAME or file:/absolute/path, never as the secret itself.");
        }
    }

    static boolean isOne(String text) {
        return ENVIRONMENT.matcher(text).matches() || FILE.matcher(text).matches();
    }

    /** The reference {@code env:…} or {@code file:…}. */
    public static CredentialReference of(String value) {
        return new CredentialReference(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
