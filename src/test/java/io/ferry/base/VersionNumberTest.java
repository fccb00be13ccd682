package io.ferry.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VersionNumberTest {

    @Test
    void shouldCompareNumbersAndNotLetters() {
        assertThat(VersionNumber.of("10.0")).isGreaterThan(VersionNumber.of("9.12.5"));
        assertThat(VersionNumber.of("7.6")).isEqualByComparingTo(VersionNumber.of("7.6.0"));
        assertThat(VersionNumber.of("8.2.2-jira9")).isEqualByComparingTo(VersionNumber.of("8.2.2"));
    }

    @Test
    void shouldTakeALimitAsFarAsItIsWritten() {
        assertThat(VersionNumber.of("10.3.4").isNewerThanAnyOf(VersionNumber.of("10.3")))
                .isFalse();
        assertThat(VersionNumber.of("10.4").isNewerThanAnyOf(VersionNumber.of("10.3")))
                .isTrue();
        assertThat(VersionNumber.of("11").isNewerThanAnyOf(VersionNumber.of("11.2")))
                .isFalse();
    }

    @Test
    void shouldSayWhatIsNoVersion() {
        assertThat(VersionNumber.parse("unknown")).isNull();
        assertThat(VersionNumber.parse(null)).isNull();
        assertThatThrownBy(() -> VersionNumber.of("new")).hasMessageContaining("not a version");
    }
}
