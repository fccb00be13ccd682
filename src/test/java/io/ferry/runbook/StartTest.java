package io.ferry.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartTest {
    @Test
    void shouldReadLocalTimeInItsZone() {
        assertThat(Start.of(" 2026-11-07T18:00 ", "Europe/Berlin"))
                .isEqualTo(new Start(Instant.parse("2026-11-07T17:00:00Z"), ZoneId.of("Europe/Berlin")));
        assertThat(Start.of("2026-11-07T18:00", "").at()).isEqualTo(Instant.parse("2026-11-07T18:00:00Z"));
    }

    @Test
    void shouldTakeTheFirstOfTwoTimesWhenTheClocksGoBack() {
        assertThat(Start.of("2026-10-25T02:30", "Europe/Berlin").at()).isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "2027-03-28T02:30, Europe/Berlin, start: expected a time that exists",
        "7 Nov 2026, UTC, start: expected a date and time",
        "+999999999-01-01T00:00, UTC, start: expected a date and time",
        "2026-11-07T18:00, Atlantis, zone: expected a time zone",
        "2026-11-07T18:00, +99:00, zone: expected a time zone",
        ", UTC, start: expected a date and time"
    })
    void shouldRefuseWhatIsNoMoment(String start, String zone, String because) {
        assertThatThrownBy(() -> Start.of(start, zone)).hasMessageContaining(because);
    }
}
