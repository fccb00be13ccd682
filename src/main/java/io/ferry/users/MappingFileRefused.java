package io.ferry.users;

import io.ferry.base.Plural;
import java.io.Serial;
import java.util.List;

/** A mapping file of which nothing was taken, with what must change in which line. */
public final class MappingFileRefused extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /** No more are told: whoever got the columns wrong needs no 100,000 sentences. */
    static final int MOST_ERRORS = 100;

    /**
     * What is wrong in one line.
     *
     * @param line counted from 1, the header included
     */
    public record RowError(long line, String column, String message) {}

    private final transient List<RowError> errors;

    MappingFileRefused(String message, List<RowError> errors) {
        super(message);
        this.errors = List.copyOf(errors);
    }

    /** How many lines are wrong. */
    static String wrongLines(long lines) {
        return "Nothing was taken over: %s wrong."
                .formatted(Plural.of(lines, "line of the file is", "lines of the file are"));
    }

    static MappingFileRefused file(String message) {
        return new MappingFileRefused(message, List.of());
    }

    /** At most 100 errors, in the order of the lines. */
    public List<RowError> errors() {
        return errors;
    }
}
