package io.ferry.process.common;

import io.ferry.process.model.BpmnCode;
import io.ferry.process.model.Problem;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The problem that people see when a step begins: the step reads it to keep it in sight, or to know why it is there.
 *
 * @param problem the parts of a {@link Problem}; null where there is none
 */
public record ProblemShown(@Nullable Map<String, Object> problem) {
    /** None, so that an earlier one is cleared. */
    public static final ProblemShown NONE = new ProblemShown(null);

    /** Whether it is of this kind. */
    public boolean is(BpmnCode kind) {
        return part("code").equals(kind.name());
    }

    /** A part of it; empty where it is missing. */
    String part(String name) {
        return problem == null ? "" : Objects.toString(problem.get(name), "");
    }
}
