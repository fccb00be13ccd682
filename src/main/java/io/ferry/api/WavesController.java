package io.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.access.Role;
import io.ferry.access.SignedIn;
import io.ferry.base.Moments;
import io.ferry.base.Words;
import io.ferry.migration.Actor;
import io.ferry.wave.Wave;
import io.ferry.wave.WaveCheck;
import io.ferry.wave.WaveFault;
import io.ferry.wave.WaveReader;
import io.ferry.wave.WaveReader.Read;
import io.ferry.wave.WaveRequest;
import io.ferry.wave.WaveRunner;
import io.ferry.wave.Waves;
import io.ferry.wave.Waves.Result;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Waves: checked, started, watched, paused and ended. */
@RestController
@Tag(name = "Waves", description = "Many migrations, started one after the other")
class WavesController {
    /** The largest list that is taken, in bytes. */
    static final long LARGEST_LIST = 1 << 20;

    private static final String CSV = "text/csv";
    private static final String JSON = "application/json";
    private static final String OF_SIDE_BY_SIDE = "How many may be under way at the same time; 1 if it is left out";
    private static final String OF_STOP = "After how many failures no further migration starts; 1 if it is left out";
    private static final String OF_ZONE =
            "Time zone of planned starts without an offset, such as Europe/Berlin; UTC if it is left out";
    private static final int SIZE = 20;
    private static final List<String> COLUMNS = List.of(
            "number",
            "name",
            "source",
            "target",
            "rehearsal",
            "state",
            "outcome",
            "planned start (UTC)",
            "started (UTC)",
            "ended (UTC)",
            "minutes",
            "why",
            "by",
            "migration",
            "report");

    private final Waves waves;
    private final WaveReader reader;
    private final WaveCheck check;
    private final WaveRunner runner;
    private final WaveViews views;
    private final WaveReports reports;
    private final Pages pages;
    private final Clock clock;

    WavesController(
            Waves waves,
            WaveReader reader,
            WaveCheck check,
            WaveRunner runner,
            WaveViews views,
            WaveReports reports,
            Pages pages,
            Clock clock) {
        this.waves = waves;
        this.reader = reader;
        this.check = check;
        this.runner = runner;
        this.views = views;
        this.reports = reports;
        this.pages = pages;
        this.clock = clock;
    }

    /**
     * What is wrong with a wave.
     *
     * @param errors everything that is wrong; empty if it could be started
     * @param migrations how many migrations are in it
     * @param rehearsals how many of them are rehearsals
     */
    @Schema(name = "WaveChecked")
    record Checked(List<WaveFault> errors, int migrations, int rehearsals) {}

    /**
     * A page of waves, newest first.
     *
     * @param page counted from 0
     * @param total how many there are on all pages
     */
    @Schema(name = "WaveList")
    record Listed(List<WaveDetails.Summary> items, int page, int size, long total) {}

    @LargeBody(LARGEST_LIST)
    @PostMapping(path = "/api/waves", consumes = JSON, produces = JSON)
    @Operation(
            summary = "Start a wave: a list of migrations, in order, so many side by side",
            description =
                    "The whole list is checked first, as POST /api/migrations checks one, and for what is wrong between its lines."
                            + " With any fault nothing is kept, and all of them are told, with line and field. Also takes"
                            + " text/csv: the first line names the columns, which are the fields of a migration such as"
                            + " source.url, and plannedStart.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = WaveRequest.class))))
    ResponseEntity<WaveDetails.Summary> start(@RequestBody JsonNode request, Actor by) {
        return created(reader.json(request), by);
    }

    @Hidden
    @LargeBody(LARGEST_LIST)
    @PostMapping(path = "/api/waves", consumes = CSV, produces = JSON)
    ResponseEntity<WaveDetails.Summary> start(
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(required = false) @Nullable String team,
            @Parameter(description = OF_SIDE_BY_SIDE) @RequestParam(required = false) @Nullable Integer sideBySide,
            @Parameter(description = OF_STOP) @RequestParam(required = false) @Nullable Integer stopAfterFailures,
            @Parameter(description = OF_ZONE) @RequestParam(required = false) @Nullable String zone,
            HttpServletRequest request,
            Actor by)
            throws IOException {
        return created(table(request, new WaveRequest(name, team, sideBySide, stopAfterFailures, zone, null)), by);
    }

    private ResponseEntity<WaveDetails.Summary> created(Read read, Actor by) {
        Wave wave = runner.create(read, SignedIn.visibleTeams(), by);
        return ResponseEntity.created(URI.create("/api/waves/" + wave.id())).body(views.summary(wave));
    }

    private Read table(HttpServletRequest request, WaveRequest head) throws IOException {
        try {
            return reader.table(request.getInputStream().readAllBytes(), head);
        } catch (BodyTooLarge tooLarge) {
            throw new RequestRefused(Problems.tooLarge(tooLarge.limit()));
        }
    }

    @LargeBody(LARGEST_LIST)
    @PostMapping(path = "/api/waves/check", consumes = JSON, produces = JSON)
    @Operation(
            summary = "Check a wave without starting it",
            description = "Says everything that starting it would refuse. No site is called. Also takes text/csv.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = WaveRequest.class))))
    Checked checked(@RequestBody JsonNode request) {
        return checked(reader.json(request));
    }

    @Hidden
    @LargeBody(LARGEST_LIST)
    @PostMapping(path = "/api/waves/check", consumes = CSV, produces = JSON)
    Checked checked(
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(required = false) @Nullable String team,
            @RequestParam(required = false) @Nullable Integer sideBySide,
            @RequestParam(required = false) @Nullable Integer stopAfterFailures,
            @RequestParam(required = false) @Nullable String zone,
            HttpServletRequest request)
            throws IOException {
        return checked(table(request, new WaveRequest(name, team, sideBySide, stopAfterFailures, zone, null)));
    }

    private Checked checked(Read read) {
        List<WaveRequest.WantedLine> lines =
                Optional.ofNullable(read.request().lines()).orElse(List.of());
        long rehearsals = lines.stream()
                .filter(line -> line.migration() != null
                        && Boolean.TRUE.equals(line.migration().rehearsal()))
                .count();
        return new Checked(check.faults(read, SignedIn.visibleTeams()), lines.size(), (int) rehearsals);
    }

    @GetMapping(path = "/api/waves", produces = JSON)
    @Operation(summary = "List all waves, newest first")
    Listed list(
            @RequestParam(defaultValue = "0") @Min(0) @Max(100_000) int page,
            @RequestParam(defaultValue = "20") @Min(1) @Max(100) int size) {
        return new Listed(
                waves.list(SignedIn.visibleTeams(), page, size).stream()
                        .map(views::summary)
                        .toList(),
                page,
                size,
                waves.count(SignedIn.visibleTeams()));
    }

    @GetMapping(path = "/api/waves/{wave}", produces = JSON)
    @Operation(
            summary = "Show a wave: how many migrations are where, what waits for whom, when it will be over",
            description =
                    "The forecast rests on how long migrations took, people included: those of this wave as soon as three are"
                            + " completed, else those on record. With fewer than three it says that it is not known.")
    WaveDetails show(@PathVariable UUID wave) {
        return views.details(known(wave));
    }

    @GetMapping(path = "/api/waves/{wave}/report", produces = JSON)
    @Operation(summary = "The report of a wave, as far as it has come")
    WaveReport report(@PathVariable UUID wave) {
        return reports.of(known(wave));
    }

    @GetMapping(path = "/api/waves/{wave}/report.csv", produces = CSV)
    @Operation(summary = "The migrations of a wave with their outcomes as a table; no cell begins a formula")
    ResponseEntity<StreamingResponseBody> table(@PathVariable UUID wave) {
        WaveReport report = reports.of(known(wave));
        return TableAnswer.of(
                "wave-" + wave, COLUMNS, table -> report.migrations().forEach(line -> table.accept(row(line))));
    }

    private static List<String> row(WaveReport.Line line) {
        return List.of(
                String.valueOf(line.number()),
                line.name(),
                line.source(),
                line.target(),
                line.rehearsal() ? "yes" : "no",
                Words.of(line.state().name()),
                line.outcome() == null ? "" : Words.of(line.outcome().name()),
                moment(line.plannedStart()),
                moment(line.startedAt()),
                moment(line.endedAt()),
                Optional.ofNullable(line.took())
                        .map(Duration::toMinutes)
                        .map(String::valueOf)
                        .orElse(""),
                text(line.why()),
                text(line.by()),
                line.migration() == null ? "" : line.migration().value(),
                text(line.report()));
    }

    private static String moment(@Nullable Instant at) {
        return at == null ? "" : Moments.withoutZone(at);
    }

    private static String text(@Nullable String known) {
        return known == null ? "" : known;
    }

    @PostMapping(path = "/api/waves/{wave}/pause", produces = JSON)
    @Operation(
            summary = "Pause a wave",
            description = "No further migration starts until it is resumed. Those under way go on.")
    WaveDetails.Summary pause(@PathVariable UUID wave, Actor by) {
        return done(waves.pause(known(wave).id(), by), "there is nothing to pause");
    }

    @PostMapping(path = "/api/waves/{wave}/resume", produces = JSON)
    @Operation(
            summary = "Let a wave go on that is paused, or has stopped after failures",
            description =
                    "The failures so far are acknowledged and count no more. What could not be started for its settings"
                            + " is tried again.")
    WaveDetails.Summary resume(@PathVariable UUID wave, Actor by) {
        return done(runner.resume(known(wave).id(), by), "there is nothing to resume");
    }

    @PostMapping(path = "/api/waves/{wave}/end", produces = JSON)
    @Operation(
            summary = "End a wave",
            description = "What has not started is left out. Migrations under way go on; cancel them one by one.")
    WaveDetails.Summary end(@PathVariable UUID wave, Actor by) {
        return done(waves.end(known(wave).id(), by), "it is over");
    }

    private WaveDetails.Summary done(Result result, String otherwise) {
        return switch (result) {
            case Result.Done(Wave wave) -> views.summary(wave);
            case Result.NotNow(Wave wave) ->
                throw new RequestRefused(Problems.conflict(
                        "The wave is " + Words.of(wave.state().name()),
                        Words.capital(otherwise) + ". Nothing has been changed."));
        };
    }

    private Wave known(UUID id) {
        return waves.find(id, SignedIn.visibleTeams()).orElseThrow(() -> new RequestRefused(Problems.unknownWave()));
    }

    @Hidden
    @GetMapping(path = "/waves", produces = "text/html")
    ResponseEntity<String> all(@RequestParam(defaultValue = "0") @Min(0) @Max(100_000) int page) {
        return pages.answer(WavesPage.of(
                pages.frame("Waves").following(clock.instant()),
                list(page, SIZE),
                SignedIn.is(Role.OPERATOR) || SignedIn.is(Role.ADMINISTRATOR)));
    }

    @Hidden
    @GetMapping(path = "/new-wave", produces = "text/html")
    ResponseEntity<String> form() {
        return pages.answer(new NewWavePage(
                pages.frame("New wave").withOwn("new-wave"),
                List.copyOf(new TreeSet<>(SignedIn.visibleTeams().names())),
                WaveReader.columns(),
                SignedIn.is(Role.OPERATOR)));
    }

    @Hidden
    @GetMapping(path = "/waves/{wave}", produces = "text/html")
    ResponseEntity<String> one(@PathVariable UUID wave) {
        return waves.find(wave, SignedIn.visibleTeams())
                .map(known -> pages.answer(WavePage.of(
                        pages.frame(known.name()).withOwn("wave").following(clock.instant()),
                        views.details(known),
                        SignedIn.is(Role.OPERATOR),
                        clock.instant())))
                .orElseGet(() -> pages.notFound("There is no such wave"));
    }

    @Hidden
    @GetMapping(path = "/waves/{wave}/report", produces = "text/html")
    ResponseEntity<String> reportPage(@PathVariable UUID wave) {
        return waves.find(wave, SignedIn.visibleTeams())
                .map(known -> pages.answer(WaveReportPage.of(
                        pages.frame("Report of " + known.name()).withOwn("wave"), reports.of(known))))
                .orElseGet(() -> pages.notFound("There is no such wave"));
    }
}
