package io.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import io.ferry.assess.Assessment;
import io.ferry.assess.Assessment.Amount;
import io.ferry.assess.Assessment.Certainty;
import io.ferry.assess.Assessment.Checked;
import io.ferry.assess.Assessment.Example;
import io.ferry.assess.Assessment.Fit;
import io.ferry.assess.Assessment.FoundPeople;
import io.ferry.assess.Assessment.FoundSite;
import io.ferry.assess.Assessment.Group;
import io.ferry.assess.Assessment.Limit;
import io.ferry.assess.Assessment.Loss;
import io.ferry.assess.Assessment.NotKnown;
import io.ferry.assess.Assessment.ProjectSize;
import io.ferry.assess.Assessment.Result;
import io.ferry.assess.Assessment.Route;
import io.ferry.assess.Assessment.Times;
import io.ferry.assess.Assessment.Verdict;
import io.ferry.assess.Assessment.When;
import io.ferry.assess.Assessment.Work;
import io.ferry.base.Json;
import io.ferry.fixtures.SampleSettings;
import io.ferry.forecast.Estimate.Span;
import io.ferry.forecast.Forecasts;
import io.ferry.forecast.Sizes;
import io.ferry.forecast.Timetable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssessmentPageTest {
    private static final String HOSTILE =
            "<script>document.title='taken'</script>\"'><img src=x onerror=alert(1)>=cmd|'/c'";

    @TempDir
    Path folder;

    @Test
    void shouldShowWhatSitesWroteAsTextAndNothingElse() throws Exception {
        Path file = Files.writeString(folder.resolve("a.html"), AssessmentPage.html(assessment(HOSTILE)));
        try (Chromium chromium = Chromium.start();
                Page page = chromium.browser().newPage()) {
            List<String> said = new ArrayList<>();
            page.onConsoleMessage(message -> said.add(message.text()));

            page.navigate(file.toUri().toString());

            assertThat(page.title()).startsWith("Assessment · " + HOSTILE);
            assertThat(page.locator("script, img, iframe").count()).isZero();
            assertThat(page.locator("h1").textContent()).isEqualTo(HOSTILE);
            assertThat(said).isEmpty();
        }
    }

    @Test
    void shouldBeReadableByEverybodyWideAndNarrow() throws Exception {
        Path file = Files.writeString(folder.resolve("a.html"), AssessmentPage.html(assessment("Company site")));
        try (Chromium chromium = Chromium.start()) {
            for (int width : new int[] {1280, 360}) {
                try (Page page = chromium.browser().newPage(new Browser.NewPageOptions().setViewportSize(width, 900))) {
                    page.navigate(file.toUri().toString());

                    assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                            .as("nothing is cut off at " + width)
                            .isLessThanOrEqualTo(width);
                }
            }
        }
    }

    @Test
    void shouldReadBackWhatItWroteAsJson() throws Exception {
        Assessment written = assessment("Company site");

        Assessment read = Json.MAPPER.readValue(Json.MAPPER.writeValueAsString(written), Assessment.class);

        assertThat(read).isEqualTo(written);
    }

    @Test
    void shouldWriteOneTimeWhereTheShortestAndTheLongestReadAlike() {
        assertThat(AssessmentPage.range(new Span(Duration.ZERO, Duration.ofSeconds(3), Duration.ofSeconds(50))))
                .isEqualTo("1 min");
        assertThat(AssessmentPage.range(
                        new Span(Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ofMinutes(30))))
                .isEqualTo("5 min to 30 min");
    }

    @Test
    void shouldWriteTimesAsAPlanNeedsThem() {
        assertThat(AssessmentPage.duration(Duration.ofSeconds(3))).isEqualTo("1 min");
        assertThat(AssessmentPage.duration(Duration.ofSeconds(3_540))).isEqualTo("59 min");
        assertThat(AssessmentPage.duration(Duration.ofMinutes(62))).isEqualTo("1 h 5 min");
        assertThat(AssessmentPage.duration(Duration.ofMinutes(118))).isEqualTo("2 h");
        assertThat(AssessmentPage.duration(Duration.ofMinutes(11 * 60 + 20))).isEqualTo("11 h");
        assertThat(AssessmentPage.duration(Duration.ofHours(50))).isEqualTo("2 days 2 h");
    }

    /** An assessment in which sites chose this text wherever they can. */
    static Assessment assessment(String text) {
        Sizes sizes = new Sizes(1_000_000L, 500L, 200_000L, 1_000L, 3L, null, null, Duration.ofMillis(80), null);
        Timetable times =
                Forecasts.of(sizes, List.of(), SampleSettings.sampleSettings().build());
        return new Assessment(
                Assessment.FORMAT,
                Instant.parse("2026-11-29T10:00:00Z"),
                75,
                "BigPicture",
                new FoundSite("https://jira.example.com", text, text, text),
                null,
                new Verdict(Route.OPEN_AS_FAR_AS_KNOWN, List.of(text)),
                List.of(new Checked("A check", Result.FAILED, text, text)),
                List.of(new Amount("Issues", 1_000_000L, null, text)),
                new FoundPeople(
                        "COMPLETE",
                        200_000L,
                        190_000L,
                        List.of(new Group("MISSING", "Active", 190_000, text)),
                        List.of(),
                        null,
                        null,
                        List.of(new Example("MISSING", text, text, text))),
                List.of(new ProjectSize(text, 12)),
                List.of(new Loss("Data of other apps", Certainty.NOT_PROMISED, 1L, text, text, List.of(text))),
                List.of(new Limit("A limit", text, Fit.NEAR, text)),
                new Times(times.estimates(), times.frozen(), List.of(text), List.of(text), sizes),
                List.of(new Work(When.NOW, "Whoever decides", text, text)),
                List.of(new NotKnown(text, text, text)));
    }
}
