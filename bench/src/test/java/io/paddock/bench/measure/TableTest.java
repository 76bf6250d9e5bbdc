// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void it_prints_markdown_that_no_cell_can_break() {
        Table table = new Table("Speed", "what", "value").row("a|b", "1\n2");

        assertEquals("### Speed\n\n| what | value |\n|---|---|\n| a\\|b | 1 2 |\n", table.markdown());
    }

    @Test
    void a_row_of_another_width_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> new Table("t", "a", "b").row("1"));
    }
}
