package io.ferry.api;

import io.ferry.api.PeopleViews.Person;
import io.ferry.migration.InvalidField;
import io.ferry.users.ChangedMeanwhile;
import io.ferry.users.DecisionRefused;
import io.ferry.users.MappingFileRefused;
import java.util.List;
import java.util.Objects;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What is answered where a decision about people cannot be taken. */
@Order(Ordered.HIGHEST_PRECEDENCE)
@RestControllerAdvice(
        assignableTypes = {UserMappingController.class, UserDecisionsController.class, MappingFilesController.class})
class PeopleProblems {
    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(DecisionRefused refused) {
        return unprocessable(List.of(new InvalidField(refused.field(), String.valueOf(refused.getMessage()), null)));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> changedMeanwhile(ChangedMeanwhile changed) {
        var now = Person.of(changed.now());
        var problem = Problems.conflict(
                "This person was changed meanwhile",
                "%s changed this person after you last saw it. Nothing of yours was saved: look, and decide again."
                        .formatted(now.changedBy() == null ? "Ferry's matching" : now.changedBy()));
        problem.setProperty("person", now);
        return problem(problem);
    }

    /** H2 waits a second or two for whoever is at work, then gives up; PostgreSQL waits for longer. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> busy(PessimisticLockingFailureException busy) {
        return problem(
                Problems.conflict(
                        "The people are being changed right now",
                        "Ferry is matching them, or takes over a file. Nothing of yours was saved: try again in a few seconds."));
    }

    private static ResponseEntity<ProblemDetail> problem(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(MappingFileRefused refused) {
        var problem = unprocessable(refused.errors());
        Objects.requireNonNull(problem.getBody()).setDetail(refused.getMessage());
        return problem;
    }

    /** Understood, but it cannot stand beside what is known: 422 with the places under errors. */
    private static ResponseEntity<ProblemDetail> unprocessable(List<?> errors) {
        var problem = Problems.settingsRefused(List.of());
        problem.setStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        problem.setProperty("errors", errors);
        return ResponseEntity.unprocessableEntity()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
