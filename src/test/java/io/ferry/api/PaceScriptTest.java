package io.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How fast an upload goes, as its page tells it: {@code pace.js} alone, by the rules of Ferry's own pace. */
class PaceScriptTest {
    /** Times are in seconds, sizes in megabytes. */
    private static final String TELL = """
            async ([script, whole, moves]) => {
              const { Pace } = await import(script);
              const pace = new Pace();
              const told = [];
              for (const [at, megabytes] of moves) {
                pace.moved(at * 1000, megabytes * 1e6);
                told.push([pace.left(at * 1000, whole * 1e6), pace.speed / 1e6]);
              }
              told.push([pace.left((moves.at(-1)[0] + 20) * 1000, whole * 1e6), 0]);
              return told;
            }""";

    private static Chromium chromium;
    private static Page page;
    private static String script;

    @BeforeAll
    static void start() throws IOException {
        chromium = Chromium.start();
        page = chromium.page(400, new ArrayList<>());
        script = "data:text/javascript;base64,"
                + Base64.getEncoder()
                        .encodeToString(Files.readAllBytes(Path.of("src/main/resources/static/pages/pace.js")));
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void shouldTellHowLongTheRestTakesAtTheRateThatWasMeasured() {
        List<List<Number>> told = told(200, steady(0, 20, 0, 5));

        assertThat(told.get(20).get(0).doubleValue()).isCloseTo(20, within(0.001));
        assertThat(told.get(20).get(1).doubleValue()).isCloseTo(5, within(0.001));
    }

    @Test
    void shouldTellNothingInTheFirstSecondsOrWhileNothingGoes() {
        List<List<Number>> told = told(200, steady(0, 20, 0, 5));

        assertThat(told.get(2).get(0)).isNull();
        assertThat(told.get(3).get(0)).isNotNull();
        assertThat(told.getLast().get(0)).as("20 seconds after the last byte").isNull();
    }

    @Test
    void shouldMeasureAnewAfterAPause() {
        List<List<Number>> moves = new ArrayList<>(steady(0, 20, 0, 5));
        moves.addAll(steady(60, 70, 100, 10));

        List<List<Number>> told = told(300, moves);

        assertThat(told.get(21).get(0)).as("the first look after the pause").isNull();
        assertThat(told.get(31).get(0).doubleValue()).isCloseTo(10, within(0.001));
    }

    /** The end moves by more than a tenth of what is left, or not at all, however restless the connection is. */
    @Test
    void shouldNotJumpBackAndForth() {
        List<List<Number>> moves = new ArrayList<>();
        double megabytes = 0;
        for (int second = 0; second < 120; second++) {
            moves.add(List.of(second, megabytes));
            megabytes += second % 3 == 0 ? 9 : 3;
        }

        List<List<Number>> told = told(1_000, moves);

        double end = -1;
        int kept = 0;
        for (int second = 3; second < 120; second++) {
            double left = told.get(second).get(0).doubleValue();
            if (end >= 0 && Math.abs(second + left - end) < 0.001) {
                kept++;
            } else if (end >= 0) {
                assertThat(Math.abs(second + left - end)).isGreaterThan(left / 10);
            }
            end = second + left;
        }
        assertThat(kept).isGreaterThan(100);
    }

    private static List<List<Number>> steady(int from, int to, int before, int megabytesASecond) {
        List<List<Number>> moves = new ArrayList<>();
        for (int second = from; second <= to; second++) {
            moves.add(List.of(second, before + (second - from) * megabytesASecond));
        }
        return moves;
    }

    @SuppressWarnings("unchecked")
    private static List<List<Number>> told(int whole, List<List<Number>> moves) {
        return (List<List<Number>>) page.evaluate(TELL, List.of(script, whole, moves));
    }
}
