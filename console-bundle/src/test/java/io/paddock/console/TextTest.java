// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void a_table_lines_up_left_and_right() {
        String text = Table.headed("ID", ">SIZE", "WHY")
                .row("a", 5, "because")
                .row("longer", 1234, null)
                .note("a note of any length at all widens nothing")
                .text();
        assertEquals("""
                ID      SIZE  WHY
                a          5  because
                longer  1234  -
                  ^ a note of any length at all widens nothing
                """, text);
    }

    @Test
    void width_counts_code_points_not_chars() {
        assertEquals(
                "NAME  X\n\uD83D\uDC0E     1\n",
                Table.headed("NAME", "X").row("\uD83D\uDC0E", 1).text());
    }

    @Test
    void control_characters_cannot_reach_the_terminal() {
        assertEquals(
                "A  B\nx   [31m y\n",
                Table.headed("A", "B").row("x", "\u001b[31m\ny").text());
        assertEquals("a b", Printable.line("a\nb"));
        assertEquals("a\n\tb  c", Printable.lines("a\n\tb\u0007\u009bc"));
    }

    @Test
    void times_are_shown_with_their_two_largest_units() {
        assertEquals("0s", Times.shown(Duration.ofSeconds(-3)));
        assertEquals("1ms", Times.shown(Duration.ofNanos(5)));
        assertEquals("250ms", Times.shown(Duration.ofMillis(250)));
        assertEquals("59s", Times.shown(Duration.ofMillis(59_499)));
        assertEquals("5m", Times.shown(Duration.ofMillis(299_990)));
        assertEquals("3m 12s", Times.shown(Duration.ofSeconds(192)));
        assertEquals("2h 10m", Times.shown(Duration.ofMinutes(130)));
        assertEquals("1d", Times.shown(Duration.ofDays(1)));
        assertEquals("4d 1h", Times.shown(Duration.ofHours(97)));
    }

    @Test
    void times_are_read_with_a_unit_or_as_milliseconds() {
        assertEquals(Optional.of(Duration.ofMillis(1500)), Times.parse("1500"));
        assertEquals(Optional.of(Duration.ofMillis(500)), Times.parse("500ms"));
        assertEquals(Optional.of(Duration.ofSeconds(30)), Times.parse("30s"));
        assertEquals(Optional.of(Duration.ofMinutes(5)), Times.parse("5m"));
        assertEquals(Optional.of(Duration.ofHours(1)), Times.parse("1h"));
        assertEquals(Optional.of(Duration.ofHours(999_999_999_999L)), Times.parse("999999999999h"));
        for (String nonsense : new String[] {"", "s", "1.5s", "-1s", "1 s", "1d", "9999999999999"}) {
            assertEquals(Optional.empty(), Times.parse(nonsense), nonsense);
        }
    }

    @Test
    void help_has_the_usage_line_every_word_and_the_example() {
        Usage usage = new Usage(
                "stop",
                "stops it",
                java.util.List.of(Operand.optional("ID", Choice.INSTANCE, "which")),
                java.util.List.of(Option.flag("--all", "every one")),
                "> paddock:stop x\nStopped.\n");
        assertEquals("""
                paddock:stop: stops it

                Usage: paddock:stop [ID] [--all]

                  ID      which
                  --all   every one
                  --help  print this text

                Example:
                  > paddock:stop x
                  Stopped.
                """, usage.help());
    }
}
