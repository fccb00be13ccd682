package io.ferry.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.access.Role;
import io.ferry.access.SignedIn;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Report;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The report that somebody signs: JSON for programs, one HTML document for people. */
@RestController
@Tag(name = "Migrations")
class ReportController {
    private static final String MASKED = "masked";

    private final ReportDocument reports;

    ReportController(ReportDocument reports) {
        this.reports = reports;
    }

    @GetMapping(path = "/api/migrations/{id}/report", produces = "application/json")
    @Operation(
            summary = "The report of a migration, as far as it has come",
            description = "JSON as docs/report.schema.json describes it; with Accept: text/html one HTML document that"
                    + " needs nothing else. E-mail addresses are masked unless addresses=whole.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Report.class)))
    void json(
            @KnownMigration Migration migration,
            @RequestParam(defaultValue = MASKED) String addresses,
            @Parameter(hidden = true) HttpServletResponse response)
            throws IOException {
        MigrationId id = migration.id();
        ObjectNode report = reports.withoutPeople(id, whole(addresses));
        response.setContentType("application/json");
        reports.write(id, report, response.getOutputStream());
    }

    @GetMapping(path = "/api/migrations/{id}/report", produces = "text/html")
    ResponseEntity<String> html(
            @KnownMigration Migration migration, @RequestParam(defaultValue = MASKED) String addresses) {
        var report = new ReportPage(reports.of(migration.id(), whole(addresses)));
        return Pages.answer(200, ReportPage.POLICY, Pages.html(report));
    }

    private static boolean whole(String addresses) {
        return switch (addresses) {
            case "whole" -> {
                if (!SignedIn.is(Role.OPERATOR) && !SignedIn.is(Role.APPROVER)) {
                    throw new RequestRefused(Problems.mayNot());
                }
                yield true;
            }
            case MASKED -> false;
            default -> throw new RequestRefused(Problems.unknownAddresses());
        };
    }
}
