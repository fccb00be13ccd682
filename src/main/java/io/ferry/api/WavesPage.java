package io.ferry.api;

import io.ferry.api.Frame.Link;
import io.ferry.base.Plural;
import io.ferry.wave.Wave;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All waves.
 *
 * @param mayEnter whether whoever looks may enter a new one
 * @param where which page this is; null if there is one only
 */
record WavesPage(
        Frame frame,
        List<Line> lines,
        boolean mayEnter,
        @Nullable String where,
        @Nullable Link before,
        @Nullable Link after)
        implements View {

    /** A wave. */
    record Line(Link wave, Badge state, String counts, Instant createdAt, String by) {}

    static WavesPage of(Frame frame, WavesController.Listed listed, boolean mayEnter) {
        long pages = (listed.total() + listed.size() - 1) / listed.size();
        return new WavesPage(
                frame,
                listed.items().stream().map(WavesPage::line).toList(),
                mayEnter,
                pages > 1 ? "Page " + (listed.page() + 1) + " of " + pages : null,
                listed.page() > 0 ? new Link("/waves?page=" + (listed.page() - 1), "Newer") : null,
                listed.page() + 1 < pages ? new Link("/waves?page=" + (listed.page() + 1), "Older") : null);
    }

    private static Line line(WaveDetails.Summary wave) {
        return new Line(
                new Link("/waves/" + wave.id(), wave.name()),
                badge(wave),
                words(wave.counts()),
                wave.createdAt(),
                wave.createdBy());
    }

    /** How a wave stands. */
    static Badge badge(WaveDetails.Summary wave) {
        Wave.State state = wave.state();
        return switch (state) {
            case RUNNING -> new Badge("plain", "Under way");
            case PAUSED -> new Badge("warn", "Paused");
            case STOPPED -> new Badge("bad", "Stopped after " + Plural.of(wave.stopAfterFailures(), "failure"));
            case FINISHED ->
                wave.counts().failed() == 0
                        ? new Badge("good", "Finished")
                        : new Badge("warn", "Finished, " + wave.counts().failed() + " failed");
            case ENDED -> new Badge("warn", "Ended early");
        };
    }

    /** How many migrations are where, in words: {@code 2 under way, 3 completed, 5 waiting}. */
    static String words(WaveDetails.Counts counts) {
        List<String> words = new ArrayList<>();
        add(words, counts.running() + counts.starting(), "under way");
        add(words, counts.completed(), "completed");
        add(words, counts.failed(), "failed");
        add(words, counts.waiting(), "waiting");
        add(words, counts.leftOut(), "left out");
        return String.join(", ", words);
    }

    private static void add(List<String> words, int number, String what) {
        if (number > 0) {
            words.add(number + " " + what);
        }
    }
}
