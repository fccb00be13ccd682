package io.ferry.api;

import io.ferry.migration.InvalidField;
import java.util.List;
import org.springframework.http.ProblemDetail;

/** A request that is understood and refused. */
final class RequestRefused extends RuntimeException {
    private final transient ProblemDetail problem;

    RequestRefused(ProblemDetail problem) {
        super(problem.getTitle());
        this.problem = problem;
    }

    /** A field of the request that is not as expected. */
    static RequestRefused invalid(String field, String expected) {
        return new RequestRefused(Problems.settingsRefused(List.of(new InvalidField(field, expected, null))));
    }

    ProblemDetail problem() {
        return problem;
    }
}
