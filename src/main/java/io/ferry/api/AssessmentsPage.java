package io.ferry.api;

import io.ferry.api.Frame.Link;
import io.ferry.api.Frame.Section;
import io.ferry.assess.Assessments.Kept;
import io.ferry.assess.Assessments.State;
import io.ferry.migration.Migration;
import java.time.Instant;
import java.util.List;

/**
 * Assessments that are kept, and the form that begins one.
 *
 * @param credentials the names of the declared credentials
 * @param mayStart whether whoever looks may begin one
 * @param runs whether one is under way
 */
record AssessmentsPage(Frame frame, List<Line> lines, List<String> credentials, boolean mayStart, boolean runs)
        implements View {

    /**
     * An assessment.
     *
     * @param document where its document is; empty if it has none
     * @param remark what is being looked at, or why it failed
     * @param runbooks of migrations under way from the same source, which plan with it
     */
    record Line(
            String source,
            String target,
            Badge state,
            String by,
            Instant startedAt,
            String document,
            String remark,
            List<Link> runbooks) {}

    /** @param underWay migrations that are under way, as far as whoever looks may see them */
    static AssessmentsPage of(
            Frame frame, List<Kept> kept, List<Migration> underWay, List<String> credentials, boolean mayStart) {
        return new AssessmentsPage(
                frame,
                kept.stream().map(one -> line(one, underWay)).toList(),
                credentials,
                mayStart,
                kept.stream().anyMatch(one -> one.state() == State.RUNNING));
    }

    private static Line line(Kept kept, List<Migration> underWay) {
        return new Line(
                kept.source(),
                kept.target() == null ? "none" : kept.target(),
                switch (kept.state()) {
                    case RUNNING -> new Badge("plain", "Under way");
                    case DONE -> new Badge("good", "Done");
                    case FAILED -> new Badge("bad", "Failed");
                    case INTERRUPTED -> new Badge("warn", "Interrupted");
                },
                kept.startedBy(),
                kept.startedAt(),
                kept.state() == State.DONE ? "/api/assessments/" + kept.id() + "/document" : "",
                kept.failure() != null ? kept.failure() : kept.step() != null ? kept.step() + " …" : "",
                kept.state() == State.DONE
                        ? underWay.stream()
                                .filter(migration -> migration
                                        .settings()
                                        .source()
                                        .url()
                                        .toString()
                                        .equals(kept.source()))
                                .map(migration ->
                                        new Link(Section.RUNBOOK.address(migration), "Runbook of " + migration.name()))
                                .toList()
                        : List.of());
    }
}
