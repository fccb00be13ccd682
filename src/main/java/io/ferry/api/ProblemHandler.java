package io.ferry.api;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.ferry.migration.DatabaseFailures;
import io.ferry.migration.InvalidField;
import io.ferry.migration.NoSuchMigration;
import io.ferry.migration.SettingsRefused;
import io.ferry.migration.TargetInUse;
import io.ferry.process.engine.EngineUnavailable;
import io.ferry.wave.WaveRefused;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Makes a problem detail of everything that goes wrong. What the caller sent is not repeated where it may be a credential,
 * and nothing of Ferry's inside is shown.
 */
@RestControllerAdvice
class ProblemHandler extends ResponseEntityExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

    private final Pages pages;

    ProblemHandler(Pages pages) {
        this.pages = pages;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> settingsRefused(SettingsRefused refused) {
        return answer(Problems.settingsRefused(refused.refusals()));
    }

    @ExceptionHandler
    ResponseEntity<?> noSuchMigration(NoSuchMigration unknown, HttpServletRequest request) {
        return request.getRequestURI().startsWith(request.getContextPath() + "/api/")
                ? answer(Problems.unknownMigration())
                : pages.noSuchMigration();
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> waveRefused(WaveRefused refused) {
        return answer(Problems.waveRefused(refused));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> targetInUse(TargetInUse inUse) {
        return answer(Problems.targetInUse(inUse));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(RequestRefused refused) {
        return answer(refused.problem());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> engineUnavailable(EngineUnavailable unavailable) {
        log.warn("{}", unavailable.getMessage());
        return answer(Problems.engineUnavailable(unavailable.getMessage() + " Then try again."));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unexpected(Exception unexpected) {
        if (DatabaseFailures.isUnavailable(unexpected)) {
            log.warn("Ferry's database does not answer: {}", DatabaseFailures.reason(unexpected));
            return answer(Problems.databaseUnavailable());
        }
        String mark = UUID.randomUUID().toString().substring(0, 8);
        log.error("Failure {} of the interface", mark, unexpected);
        return answer(Problems.unexpected(mark));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException unreadable,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        return asObject(unreadable(unreadable));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException mismatch, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String field = mismatch instanceof MethodArgumentTypeMismatchException argument
                ? argument.getName()
                : Objects.requireNonNullElse(mismatch.getPropertyName(), "");
        Class<?> type = Objects.requireNonNullElse(mismatch.getRequiredType(), Object.class);
        return asObject(Problems.settingsRefused(List.of(new InvalidField(field, InvalidField.kindOf(type), null))));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException invalid, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return asObject(Problems.settingsRefused(invalid.getParameterValidationResults().stream()
                .map(result -> new InvalidField(
                        Objects.requireNonNullElse(result.getMethodParameter().getParameterName(), ""),
                        result.getResolvableErrors().stream()
                                .map(error -> String.valueOf(error.getDefaultMessage()))
                                .collect(Collectors.joining(", ")),
                        String.valueOf(result.getArgument())))
                .toList()));
    }

    private ProblemDetail unreadable(HttpMessageNotReadableException unreadable) {
        if (NestedExceptionUtils.getRootCause(unreadable) instanceof BodyTooLarge tooLarge) {
            return Problems.tooLarge(tooLarge.limit());
        }
        if (NestedExceptionUtils.getRootCause(unreadable) instanceof BodyTooSlow) {
            return Problems.tooSlow();
        }
        if (NestedExceptionUtils.getRootCause(unreadable) instanceof StreamConstraintsException) {
            return Problems.notReadable("A text, a name or a number in the body is too long (" + JsonLimits.LONGEST_TEXT
                    + " characters at most), or too much is nested.");
        }
        // The words of Jackson's own messages repeat what came in, so they are not passed on; only the places are.
        return switch (unreadable.getCause()) {
            case UnrecognizedPropertyException unknown ->
                Problems.settingsRefused(
                        List.of(new InvalidField(path(unknown), "one of the fields " + names(unknown), null)));
            case MismatchedInputException mismatch ->
                Problems.settingsRefused(
                        List.of(new InvalidField(path(mismatch), InvalidField.kindOf(mismatch.getTargetType()), null)));
            case JsonParseException noJson ->
                Problems.notReadable(
                        "The body is no JSON: see line " + noJson.getLocation().getLineNr() + ", column "
                                + noJson.getLocation().getColumnNr() + ".");
            case null, default -> Problems.notReadable("A JSON object is expected as the body of the request.");
        };
    }

    private static String path(JsonMappingException wrong) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : wrong.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String names(UnrecognizedPropertyException unknown) {
        Collection<Object> known = unknown.getKnownPropertyIds();
        return known == null
                ? "(none)"
                : known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus()).body(problem);
    }

    private static ResponseEntity<Object> asObject(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus()).body(problem);
    }
}
