package io.ferry.api;

import io.ferry.api.Frame.Link;
import io.ferry.wave.WaveEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The report of a wave, to print and to keep.
 *
 * @param counts how many migrations are where, in words
 * @param took from the first start to the last end; null while it is under way
 */
record WaveReportPage(
        Frame frame,
        Badge state,
        String counts,
        Link wave,
        String table,
        String json,
        Instant writtenAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String took,
        String createdBy,
        List<Line> lines,
        List<WaveEvent> events)
        implements View {

    /**
     * A migration.
     *
     * @param report its own report; without an address if it has none
     * @param why of one that failed: what happened, and who decided it
     */
    record Line(
            int number,
            Link report,
            String sites,
            Badge outcome,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            String took,
            String why) {}

    static WaveReportPage of(Frame frame, WaveReport report) {
        String api = "/api/waves/" + report.wave().id();
        return new WaveReportPage(
                frame,
                WavesPage.badge(report.wave()),
                WavesPage.words(report.wave().counts()),
                new Link("/waves/" + report.wave().id(), report.wave().name()),
                api + "/report.csv",
                api + "/report",
                report.writtenAt(),
                report.startedAt(),
                report.endedAt(),
                report.took() == null ? null : words(report.took()),
                report.wave().createdBy(),
                report.migrations().stream().map(WaveReportPage::line).toList(),
                report.events());
    }

    private static String words(Duration took) {
        return Progress.age(Instant.EPOCH, Instant.EPOCH.plus(took));
    }

    private static Line line(WaveReport.Line line) {
        return new Line(
                line.number(),
                new Link(Objects.requireNonNullElse(line.report(), ""), line.name()),
                line.source().replaceFirst("^https?://", "") + " → "
                        + line.target().replaceFirst("^https?://", "") + (line.rehearsal() ? " · rehearsal" : ""),
                WavePage.badge(
                        line.state(),
                        line.outcome() == null ? null : line.outcome().name()),
                line.startedAt(),
                line.endedAt(),
                line.took() == null ? "" : words(line.took()),
                Objects.requireNonNullElse(line.why(), "") + (line.by() == null ? "" : " (" + line.by() + ")"));
    }
}
