package io.ferry.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How Ferry counts and dates things for people. */
class PluralTest {
    @Test
    void shouldFitTheWordToTheNumber() {
        assertThat(Plural.of(0, "project")).isEqualTo("0 projects");
        assertThat(Plural.of(1, "project")).isEqualTo("1 project");
        assertThat(Plural.of(1_200_000, "project")).isEqualTo("1,200,000 projects");
        assertThat(Plural.of(1, "person has", "people have")).isEqualTo("1 person has");
        assertThat(Plural.of(2, "person has", "people have")).isEqualTo("2 people have");
    }

    @Test
    void shouldWriteTimesToTheSecondWithTheirZone() {
        assertThat(Moments.of(Instant.parse("2026-11-07T02:05:09.123456789Z"))).isEqualTo("7 Nov 2026, 02:05:09 UTC");
        assertThat(Moments.withoutZone(Instant.parse("2026-11-07T02:05:09.9Z"))).isEqualTo("7 Nov 2026, 02:05:09");
    }
}
