package io.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.api.Frame.Section;
import io.ferry.base.Sizes;
import io.ferry.forecast.TimeLeft;
import io.ferry.migration.Event;
import io.ferry.migration.Fact;
import io.ferry.migration.FactName;
import io.ferry.migration.Migration;
import io.ferry.migration.Phase;
import io.ferry.migration.PhaseRun;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One migration: what holds it up, its phases, its files and what happened.
 *
 * @param notes what keeps the page from telling everything, and people from being told
 * @param openPoints what is left to do and to know, if it has ended: it stands before everything else
 * @param report the report, whose sections say more about the open points
 * @param startedAt when it was registered
 * @param lasting for how long it has been under way, or how long it took
 * @param upload where its files are uploaded and downloaded
 * @param all how many entries the timeline has in all
 * @param wholeTimeline the page with all of them, if this one has only the newest
 */
record MigrationPage(
        Frame frame,
        List<String> notes,
        List<OpenPoint> openPoints,
        String report,
        Progress progress,
        boolean hasEnded,
        Instant startedAt,
        String lasting,
        List<Step> steps,
        String upload,
        List<StoredFile> files,
        List<Entry> timeline,
        int all,
        @Nullable String wholeTimeline)
        implements View {
    private static final int NEWEST = 20;
    private static final Map<FactName, String> FILES =
            new EnumMap<>(Map.of(FactName.DUMP_FILE, "Dump of the app", FactName.BACKUP_FILE, "Jira XML backup"));

    /**
     * A phase.
     *
     * @param tone the class of the style sheet that shows its state: {@code done}, {@code now}, {@code stopped} or
     *     {@code next}
     * @param startedAt null if it has not started
     * @param took how long it took, or has taken so far; null if it has not started
     * @param percent how far it is, if it is under way and tells
     */
    record Step(
            String title,
            String tone,
            String state,
            @Nullable Instant startedAt,
            @Nullable String took,
            @Nullable Integer percent) {
        boolean isNow() {
            return tone.equals("now");
        }
    }

    /** A file that the migration uses. */
    record StoredFile(String what, String name, String size, String sha256) {}

    /** Something that happened. */
    record Entry(Instant at, String step, String what, boolean isProblem) {}

    /**
     * The page.
     *
     * @param events what happened, oldest first
     * @param everything whether all events are shown, or the newest only
     * @param troubles what the reader should know besides
     */
    static MigrationPage of(
            Frame frame,
            Migration migration,
            List<OpenPoint> openPoints,
            List<PhaseRun> runs,
            Blockers blockers,
            @Nullable TimeLeft timeLeft,
            List<Fact> facts,
            List<Event> events,
            boolean everything,
            List<String> troubles,
            Instant now) {
        List<Event> shown =
                everything || events.size() <= NEWEST ? events : events.subList(events.size() - NEWEST, events.size());
        return new MigrationPage(
                frame,
                Stream.concat(blockers.notes().stream(), troubles.stream()).toList(),
                openPoints,
                Section.REPORT.address(migration),
                Progress.of(migration, runs, blockers, timeLeft, now),
                migration.outcome() != null,
                migration.createdAt(),
                Progress.age(migration.createdAt(), Objects.requireNonNullElse(migration.endedAt(), now)),
                Arrays.stream(Phase.values())
                        .map(phase -> step(migration, phase, runs, now))
                        .filter(Objects::nonNull)
                        .toList(),
                Section.FILES.address(migration),
                facts.stream()
                        .filter(fact -> FILES.containsKey(fact.name()))
                        .map(MigrationPage::file)
                        .toList(),
                shown.reversed().stream().map(MigrationPage::entry).toList(),
                events.size(),
                shown.size() < events.size() ? Section.OVERVIEW.address(migration) + "?everything=true#events" : null);
    }

    private static @Nullable Step step(Migration migration, Phase phase, List<PhaseRun> runs, Instant now) {
        List<PhaseRun> own = runs.stream().filter(run -> run.phase() == phase).toList();
        if (own.isEmpty()) {
            boolean isToCome = migration.outcome() == null
                    && Phase.expected(migration.settings().rehearsal()).contains(phase);
            return isToCome ? new Step(phase.title(), "next", "to come", null, null, null) : null;
        }
        PhaseRun last = own.getLast();
        String run = own.size() > 1 ? " · run " + own.size() : "";
        String took = Progress.age(last.startedAt(), Objects.requireNonNullElse(last.endedAt(), now));
        return switch (last.state()) {
            case RUNNING ->
                new Step(
                        phase.title(),
                        "now",
                        (last.percent() == null ? "under way" : "under way, " + last.percent() + " %") + run,
                        last.startedAt(),
                        "for " + took,
                        last.percent());
            case ENDED -> new Step(phase.title(), "done", "completed" + run, last.startedAt(), "took " + took, null);
            case INTERRUPTED ->
                new Step(phase.title(), "stopped", "interrupted" + run, last.startedAt(), "after " + took, null);
        };
    }

    private static StoredFile file(Fact fact) {
        JsonNode file = fact.value();
        return new StoredFile(
                Objects.requireNonNull(FILES.get(fact.name())),
                file.path("name").asText(),
                Sizes.exactly(file.path("bytes").asLong()),
                file.path("sha256").asText());
    }

    private static Entry entry(Event event) {
        String step = event.phase() == null || event.phase().title().equals(event.step())
                ? event.step()
                : event.phase().title() + ": " + event.step();
        String what = switch (event.kind()) {
            case STARTED -> "started";
            case DONE -> "completed";
            case PROBLEM -> "Problem: " + event.message();
            case SCREEN -> "The screen says: " + event.message();
            case DECIDED, CONFIRMED, NOTE, EVIDENCE -> event.message();
        };
        return new Entry(
                event.at(),
                step,
                event.actor().map(actor -> what + " — " + Texts.who(actor)).orElse(what),
                event.kind() == Event.Kind.PROBLEM);
    }
}
