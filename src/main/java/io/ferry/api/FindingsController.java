package io.ferry.api;

import io.ferry.api.Frame.Section;
import io.ferry.backup.findings.FindingCode;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.verification.BackupFindings;
import io.ferry.verification.BackupFindings.Kept;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** What Ferry found in the backup. The records hold data of people, so whoever may see the mapping may see this. */
@RestController
@Tag(name = "Findings", description = "What Ferry found in the backup, and the records that each finding is about")
class FindingsController {
    private static final List<String> COLUMNS = List.of("entity", "id", "key", "line", "byte", "note");

    private final BackupFindings findings;
    private final Pages pages;

    FindingsController(BackupFindings findings, Pages pages) {
        this.findings = findings;
        this.pages = pages;
    }

    @GetMapping(path = "/api/migrations/{id}/findings/{code:[A-Z_]+}.csv", produces = "text/csv")
    @Operation(summary = "The records that a finding is about, as a table; no cell begins a formula")
    ResponseEntity<StreamingResponseBody> table(@KnownMigration Migration migration, @PathVariable FindingCode code) {
        MigrationId id = migration.id();
        return TableAnswer.of(
                code.name(),
                COLUMNS,
                table -> findings.records(id, code).forEach(found -> table.accept(FindingsPage.cells(found))));
    }

    @Hidden
    @GetMapping("/migrations/{id}/findings")
    ResponseEntity<String> page(
            @KnownMigration Migration migration, @RequestParam(required = false) @Nullable FindingCode finding) {
        List<Kept> all = findings.all(migration.id());
        return pages.answer(new FindingsPage(
                pages.frame(migration, Section.FINDINGS),
                all.stream().map(FindingsPage::finding).toList(),
                all.stream()
                        .filter(kept -> kept.code() == finding)
                        .findFirst()
                        .map(kept -> FindingsPage.shown(migration, kept, findings.records(migration.id(), kept.code())))
                        .orElse(null)));
    }
}
