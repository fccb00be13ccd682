package io.ferry.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailMaskingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "Ask ann@x.example now         | Ask (address) now",
                "ann@intranet                  | (address)",
                "/user/ann%40x.example/x       | /user/(address)/x",
                "\"ann b\"@x.example wrote     | (address) wrote",
                "ann@[192.0.2.7]               | (address)",
                "Ünal.Öz+jira@büro.example     | (address)",
                "ann@x.example_ben@x.example   | (address)(address)",
                "<ann@x.example>,<ben@y>       | <(address)>,<(address)>",
                "o'hara!x@x.example            | (address)",
                "100 % of 40 people at noon    | 100 % of 40 people at noon",
                "@mention, no@ and \"a\" @ b   | @mention, no@ and \"a\" @ b",
            })
    void shouldMaskEveryFormOfAnAddress(String text, String masked) {
        assertThat(EmailMasking.mask(text)).isEqualTo(masked);
    }

    @Test
    void shouldMaskTextsInJsonAndLeaveItJson() {
        // given
        var value = Map.of(
                "who", List.of("\"ann b\"@x.example", "ben@intranet"), "text", "a \"b\"", "at", "@home", "count", 3);

        // when
        var masked = EmailMasking.mask(Json.MAPPER.valueToTree(value));

        // then
        assertThat(masked)
                .hasToString(
                        "{\"at\":\"@home\",\"count\":3,\"text\":\"a \\\"b\\\"\",\"who\":[\"(address)\",\"(address)\"]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {"ann@x.example | ann", "ann%40x.example | ann", "\"ann b\"@intranet | ann b", "Ann B | Ann B"})
    void shouldKeepTheLocalPartOfAName(String name, String kept) {
        assertThat(EmailMasking.localParts(name)).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.", "a@", "a@b.", "%40", "a%40", "\"", "\"a", "\"\\", "\"a\"@", "@[1"})
    void shouldTakeTimeThatGrowsWithTheLengthOnly(String piece) {
        String hostile = piece.repeat(1_000_000 / piece.length()) + " @";

        // a quadratic expression needs hours for this
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> EmailMasking.mask(hostile));
    }
}
