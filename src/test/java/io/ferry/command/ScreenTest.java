package io.ferry.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {
    @Test
    void shouldBreakLinesBetweenWordsAndIndentThem() {
        assertThat(new Screen(30, false)
                        .wrapped("The quick brown fox jumps over the lazy dog", 4)
                        .lines())
                .containsExactly("The quick brown fox jumps", "    over the lazy dog");
    }

    @Test
    void shouldBreakNoAddress() {
        String address = "http://127.0.0.1:8080/tasklist/with/a/long/path/1234567890";
        assertThat(new Screen(30, false).wrapped("See " + address, 2).lines()).containsExactly("See", "  " + address);
    }

    @Test
    void shouldBreakNothingInAFile() {
        assertThat(Screen.NONE.wrapped("word ".repeat(100), 2).lines()).hasSize(1);
    }

    @Test
    void shouldObeyNoText() {
        assertThat(new Screen(80, true).wrapped("a\u001b[2Jb", 0)).isEqualTo("a?[2Jb");
    }

    @Test
    void shouldShowColoursAtATerminalOnlyAndIfNobodySaysNo() {
        assertThat(Screen.of(false, Map.of("COLUMNS", "50"))).isEqualTo(Screen.NONE);
        assertThat(Screen.of(true, Map.of("COLUMNS", "50"))).isEqualTo(new Screen(50, true));
        assertThat(Screen.of(true, Map.of("COLUMNS", "50", "NO_COLOR", "1")).colours())
                .isFalse();
        assertThat(Screen.of(true, Map.of("COLUMNS", "50", "TERM", "dumb")).colours())
                .isFalse();
        assertThat(Screen.NONE.styled("a", Screen.Style.BAD)).isEqualTo("a");
        assertThat(new Screen(50, true).styled("a", Screen.Style.BAD)).isEqualTo("\u001b[31ma\u001b[0m");
    }

    @Test
    void shouldLabelTheColumnsOfATable() {
        Table table = new Table("ID", "NAME");
        table.row("1", "A first try");
        table.row("22", "B");

        assertThat(table.on(new Screen(80, false)).lines()).containsExactly("ID  NAME", "1   A first try", "22  B");
    }

    @Test
    void shouldMakeLabelledBlocksWhereATableDoesNotFit() {
        Table table = new Table("ID", "NAME");
        table.row("1", "A first try that has a long name");
        table.row("2", "B");

        assertThat(table.on(new Screen(24, false)).lines())
                .containsExactly(
                        "ID    1", "NAME  A first try that", "      has a long name", "", "ID    2", "NAME  B");
    }
}
