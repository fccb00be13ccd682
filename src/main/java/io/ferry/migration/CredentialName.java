package io.ferry.migration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a credential is found when it is needed: {@code env:NAME} or {@code file:/absolute/path}. The record holds this
 * name only, never the credential.
 */
public record CredentialName(@JsonValue String value) {
    /** What a caller is told who gave something else; it may have been the credential itself, so it is not repeated. */
    static final String EXPECTED = "a reference to a credential, env:NAME or file:/absolute/path, never the credential";

    private static final Pattern FORM =
            Pattern.compile("env:[A-Za-z_][A-Za-z0-9_]{0,127}|file:/[^\\x00-\\x1f]{1,1000}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CredentialName {
        if (!isWellFormed(value)) {
            new Refusals().expect(false, "", EXPECTED, null).throwIfAny();
        }
    }

    private static boolean isWellFormed(@Nullable String value) {
        return value != null && FORM.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
