// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.measure;

import java.util.ArrayList;
import java.util.List;

/** A Markdown table with a heading. Not thread-safe. */
public final class Table {
    private final String heading;
    private final int columns;
    private final List<String> lines = new ArrayList<>();

    /** An empty table. */
    public Table(String heading, String... columns) {
        this.heading = heading;
        this.columns = columns.length;
        lines.add(line(List.of(columns)));
        lines.add("|" + "---|".repeat(columns.length));
    }

    /** Adds a row; it must have as many cells as the table has columns. */
    public Table row(String... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns + " columns");
        }
        lines.add(line(List.of(cells)));
        return this;
    }

    /** The table as Markdown, with a line break at its end. */
    public String markdown() {
        return "### " + heading + "\n\n" + String.join("\n", lines) + "\n";
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells.stream().map(Table::escaped).toList()) + " |";
    }

    private static String escaped(String cell) {
        return cell.replace("|", "\\|").replace("\n", " ");
    }
}
