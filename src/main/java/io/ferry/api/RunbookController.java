package io.ferry.api;

import io.ferry.access.Role;
import io.ferry.access.SignedIn;
import io.ferry.api.Frame.Section;
import io.ferry.migration.Actor;
import io.ferry.migration.InvalidField;
import io.ferry.migration.Migration;
import io.ferry.migration.Question;
import io.ferry.migration.SettingsRefused;
import io.ferry.process.common.ApprovalProperties;
import io.ferry.process.engine.WaitingTask;
import io.ferry.process.model.PersonTasks;
import io.ferry.runbook.Approvers;
import io.ferry.runbook.Clocks;
import io.ferry.runbook.RouteTask;
import io.ferry.runbook.Runbook;
import io.ferry.runbook.Runbook.Line;
import io.ferry.runbook.Runbook.Moments;
import io.ferry.runbook.RunbookCalendar;
import io.ferry.runbook.Runbooks;
import io.ferry.runbook.Runbooks.Keeping;
import io.ferry.runbook.Runbooks.Surroundings;
import io.ferry.runbook.Start;
import io.ferry.runbook.Window;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** The runbook of a migration: read, printed, downloaded, its plan kept. */
@RestController
@Tag(name = "Runbook", description = "The plan of the weekend, and what has happened of it")
class RunbookController {
    private static final String PATH = "/api/migrations/{id}/runbook";
    private static final String OF_START = "Local date and time at which the plan begins, such as 2026-11-07T18:00;"
            + " without it the kept plan counts";
    private static final String OF_ZONE = "Time zone, such as Europe/Berlin; UTC if it is left out";
    private static final List<String> COLUMNS = List.of(
            "phase",
            "task",
            "who",
            "note",
            "planned from",
            "planned to",
            "earliest",
            "latest",
            "actual from",
            "actual to",
            "state",
            "minutes late",
            "time zone");
    private static final DateTimeFormatter CELL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    private final Runbooks runbooks;
    private final PersonTasks personTasks;
    private final ApprovalProperties approval;
    private final BlockerLookup blockerLookup;
    private final Pages pages;
    private final Clock clock;

    RunbookController(
            Runbooks runbooks,
            PersonTasks personTasks,
            ApprovalProperties approval,
            BlockerLookup blockerLookup,
            Pages pages,
            Clock clock) {
        this.runbooks = runbooks;
        this.personTasks = personTasks;
        this.approval = approval;
        this.blockerLookup = blockerLookup;
        this.pages = pages;
        this.clock = clock;
    }

    /**
     * The start of a plan.
     *
     * @param start local date and time
     * @param zone the name of a time zone; UTC if it is left out
     */
    record WantedStart(@Nullable String start, @Nullable String zone) {}

    @GetMapping(path = PATH, produces = "application/json")
    @Operation(
            summary =
                    "The runbook: phases and tasks with who, planned and actual times; what to have ready; go or no-go; the way back",
            description =
                    "With a start, the plan begins then, by the times that are known now, and nothing is kept. Without one,"
                            + " the kept plan counts; if there is none, the plan begins with the migration; before that, times are"
                            + " counted from the start (sinceStart).")
    Runbook json(
            @KnownMigration Migration migration,
            @Parameter(description = OF_START) @RequestParam(required = false) @Nullable String start,
            @Parameter(description = OF_ZONE) @RequestParam(required = false) @Nullable String zone) {
        return runbook(migration, start, zone, blockerLookup.recent(migration));
    }

    @PutMapping(path = PATH, consumes = "application/json", produces = "application/json")
    @Operation(
            summary = "Keep a plan",
            description =
                    "Keeps the start with the times that are known now, in place of an earlier plan. What happens is held"
                            + " against it. The timeline records it; 409 once the migration has ended, and for a"
                            + " start after the freeze or after the end of a phase.")
    Runbook keep(@KnownMigration Migration migration, @RequestBody WantedStart wanted, Actor by) {
        Start start = Start.of(wanted.start(), wanted.zone());
        switch (runbooks.keep(migration, start, SignedIn.visibleTeams(), by)) {
            case Keeping.Kept kept -> {}
            case Keeping.Ended ended ->
                throw new RequestRefused(Problems.conflict(
                        "The migration has ended",
                        "What happened is held against the plan that it had. Nothing has been changed."));
            case Keeping.BeginsTooLate(String because) ->
                throw new RequestRefused(Problems.conflict(
                        "The plan would begin after the migration",
                        because
                                + " Choose a start that is not later, such as the moment at which the work really began."
                                + " Nothing has been changed."));
        }
        return runbook(migration, null, null, blockerLookup.recent(migration));
    }

    @GetMapping(path = PATH + ".csv", produces = "text/csv")
    @Operation(summary = "Phases and tasks of the runbook as a table; no cell begins a formula")
    ResponseEntity<StreamingResponseBody> table(
            @KnownMigration Migration migration,
            @Parameter(description = OF_START) @RequestParam(required = false) @Nullable String start,
            @Parameter(description = OF_ZONE) @RequestParam(required = false) @Nullable String zone) {
        Runbook runbook = runbook(migration, start, zone, blockerLookup.recent(migration));
        return TableAnswer.of(
                "runbook-" + migration.id(),
                COLUMNS,
                table -> runbook.lines().forEach(line -> table.accept(row(runbook, line))));
    }

    @GetMapping(path = PATH + ".ics", produces = "text/calendar")
    @Operation(
            summary = "The runbook as a calendar file",
            description =
                    "An event for each phase, for the freeze, and for each confirmation that cannot be undone, in UTC."
                            + " Imported again, it moves the events. 409 while the plan has no start.")
    ResponseEntity<byte[]> calendar(
            @KnownMigration Migration migration,
            @Parameter(description = OF_START) @RequestParam(required = false) @Nullable String start,
            @Parameter(description = OF_ZONE) @RequestParam(required = false) @Nullable String zone) {
        String calendar = RunbookCalendar.of(runbook(migration, start, zone, blockerLookup.recent(migration)))
                .orElseThrow(
                        () -> new RequestRefused(
                                Problems.conflict(
                                        "The plan has no start",
                                        "Keep a plan on the page Runbook, or add the start: ?start=2026-11-07T18:00&zone=Europe/Berlin.")));
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "calendar", StandardCharsets.UTF_8))
                .header("Content-Disposition", "attachment; filename=\"runbook-" + migration.id() + ".ics\"")
                .header("Cache-Control", "no-store")
                .body(calendar.getBytes(StandardCharsets.UTF_8));
    }

    @Hidden
    @GetMapping(path = "/migrations/{id}/runbook", produces = "text/html")
    ResponseEntity<String> page(
            @KnownMigration Migration migration,
            @RequestParam(required = false) @Nullable String start,
            @RequestParam(required = false) @Nullable String zone) {
        Blockers blockers = blockerLookup.recent(migration);
        List<String> refused = List.of();
        Runbook runbook;
        try {
            runbook = runbook(migration, start, zone, blockers);
        } catch (SettingsRefused wrong) {
            refused = wrong.refusals().stream().map(RunbookController::words).toList();
            runbook = runbook(migration, null, null, blockers);
        }
        Frame frame = pages.frame(migration, Section.RUNBOOK).withOwn("runbook");
        return pages.answer(RunbookPage.of(
                migration.outcome() == null ? frame.following(clock.instant()) : frame,
                migration,
                runbook,
                start,
                zone,
                refused,
                blockers.notes(),
                SignedIn.is(Role.OPERATOR)));
    }

    private static String words(InvalidField wrong) {
        return (wrong.field().equals("zone") ? "Time zone" : "Start") + ": expected is " + wrong.expected() + ".";
    }

    private Runbook runbook(Migration migration, @Nullable String start, @Nullable String zone, Blockers blockers) {
        boolean hasStart = start != null && !start.isBlank();
        ZoneId known = zone == null || zone.isBlank() ? null : Start.zone(zone);
        return runbooks.of(
                migration,
                hasStart ? Start.of(start, zone) : null,
                known,
                new Surroundings(
                        personTasks.all().stream()
                                .map(task -> new RouteTask(task.question(), task.name(), task.phase(), task.group()))
                                .toList(),
                        new Approvers(approval.approvers(), approval.secondPersonFor()),
                        waiting(blockers),
                        SignedIn.visibleTeams()));
    }

    private static Map<Question, Instant> waiting(Blockers blockers) {
        return Arrays.stream(Question.values())
                .flatMap(question -> Objects.requireNonNullElse(blockers.tasks(), List.<WaitingTask>of()).stream()
                        .filter(task -> task.elementId().equals(question.userTask()))
                        .map(task -> Map.entry(question, task.since())))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one.isBefore(other) ? one : other));
    }

    private static List<String> row(Runbook runbook, Line line) {
        ZoneId zone = runbook.plan().zone();
        return List.of(
                line.phase().title(),
                line.isTask() ? line.title() : "",
                line.who(),
                line.note(),
                cell(line, Moments::from, Window::from, zone),
                cell(line, Moments::to, Window::to, zone),
                cell(line, Moments::earliest, Window::earliest, zone),
                cell(line, Moments::latest, Window::latest, zone),
                line.actualFrom() == null ? "" : CELL.withZone(zone).format(line.actualFrom()),
                line.actualTo() == null ? "" : CELL.withZone(zone).format(line.actualTo()),
                line.state().title(),
                line.late() == null ? "" : String.valueOf(line.late().toMinutes()),
                zone.getId());
    }

    private static String cell(
            Line line, Function<Moments, Instant> moment, Function<Window, Duration> sinceStart, ZoneId zone) {
        if (line.planned() != null) {
            return CELL.withZone(zone).format(moment.apply(line.planned()));
        }
        return line.sinceStart() == null ? "" : Clocks.offset(sinceStart.apply(line.sinceStart()));
    }
}
