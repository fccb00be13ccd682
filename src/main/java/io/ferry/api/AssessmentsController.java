package io.ferry.api;

import io.ferry.access.Audit;
import io.ferry.access.Role;
import io.ferry.access.SignedIn;
import io.ferry.assess.Assessment;
import io.ferry.assess.AssessmentRequest;
import io.ferry.assess.AssessmentRequest.Wanted;
import io.ferry.assess.Assessments;
import io.ferry.assess.Assessments.Kept;
import io.ferry.assess.Assessor;
import io.ferry.migration.Actor;
import io.ferry.migration.Migrations;
import io.ferry.migration.Migrations.Order;
import io.ferry.migration.VisibleTeams;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Assessments: begun, followed, read. */
@RestController
@Tag(name = "Assessments")
class AssessmentsController {
    private final Assessments assessments;
    private final Assessor assessor;
    private final Audit audit;
    private final Migrations migrations;
    private final CredentialChoices credentials;
    private final Pages pages;

    AssessmentsController(
            Assessments assessments,
            Assessor assessor,
            Audit audit,
            Migrations migrations,
            CredentialChoices credentials,
            Pages pages) {
        this.credentials = credentials;
        this.migrations = migrations;
        this.assessments = assessments;
        this.assessor = assessor;
        this.audit = audit;
        this.pages = pages;
    }

    @Hidden
    @GetMapping(path = "/assessments", produces = "text/html")
    ResponseEntity<String> page() {
        return pages.answer(AssessmentsPage.of(
                pages.frame("Assessments").withOwn("assessments"),
                assessments.all(SignedIn.visibleTeams()),
                migrations.underWay(new Migrations.Wanted("", null, null, Order.NEWEST, SignedIn.visibleTeams())),
                credentials.all(),
                SignedIn.is(Role.OPERATOR)));
    }

    @PostMapping(path = "/api/assessments", consumes = "application/json", produces = "application/json")
    @Operation(
            summary = "Assess sites without a migration",
            description =
                    "Looks at the source, and the target where one is named, in the background, with calls that only"
                            + " read; one assessment at a time. The newest twenty are kept.")
    ResponseEntity<Kept> start(@RequestBody AssessmentRequest request, Actor by) {
        if (Boolean.TRUE.equals(request.withPeople())) {
            throw RequestRefused.invalid(
                    "withPeople",
                    "false, or nothing: what Ferry keeps names nobody; ./ferry assess --with-people does");
        }
        VisibleTeams teams = SignedIn.visibleTeams();
        if (!teams.all() && teams.names().isEmpty()) {
            throw RequestRefused.invalid("", "somebody who belongs to a team; you belong to none");
        }
        Wanted wanted = assessor.check(request);
        Kept begun = assessments
                .start(wanted, by, teams, () -> audit.record(Audit.What.ASSESSMENT_STARTED, looked(wanted), by))
                .orElseThrow(() -> new RequestRefused(Problems.conflict(
                        "Another assessment is under way",
                        "Ferry makes one at a time. GET /api/assessments shows when yours has ended.")));
        return ResponseEntity.status(HttpStatus.ACCEPTED)
                .location(URI.create("/api/assessments/" + begun.id()))
                .body(begun);
    }

    /** What is looked at, with which credentials. */
    private static String looked(Wanted wanted) {
        return wanted.hasTarget()
                ? wanted.settings().source().withCredentials() + ", "
                        + wanted.settings().target().withCredentials()
                : wanted.settings().source().withCredentials();
    }

    @GetMapping(path = "/api/assessments", produces = "application/json")
    @Operation(summary = "List the assessments that are kept, newest first")
    List<Kept> list() {
        return assessments.all(SignedIn.visibleTeams());
    }

    @GetMapping(path = "/api/assessments/{assessment}", produces = "application/json")
    @Operation(summary = "Show how an assessment stands")
    Kept show(@PathVariable UUID assessment) {
        return assessments
                .find(assessment, SignedIn.visibleTeams())
                .orElseThrow(() -> new RequestRefused(Problems.unknownAssessment()));
    }

    @GetMapping(path = "/api/assessments/{assessment}/document", produces = "application/json")
    @Operation(
            summary = "What an assessment found",
            description =
                    "JSON as docs/assessment.schema.json describes it; with Accept: text/html one HTML document that"
                            + " needs nothing else.")
    Assessment json(@PathVariable UUID assessment) {
        return document(assessment);
    }

    @GetMapping(path = "/api/assessments/{assessment}/document", produces = "text/html")
    ResponseEntity<String> html(@PathVariable UUID assessment) {
        return Pages.answer(200, AssessmentPage.POLICY, AssessmentPage.html(document(assessment)));
    }

    private Assessment document(UUID id) {
        Kept kept = show(id);
        return assessments
                .document(id)
                .orElseThrow(() -> new RequestRefused(Problems.conflict(
                        "The assessment has no document",
                        switch (kept.state()) {
                            case RUNNING, DONE -> "It is under way: " + kept.step() + ". Ask again when it is done.";
                            case FAILED -> String.valueOf(kept.failure());
                            case INTERRUPTED -> "Ferry ended before it was done. Assess again.";
                        })));
    }
}
