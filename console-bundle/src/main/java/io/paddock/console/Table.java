// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lines up cells in columns, two blanks apart. Width is counted in code points. A heading that starts with {@code >}
 * aligns its column to the right. Built by one thread.
 */
public final class Table {
    private static final String GAP = "  ";
    private static final String NOTHING = "-";
    private static final String NOTE = "  ^ ";

    private final List<String> heads;
    private final List<List<String>> lines = new ArrayList<>();

    private Table(List<String> heads) {
        this.heads = heads;
    }

    /** A table with headings. */
    public static Table headed(String... heads) {
        Table table = new Table(List.of(heads));
        table.row(Arrays.stream(heads)
                .map(head -> head.startsWith(">") ? head.substring(1) : head)
                .toArray());
        return table;
    }

    /** A table without headings, every column aligned to the left. */
    public static Table plain() {
        return new Table(List.of());
    }

    /** Adds a line; null is shown as a dash. */
    public Table row(Object... cells) {
        lines.add(Arrays.stream(cells)
                .map(cell -> cell == null ? NOTHING : Printable.line(cell.toString()))
                .toList());
        return this;
    }

    /** Adds a line of text below the last row; it widens no column. */
    public Table note(String text) {
        lines.add(List.of(NOTE + Printable.line(text)));
        return this;
    }

    /** The table with line ends, without blanks at the ends of lines. */
    public String text() {
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(laidOut(line, widths).stripTrailing()).append('\n'));
        return text.toString();
    }

    private int[] widths() {
        int columns = lines.stream().mapToInt(List::size).max().orElse(0);
        return IntStream.range(0, columns)
                .map(column -> lines.stream()
                        .filter(line -> column < line.size() && !isNote(line))
                        .mapToInt(line -> width(line.get(column)))
                        .max()
                        .orElse(0))
                .toArray();
    }

    private static boolean isNote(List<String> line) {
        return line.size() == 1 && line.get(0).startsWith(NOTE);
    }

    private String laidOut(List<String> line, int[] widths) {
        if (isNote(line)) {
            return line.get(0);
        }
        StringBuilder text = new StringBuilder();
        for (int column = 0; column < line.size(); column++) {
            String cell = line.get(column);
            String blanks = " ".repeat(widths[column] - width(cell));
            text.append(column == 0 ? "" : GAP).append(isRight(column) ? blanks + cell : cell + blanks);
        }
        return text.toString();
    }

    private boolean isRight(int column) {
        return column < heads.size() && heads.get(column).startsWith(">");
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
