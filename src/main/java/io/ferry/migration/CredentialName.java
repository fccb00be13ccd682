package io.ferry.migration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a credential that an administrator declared under {@code ferry.credentials}. The record holds this name only, never
 * the credential.
 *
 * <p>Records of older Ferries hold a reference instead, {@code env:NAME} or {@code file:/path}, which callers could choose. They
 * can still be read, but no such name leads to a credential any more.
 */
public record CredentialName(@JsonValue String value) {
    /** What a caller is told who gave something else; it may have been the credential itself, so it is not repeated. */
    static final String EXPECTED = "the name of a credential, such as source-jira, that an administrator declared with"
            + " ferry.credentials.NAME.source and .hosts; never the credential itself, and no reference such as env: or file:";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    private static final Pattern OLD_REFERENCE =
            Pattern.compile("env:[A-Za-z_][A-Za-z0-9_]{0,127}|file:/[^\\x00-\\x1f]{1,1000}");

    /** A name from a record. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CredentialName {
        if (value == null
                || !(NAME.matcher(value).matches()
                        || OLD_REFERENCE.matcher(value).matches())) {
            throw refused();
        }
    }

    /**
     * A name that somebody asks for now.
     *
     * @throws SettingsRefused if it cannot be the name of a declared credential
     */
    public static CredentialName asked(@Nullable String text) {
        if (text == null || !NAME.matcher(text).matches()) {
            throw refused();
        }
        return new CredentialName(text);
    }

    private static SettingsRefused refused() {
        return new SettingsRefused(List.of(new InvalidField("", EXPECTED, null)));
    }

    @Override
    public String toString() {
        return value;
    }
}
