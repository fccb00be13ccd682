package io.ferry.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundTimesTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, less than a minute",
        "PT41S, less than a minute",
        "PT55S, about 1 min",
        "PT1M1S, about 2 min",
        "PT9M30S, about 10 min",
        "PT11M, about 15 min",
        "PT58M, about 1 h",
        "PT2H21M, about 2 h 30 min",
        "PT3H10M, about 3 h 30 min",
        "PT25H20M, about 26 h"
    })
    void shouldSayATimeAsPeopleDo(Duration time, String words) {
        assertThat(RoundTimes.about(time)).isEqualTo(words);
    }

    @Test
    void shouldSayARangeWhereLittleIsKnown() {
        assertThat(TimeLeft.Range.of(Duration.ofMinutes(150), 0.1).words()).isEqualTo("about 2 h 30 min");
        assertThat(TimeLeft.Range.of(Duration.ofHours(3), 0.3).words()).isEqualTo("between 2 h and 5 h");
        assertThat(TimeLeft.Range.of(Duration.ofSeconds(80), 1).words()).isEqualTo("up to 7 min");
    }

    /** As time passes, what is said never grows. */
    @Test
    void shouldNeverGrowAsTimePasses() {
        Duration before = RoundTimes.rounded(Duration.ofDays(3));
        for (long seconds = Duration.ofDays(3).toSeconds(); seconds >= 0; seconds--) {
            Duration rounded = RoundTimes.rounded(Duration.ofSeconds(seconds));
            assertThat(rounded).isBetween(Duration.ofSeconds(seconds), before);
            before = rounded;
        }
    }
}
