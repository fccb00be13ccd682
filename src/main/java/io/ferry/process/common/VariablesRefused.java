package io.ferry.process.common;

import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.Serial;
import java.util.stream.Collectors;

/** Process variables that are not of the types that a worker reads. The message names them and shows no values. */
final class VariablesRefused extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private VariablesRefused(String message) {
        super(message);
    }

    /** @param thrown by Camunda's client, whose own message repeats the variables with their values */
    static VariablesRefused because(Exception thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof JsonMappingException mapping
                    && !mapping.getPath().isEmpty()) {
                return new VariablesRefused("The process variable "
                        + mapping.getPath().stream()
                                .map(part -> part.getFieldName() == null
                                        ? String.valueOf(part.getIndex())
                                        : part.getFieldName())
                                .collect(Collectors.joining("."))
                        + " is not of the type that this step reads.");
            }
        }
        return new VariablesRefused("The process variables are not of the types that this step reads ("
                + thrown.getClass().getSimpleName() + ").");
    }
}
