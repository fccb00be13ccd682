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

    /**
     * What to expect of a value that Jackson could not read.
     *
     * @param type the type that it wanted; null if it does not say
     * @return a phrase for people, such as “a whole number”
     */
    public static String kindOf(@Nullable Class<?> type) {
        if (type == null) {
            return "another kind of value";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
            return "a whole number";
        }
        if (type == Double.class || type == double.class) {
            return "a number such as 0.5";
        }
        return type == String.class ? "a text" : "an object";
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
