package io.ferry.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableCellTest {
    @ParameterizedTest
    @ValueSource(strings = {"-7626", "0", "-0", "12", "-0.5", "-123456789012345", "m-1", ""})
    void shouldWriteNumbersAndPlainTextAsTheyAre(String text) {
        assertThat(TableCell.defused(text)).isEqualTo(text);
        assertThat(TableCell.restored(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1+1",
                "=1",
                "+1",
                "+49301234",
                "-",
                "--1",
                "-1e5",
                "-.5",
                "-1.",
                "-007",
                "- 1",
                "-1 ",
                "-1\n",
                "-1;2",
                "-1,5",
                "-1%",
                "-1234567890123456789",
                "\uFF0D1",
                "-\uFF11",
                "-A1",
                "@SUM(1)"
            })
    void shouldPutAnApostropheBeforeWhateverElseMayBeginAFormula(String text) {
        assertThat(TableCell.defused(text)).startsWith("'");
        assertThat(TableCell.restored(TableCell.defused(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "7"})
    void shouldTellATextWithAnApostropheFromANumber(String number) {
        assertThat(TableCell.defused("'" + number)).isEqualTo("''" + number);
        assertThat(TableCell.restored("''" + number)).isEqualTo("'" + number);
        // As earlier versions wrote it.
        assertThat(TableCell.restored("'-5")).isEqualTo("-5");
    }
}
