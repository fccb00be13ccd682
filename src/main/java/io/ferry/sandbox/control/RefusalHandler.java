package io.ferry.sandbox.control;

import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.side.Sides;
import io.ferry.sandbox.world.Ledger;
import io.ferry.sandbox.world.SiteRefusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Turns refusals into answers, in the form of the side that refuses. */
@RestControllerAdvice
class RefusalHandler {
    private final Sides sides;
    private final Ledger ledger;

    RefusalHandler(Sides sides, Ledger ledger) {
        this.sides = sides;
        this.ledger = ledger;
    }

    /** A change that is refused is noted: at the sites nothing comes of it, but it was ordered. */
    @ExceptionHandler
    ResponseEntity<Object> refused(SiteRefusal refusal, HttpServletRequest request) {
        if (!request.getMethod().equals("GET")) {
            ledger.note(
                    "refusedRequests",
                    Map.of(
                            "side", sides.of(request).label(),
                            "method", request.getMethod(),
                            "path", request.getRequestURI(),
                            "status", refusal.status()));
        }
        HttpHeaders headers = new HttpHeaders();
        refusal.headers().forEach(headers::set);
        headers.setContentType(refusal.body() instanceof String ? MediaType.TEXT_HTML : MediaType.APPLICATION_JSON);
        return new ResponseEntity<>(refusal.body(), headers, HttpStatusCode.valueOf(refusal.status()));
    }

    @ExceptionHandler({NoResourceFoundException.class, NoHandlerFoundException.class})
    ResponseEntity<Object> nothingThere(HttpServletRequest request) {
        return switch (sides.of(request)) {
            case CONTROL -> problem(404, "There is nothing at " + request.getRequestURI() + ". See /control/help.");
            case ATLASSIAN_GATEWAY -> refused(SiteRefusal.byGateway(404, "Not Found"), request);
            default -> refused(SiteRefusal.byJira(404, "null for uri: " + request.getRequestURI()), request);
        };
    }

    @ExceptionHandler
    ResponseEntity<Object> wrong(IllegalArgumentException e, HttpServletRequest request) {
        String message = String.valueOf(e.getMessage());
        return sides.of(request) == Side.CONTROL
                ? problem(400, message)
                : refused(SiteRefusal.byJira(400, message), request);
    }

    /** A connection that was cut on purpose, or by the client: nothing can be answered any more. */
    @ExceptionHandler
    void gone(IOException e) throws IOException {
        throw e;
    }

    private static ResponseEntity<Object> problem(int status, String detail) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(Map.of("status", status, "title", "Refused", "detail", detail, "errors", List.of()));
    }
}
