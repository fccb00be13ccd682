package io.ferry.api;

import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.verification.ComparisonPoint;
import io.ferry.verification.ComparisonsOnRecord;
import io.ferry.verification.ComparisonsOnRecord.Kept;
import io.ferry.verification.ComparisonsOnRecord.KeptItem;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** What left against what arrived, rule by rule, with every item that differs. */
@RestController
@Tag(name = "Comparisons")
class ComparisonsController {
    private static final List<String> COLUMNS = List.of("rule", "verdict", "what", "expected", "found");

    private final ComparisonsOnRecord comparisons;
    private final Pages pages;

    ComparisonsController(ComparisonsOnRecord comparisons, Pages pages) {
        this.comparisons = comparisons;
        this.pages = pages;
    }

    /** All that was compared, each rule with its first items. */
    record Comparisons(List<Kept> comparisons) {}

    /** A page of what differs. */
    record Differences(List<KeptItem> items, long total, int page, int size) {}

    @GetMapping(path = "/api/migrations/{id}/comparisons", produces = "application/json")
    @Operation(summary = "What was compared: the rules, what each asks, its tolerance and its verdict")
    Comparisons all(@KnownMigration Migration migration) {
        return new Comparisons(comparisons.all(migration.id()));
    }

    @GetMapping(path = "/api/migrations/{id}/comparisons/{point:[a-z-]+}", produces = "application/json")
    @Operation(summary = "A page of everything that differs")
    Differences page(
            @KnownMigration Migration migration,
            @PathVariable String point,
            @RequestParam(required = false) @Nullable String rule,
            @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
            @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int size) {
        var found = comparisons.page(migration.id(), point(point), rule, page, size);
        return new Differences(found.items(), found.total(), page, size);
    }

    @GetMapping(path = "/api/migrations/{id}/comparisons/{point:[a-z-]+}.csv", produces = "text/csv")
    @Operation(summary = "Everything that differs, as a table; no cell begins a formula")
    ResponseEntity<StreamingResponseBody> table(@KnownMigration Migration migration, @PathVariable String point) {
        MigrationId id = migration.id();
        ComparisonPoint wanted = point(point);
        return TableAnswer.of(
                "differences-" + wanted.key(),
                COLUMNS,
                table -> comparisons.forEachItem(id, wanted, kept -> table.accept(row(kept))));
    }

    @Hidden
    @GetMapping("/migrations/{id}/differences")
    ResponseEntity<String> differences(
            @KnownMigration Migration migration,
            @RequestParam(required = false) @Nullable String point,
            @RequestParam(required = false) @Nullable String rule,
            @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page) {
        Frame frame = pages.frame(migration, Frame.Section.DIFFERENCES);
        List<Kept> all = comparisons.all(migration.id());
        Kept shown = all.stream()
                .filter(kept -> point == null || kept.point().key().equals(point))
                .reduce((first, second) -> second)
                .orElse(null);
        if (shown == null) {
            return pages.answer(DifferencesPage.empty(frame));
        }
        return pages.answer(DifferencesPage.of(
                frame,
                migration,
                all,
                shown,
                rule,
                comparisons.page(migration.id(), shown.point(), rule, page, DifferencesPage.SIZE),
                page));
    }

    private static List<String> row(KeptItem kept) {
        return List.of(
                kept.rule(),
                kept.item().verdict().name(),
                kept.item().what(),
                kept.item().expected(),
                kept.item().found());
    }

    private static ComparisonPoint point(String key) {
        return ComparisonPoint.withKey(key)
                .orElseThrow(() -> new RequestRefused(Problems.unknownComparison(Arrays.stream(ComparisonPoint.values())
                        .map(ComparisonPoint::key)
                        .toList())));
    }
}
