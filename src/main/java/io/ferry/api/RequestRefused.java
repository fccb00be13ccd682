package io.ferry.api;

import org.springframework.http.ProblemDetail;

/** A request that is understood and refused. */
final class RequestRefused extends RuntimeException {
    private final transient ProblemDetail problem;

    RequestRefused(ProblemDetail problem) {
        super(problem.getTitle());
        this.problem = problem;
    }

    ProblemDetail problem() {
        return problem;
    }
}
