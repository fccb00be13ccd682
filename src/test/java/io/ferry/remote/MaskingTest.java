package io.ferry.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ask ada@example.com.              | Ask (address).",
                "ada@example.com_bob@example.com   | (address)(address)",
                "/user/ada%40example.com/x         | /user/(address)/x",
                "Bearer abcdefghijk is old         | Bearer ******** is old",
                "at https://h/p?token=abc now      | at https://h/p?… now",
                "at https://h/p now, http://i/?k=v | at https://h/p now, http://i/?…",
                "no@                               | no@",
            })
    void shouldTakeOutWhatMustNotBeSeen(String said, String shown) {
        assertThat(Masking.mask(said)).isEqualTo(shown);
    }

    @ParameterizedTest
    @MethodSource("io.ferry.base.AddressForms#all")
    void shouldTakeOutEveryFormOfAnAddress(String address) {
        assertThat(Masking.mask("Asked " + address + " twice")).isEqualTo("Asked (address) twice");
    }

    @Test
    void shouldHideAnAddressHoweverLongItsParts() {
        // given
        String address = "a".repeat(200) + "@" + "b".repeat(100) + ".example.com";

        // then
        assertThat(Masking.mask("Ask " + address + " now")).isEqualTo("Ask (address) now");
    }

    @Test
    void shouldShowNoHalfOfAnAddressOrTokenWhereTheTextIsCut() {
        for (int before = 3_980; before < 4_010; before++) {
            // given
            String said = "https://h/?" + "q".repeat(before - 12) + " ada.lovelace@example.com Bearer c0ffee"
                    + " x".repeat(5_000);

            // then
            assertThat(Masking.mask(said)).doesNotContain("ada").doesNotContain("c0ff");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.", "http://", "a@", "a@b.", "basic ", "?", " "})
    void shouldTakeNoLongerForWhatASiteMakesLong(String piece) {
        // given
        String hostile = "{\"errorMessages\": [\"" + piece.repeat(1_000_000 / piece.length()) + "\"]}";
        FailureClassifier failures = new FailureClassifier();
        Call call = new Call("jira.example.com", "GET /rest/thing", false);

        // then: what took 192 s for 128 KB would take hours for 1 MB
        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> failures.answered(call, 500, HttpHeaders.of(Map.of(), (name, value) -> true), hostile));
    }
}
