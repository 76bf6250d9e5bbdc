// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static final Option TTL = Option.value("--ttl", "TIME", Choice.ANYTHING, "how long");
    private static final Option SET =
            Option.value("--set", "NAME=VALUE", Choice.ANYTHING, "a setting").orMore();
    private static final Usage USAGE = new Usage(
            "try",
            "tries",
            List.of(
                    Operand.required("WHAT", Choice.MODEL, "what to try"),
                    Operand.optional("HOW", Choice.ANYTHING, "how to try it")),
            List.of(TTL, SET, Option.JSON),
            "> paddock:try x");

    @Test
    void options_may_stand_before_between_and_behind_operands() {
        Arguments arguments = parse("--ttl", "5s", "model", "--json", "gently", "--set=a=b", "--set", "c=d");
        assertEquals(List.of("model", "gently"), arguments.operands());
        assertEquals(Optional.of("5s"), arguments.value(TTL));
        assertEquals(List.of("a=b", "c=d"), arguments.values(SET));
        assertTrue(arguments.has(Option.JSON));
    }

    @Test
    void everything_behind_two_dashes_is_an_operand() {
        assertEquals(List.of("--ttl", "--"), parse("--", "--ttl", "--").operands());
    }

    @Test
    void a_dash_alone_and_a_negative_number_are_operands() {
        assertEquals(List.of("-", "-5"), parse("-", "-5").operands());
    }

    @Test
    void an_unknown_option_is_named() {
        assertEquals(
                "Unknown option --fast. Known: --ttl, --set, --json, --help. Words that start with a dash go behind --.",
                refused("x", "--fast"));
        assertTrue(refused("x", "-f").contains("Unknown option -f."));
    }

    @Test
    void an_option_without_its_value_is_refused() {
        assertEquals("--ttl needs a value: --ttl TIME.", refused("x", "--ttl"));
    }

    @Test
    void a_flag_with_a_value_is_refused() {
        assertEquals("--json takes no value.", refused("x", "--json=yes"));
    }

    @Test
    void an_option_given_twice_is_refused() {
        assertEquals("--ttl is given twice.", refused("x", "--ttl", "1s", "--ttl", "2s"));
        assertEquals("--json is given twice.", refused("x", "--json", "--json"));
    }

    @Test
    void missing_and_surplus_operands_are_refused() {
        assertEquals("WHAT is missing: what to try.", refused("--json"));
        assertEquals("Too many words: 'c'.", refused("a", "b", "c"));
    }

    @Test
    void help_needs_no_operand() {
        assertTrue(parse("--help").has(Option.HELP));
        assertFalse(parse("x").has(Option.HELP));
    }

    @Test
    void times_are_read_and_nonsense_is_refused_with_examples() {
        assertEquals(
                Optional.of(Duration.ofSeconds(90)), parse("x", "--ttl", "90s").time(TTL));
        Arguments negative = parse("x", "--ttl", "-5");
        assertEquals(
                "--ttl: '-5' is not a time. Write for example 500ms, 30s, 5m or 1h.",
                assertThrows(UsageException.class, () -> negative.time(TTL)).getMessage());
    }

    private static Arguments parse(String... words) {
        return Arguments.parse(USAGE, List.of(words));
    }

    private static String refused(String... words) {
        return assertThrows(UsageException.class, () -> parse(words)).getMessage();
    }
}
