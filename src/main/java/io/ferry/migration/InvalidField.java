package io.ferry.migration;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a request.
 *
 * @param field the field by its path, such as {@code source.url}
 * @param expected what Ferry expects there, as a phrase for people
 * @param got what came instead, where it may be repeated to the caller; never a credential
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InvalidField(
        String field, String expected, @Nullable String got) {
    private static final int LONGEST = 120;

    public InvalidField {
        if (got != null && got.length() > LONGEST) {
            got = got.substring(0, LONGEST) + "…";
        }
    }

    InvalidField within(String prefix) {
        String path = prefix.isEmpty() || field.isEmpty() ? prefix + field : prefix + "." + field;
        return new InvalidField(path, expected, got);
    }

    @Override
    public String toString() {
        return field + ": expected " + expected + (got == null ? "" : ", got “" + got + "”");
    }
}
