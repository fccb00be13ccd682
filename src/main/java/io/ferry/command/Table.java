package io.ferry.command;

import io.ferry.base.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table with a heading for each column; where the screen is too narrow for it, each row becomes a block of labelled lines. */
final class Table {
    private static final String GAP = "  ";

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        this.headings = List.of(headings);
    }

    /** Adds a row. */
    void row(String... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException("A row has a cell for each heading.");
        }
        rows.add(List.of(cells).stream().map(PlainText::line).toList());
    }

    /** The table as it fits the screen, with a line's end after each line. */
    String on(Screen screen) {
        List<Integer> widths = IntStream.range(0, headings.size())
                .mapToObj(column -> Math.max(
                        headings.get(column).length(),
                        rows.stream()
                                .mapToInt(row -> row.get(column).length())
                                .max()
                                .orElse(0)))
                .toList();
        int all = widths.stream().mapToInt(Integer::intValue).sum() + GAP.length() * (widths.size() - 1);
        return all <= screen.width() ? lines(widths, screen) : blocks(screen);
    }

    private String lines(List<Integer> widths, Screen screen) {
        StringBuilder text = new StringBuilder();
        text.append(screen.styled(line(headings, widths), Screen.Style.BOLD)).append(System.lineSeparator());
        rows.forEach(row -> text.append(line(row, widths)).append(System.lineSeparator()));
        return text.toString();
    }

    private static String line(List<String> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            line.append(cell);
            if (column < cells.size() - 1) {
                line.append(" ".repeat(widths.get(column) - cell.length())).append(GAP);
            }
        }
        return line.toString().stripTrailing();
    }

    private String blocks(Screen screen) {
        int label = headings.stream().mapToInt(String::length).max().orElse(0) + GAP.length();
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            if (!text.isEmpty()) {
                text.append(System.lineSeparator());
            }
            for (int column = 0; column < row.size(); column++) {
                String heading = headings.get(column);
                text.append(screen.styled(heading, Screen.Style.BOLD))
                        .append(" ".repeat(label - heading.length()))
                        .append(screen.wrapped(row.get(column), label))
                        .append(System.lineSeparator());
            }
        }
        return text.toString();
    }
}
