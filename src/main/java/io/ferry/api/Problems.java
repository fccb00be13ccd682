package io.ferry.api;

import io.ferry.migration.Migration;
import io.ferry.migration.Refusal;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** The problems (RFC 9457) that the interface answers with; docs/api.md lists them. */
final class Problems {
    private Problems() {}

    static ProblemDetail settingsRefused(List<Refusal> errors) {
        ProblemDetail problem = of(
                HttpStatus.BAD_REQUEST,
                "settings-refused",
                "The request cannot be used",
                "The fields named under errors are not as expected. Nothing has been changed.");
        problem.setProperty("errors", errors);
        return problem;
    }

    static ProblemDetail notReadable(String detail) {
        return of(HttpStatus.BAD_REQUEST, "not-readable", "The request cannot be read", detail);
    }

    static ProblemDetail tooLarge(long limit) {
        return of(
                HttpStatus.PAYLOAD_TOO_LARGE,
                "too-large",
                "The request is too large",
                "The body of a request may have " + limit + " bytes. Nothing has been changed.");
    }

    static ProblemDetail unknownMigration() {
        return of(
                HttpStatus.NOT_FOUND,
                "no-such-migration",
                "There is no such migration",
                "GET /api/migrations lists those that there are.");
    }

    static ProblemDetail unknownPhase(List<String> phases) {
        return of(
                HttpStatus.NOT_FOUND,
                "no-such-phase",
                "There is no such phase",
                "The phases are " + String.join(", ", phases) + ".");
    }

    static ProblemDetail unknownSite() {
        return of(HttpStatus.NOT_FOUND, "no-such-site", "There is no such site", "The sites are source and target.");
    }

    static ProblemDetail unknownComparison(List<String> moments) {
        return of(
                HttpStatus.NOT_FOUND,
                "no-such-comparison",
                "There is no such comparison",
                "The comparisons are " + String.join(", ", moments) + ".");
    }

    static ProblemDetail unknownAddresses() {
        return settingsRefused(List.of(new Refusal("addresses", "masked or whole", null)));
    }

    static ProblemDetail conflict(String title, String detail) {
        return of(HttpStatus.CONFLICT, "conflict", title, detail);
    }

    static ProblemDetail targetInUse(Migration other) {
        ProblemDetail problem = of(
                HttpStatus.CONFLICT,
                "target-in-use",
                "Another migration goes to this cloud site",
                "“%s” (%s) goes to %s and has not ended; two would overwrite each other. Wait for its end, or cancel it: POST /api/migrations/%s/cancel. Nothing has been changed."
                        .formatted(
                                other.name(),
                                other.id(),
                                other.settings().target().url(),
                                other.id()));
        problem.setProperty("migration", other.id().value());
        return problem;
    }

    static ProblemDetail engineUnavailable(String detail) {
        return of(HttpStatus.SERVICE_UNAVAILABLE, "engine-unavailable", "The process engine is not available", detail);
    }

    static ProblemDetail crossSite() {
        return of(
                HttpStatus.FORBIDDEN,
                "cross-site",
                "Pages of other sites may not use this interface",
                "The request was sent by a web page of another site.");
    }

    static ProblemDetail unknownHost() {
        return of(
                HttpStatus.FORBIDDEN,
                "unknown-host",
                "Ferry does not answer under this name",
                "Set ferry.public-url to the address under which people reach Ferry, or name the host under ferry.api.hosts.");
    }

    static ProblemDetail unexpected(String mark) {
        return of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "unexpected",
                "Ferry failed",
                "Ferry did not expect this. Its log says more under " + mark + ".");
    }

    private static ProblemDetail of(HttpStatus status, String type, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("urn:ferry:problem:" + type));
        problem.setTitle(title);
        return problem;
    }
}
