package io.ferry.wave;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ferry.migration.InvalidField;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a wave that somebody asks for.
 *
 * @param line which of its migrations it is about, counted from 1; null if it is about the wave or the whole list
 * @param row the line of the CSV file, its header counted as the first; null if there is no file
 * @param field the field by its path, such as {@code source.url}, as the columns of a CSV file are called
 * @param expected what Ferry expects there, as a phrase for people
 * @param got what came instead, where it may be repeated to the caller; never a credential
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WaveFault(
        @Nullable Integer line,
        @Nullable Long row,
        String field,
        String expected,
        @Nullable String got) {
    static WaveFault of(InvalidField field) {
        return new WaveFault(null, null, field.field(), field.expected(), field.got());
    }

    static WaveFault of(InvalidField field, int line, @Nullable Long row) {
        return new WaveFault(line, row, field.field(), field.expected(), field.got());
    }

    /** What is wrong with the whole list. */
    static WaveFault ofList(String expected) {
        return new WaveFault(null, null, "lines", expected, null);
    }
}
