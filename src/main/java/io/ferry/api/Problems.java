package io.ferry.api;

import io.ferry.access.SignedIn;
import io.ferry.artifact.ArtifactException;
import io.ferry.base.Plural;
import io.ferry.base.Sizes;
import io.ferry.migration.InvalidField;
import io.ferry.migration.TargetInUse;
import io.ferry.process.upload.UploadRefused;
import io.ferry.wave.WaveRefused;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/** The problems (RFC 9457) that the interface answers with; docs/api.md lists them. */
final class Problems {
    private Problems() {}

    static ProblemDetail settingsRefused(List<InvalidField> errors) {
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
                "The body of a request may have " + Sizes.exactly(limit) + ". Nothing has been changed.");
    }

    static ProblemDetail tooSlow() {
        return of(
                HttpStatus.REQUEST_TIMEOUT,
                "too-slow",
                "The body of the request comes too slowly",
                "It has to be there within ferry.api.body-timeout. Nothing has been changed.");
    }

    static ProblemDetail parametersTooLong(int most, int longest) {
        return of(
                HttpStatus.BAD_REQUEST,
                "parameters-too-long",
                "The parameters are too many or too long",
                "A request may have " + most + " parameters of " + longest + " characters. Nothing has been changed.");
    }

    static ProblemDetail nothingThere() {
        return of(
                HttpStatus.NOT_FOUND,
                "not-found",
                "There is nothing at this address",
                "See /swagger-ui.html for what there is.");
    }

    static ProblemDetail unknownMigration() {
        return of(
                HttpStatus.NOT_FOUND,
                "no-such-migration",
                "There is no such migration",
                "GET /api/migrations lists those that there are.");
    }

    static ProblemDetail unknownAssessment() {
        return of(
                HttpStatus.NOT_FOUND,
                "no-such-assessment",
                "There is no such assessment",
                "GET /api/assessments lists those that are kept: the newest twenty.");
    }

    static ProblemDetail unknownWave() {
        return of(
                HttpStatus.NOT_FOUND,
                "no-such-wave",
                "There is no such wave",
                "GET /api/waves lists those that there are.");
    }

    static ProblemDetail waveRefused(WaveRefused refused) {
        ProblemDetail problem = of(
                HttpStatus.BAD_REQUEST,
                "wave-refused",
                "The wave cannot be used",
                "%s in it: see errors, with the line and the field of each. No migration was started, and nothing was kept."
                        .formatted(Plural.of(refused.total(), "thing is wrong", "things are wrong")));
        problem.setProperty("total", refused.total());
        problem.setProperty("errors", refused.faults());
        return problem;
    }

    static ProblemDetail unknownCredential() {
        return of(
                HttpStatus.NOT_FOUND,
                "no-such-credential",
                "There is no such credential",
                "GET /api/credentials lists those that are declared under ferry.credentials.");
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
        return settingsRefused(List.of(new InvalidField("addresses", "masked or whole", null)));
    }

    static ProblemDetail conflict(String title, String detail) {
        return of(HttpStatus.CONFLICT, "conflict", title, detail);
    }

    /**
     * A conflict, and the request with which a script goes on.
     *
     * @param call such as {@code POST /api/migrations/ID/cancel}
     */
    static ProblemDetail conflict(String title, String detail, String call) {
        ProblemDetail problem = conflict(title, detail);
        problem.setProperty("call", call);
        return problem;
    }

    /** Of another team's migration no more is told than that there is one. */
    static ProblemDetail targetInUse(TargetInUse inUse) {
        if (!SignedIn.visibleTeams().includes(inUse.other().team())) {
            return of(
                    HttpStatus.CONFLICT,
                    "target-in-use",
                    "Another team's migration goes to this cloud site",
                    "Two would overwrite each other: wait for its end, or ask Ferry's administrator whose it is. Nothing has been changed.");
        }
        ProblemDetail problem = of(
                HttpStatus.CONFLICT,
                "target-in-use",
                "Another migration goes to this cloud site",
                "%s; two would overwrite each other. Wait for its end, or %s. Nothing has been changed."
                        .formatted(
                                inUse.getMessage(),
                                inUse.phase() == null
                                        ? "cancel it"
                                        : "if it never began or its process was ended in Operate, cancel it"));
        problem.setProperty("call", "POST /api/migrations/" + inUse.other().id() + "/cancel");
        problem.setProperty("migration", inUse.other().id().value());
        return problem;
    }

    static ProblemDetail engineUnavailable(String detail) {
        return of(HttpStatus.SERVICE_UNAVAILABLE, "engine-unavailable", "The process engine is not available", detail);
    }

    static ProblemDetail providerAway() {
        return of(
                HttpStatus.SERVICE_UNAVAILABLE,
                "sign-in-unavailable",
                "The OpenID Connect provider does not answer",
                "Ferry cannot tell whether the token is good. Ask again in a while; if it stays so, check whether"
                        + " ferry.access.oidc.issuer is right and Ferry gets there.");
    }

    static ProblemDetail databaseUnavailable() {
        return of(
                HttpStatus.SERVICE_UNAVAILABLE,
                "database-unavailable",
                "Ferry's database is not available",
                "Ferry's database did not answer, so it is not known whether the request was carried out. Check whether the"
                        + " database runs (spring.datasource.url), look what is on record, then try again.");
    }

    static ProblemDetail pathRefused() {
        return of(
                HttpStatus.BAD_REQUEST,
                "path-refused",
                "The path is not written the plain way",
                "Write it without semicolons, backslashes, empty segments and segments of dots, and percent-encode only what"
                        + " needs it. Nothing has been changed.");
    }

    static ProblemDetail notSignedIn() {
        return of(
                HttpStatus.UNAUTHORIZED,
                "not-signed-in",
                "Nobody has signed in",
                "Scripts send the key in ferry.home/script-key as Authorization: Bearer KEY; people open the link of ./ferry"
                        + " sign-in. Nothing has been changed.");
    }

    static ProblemDetail tooManyFailedSignIns(long seconds) {
        return of(
                HttpStatus.TOO_MANY_REQUESTS,
                "too-many-failed-sign-ins",
                "Too many failed sign-ins",
                "Too many keys or tokens from this address were not valid, so this one was not looked at. Check yours, wait "
                        + Plural.of(seconds, "second") + ", then send the request again. Nothing has been changed.");
    }

    static ProblemDetail tooManyConnectionTests(int perMinute) {
        return of(
                HttpStatus.TOO_MANY_REQUESTS,
                "too-many-connection-tests",
                "Too many tests of connections",
                "One person may test " + perMinute + " connections in a minute, and few run at the same time. Wait a"
                        + " minute, then test again. The site has not been called.");
    }

    static ProblemDetail connectionTestTooSlow(Duration limit) {
        return of(
                HttpStatus.GATEWAY_TIMEOUT,
                "connection-test-too-slow",
                "The site answers too slowly",
                "It has not answered everything within " + limit.toSeconds() + " seconds. On Ferry's computer,"
                        + " ./ferry check-connection ADDRESS says where the way to the site ends.");
    }

    static ProblemDetail noToken() {
        return of(
                HttpStatus.UNAUTHORIZED,
                "no-token",
                "Nobody has signed in",
                "Scripts send a token of your OpenID Connect provider that is meant for Ferry, as Authorization: Bearer TOKEN; people"
                        + " open Ferry in a browser. Nothing has been changed.");
    }

    static ProblemDetail mayNot() {
        return of(
                HttpStatus.FORBIDDEN,
                "not-allowed",
                "Your roles do not allow this",
                "docs/security.md lists which role may do what; an administrator gives them. Nothing has been changed.");
    }

    static ProblemDetail pageTooOld() {
        return of(
                HttpStatus.FORBIDDEN,
                "page-too-old",
                "The page does not belong to your session",
                "Reload the page, then do it again. Nothing has been changed.");
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

    static ProblemDetail unknownFile() {
        return of(
                HttpStatus.NOT_FOUND,
                "no-such-file",
                "There is no such file",
                "GET /api/migrations/{id}/files lists those that there are.");
    }

    static ProblemDetail uploadRefused(UploadRefused refused) {
        HttpStatus status = switch (refused.reason()) {
            case WRONG_FILE, WRONG_PLACE -> HttpStatus.UNPROCESSABLE_ENTITY;
            case NOT_WANTED, REPLACES, ON_ITS_WAY -> HttpStatus.CONFLICT;
        };
        return of(
                status,
                refused.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                refused.rejection().title(),
                refused.rejection().whatToDo());
    }

    static ProblemDetail uploadRefused(ArtifactException refused) {
        return switch (refused.kind()) {
            case STORE_FULL ->
                of(
                        HttpStatus.INSUFFICIENT_STORAGE,
                        "disk-full",
                        "There is no room for the file",
                        String.valueOf(refused.getMessage()));
            case WRONG_OFFSET ->
                of(
                        HttpStatus.CONFLICT,
                        "wrong-offset",
                        "The file has come to another place",
                        String.valueOf(refused.getMessage()));
            case HAND_OVER_REFUSED ->
                of(
                        HttpStatus.UNPROCESSABLE_ENTITY,
                        "wrong-place",
                        "The file cannot be taken",
                        String.valueOf(refused.getMessage()));
            case KEY_MISSING ->
                of(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "key-missing",
                        "The key of a stored file is missing",
                        String.valueOf(refused.getMessage()));
            case STORE_BROKEN, STORE_AWAY, NOT_FOUND, CHANGED ->
                of(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "store-broken",
                        "Ferry cannot keep files",
                        String.valueOf(refused.getMessage()));
        };
    }

    static ProblemDetail uploadRefused(HttpStatus status, String detail) {
        return of(status, "upload-refused", "The upload cannot continue like this", detail);
    }

    static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus()).body(problem);
    }

    private static ProblemDetail of(HttpStatus status, String type, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("urn:ferry:problem:" + type));
        problem.setTitle(title);
        return problem;
    }
}
