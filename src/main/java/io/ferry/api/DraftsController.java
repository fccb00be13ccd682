package io.ferry.api;

import io.ferry.migration.Actor;
import io.ferry.migration.Drafts;
import io.ferry.migration.Drafts.Draft;
import io.ferry.migration.MigrationRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The migration that whoever is signed in is entering and has not started. */
@RestController
@RequestMapping(path = "/api/drafts/migration", produces = "application/json")
@Tag(name = "Migrations")
class DraftsController {
    private final Drafts drafts;

    DraftsController(Drafts drafts) {
        this.drafts = drafts;
    }

    @GetMapping
    @Operation(summary = "Your draft of a new migration; 204 if there is none")
    ResponseEntity<Draft> show(Actor by) {
        return drafts.of(by)
                .map(ResponseEntity::ok)
                .orElseGet(() -> ResponseEntity.noContent().build());
    }

    @PutMapping(consumes = "application/json")
    @Operation(
            summary = "Keep a draft of a new migration",
            description =
                    "Nothing is checked, and nothing is started. One draft is kept for each person; nobody else is shown it.")
    Draft save(@RequestBody MigrationRequest request, Actor by) {
        return drafts.save(by, request);
    }

    @DeleteMapping
    @Operation(summary = "Delete your draft of a new migration")
    ResponseEntity<Void> delete(Actor by) {
        drafts.delete(by);
        return ResponseEntity.noContent().build();
    }
}
