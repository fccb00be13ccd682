package io.ferry.api;

import io.ferry.access.Audit;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who signed in and what was refused to whom, for administrators. What was done in migrations is in their timelines. */
@RestController
@Tag(name = "Sign-in")
class AuditController {
    private final Audit audit;

    AuditController(Audit audit) {
        this.audit = audit;
    }

    @GetMapping(path = "/api/audit", produces = "application/json")
    @Operation(summary = "Lists who signed in and out, what was refused to whom, and changes of secrets, newest first")
    List<Audit.Entry> list(
            @RequestParam(defaultValue = "0") @Min(0) @Max(100_000) int page,
            @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int size) {
        return audit.newest(page, size);
    }
}
