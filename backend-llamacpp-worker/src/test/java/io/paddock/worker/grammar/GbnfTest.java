// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.grammar;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GbnfTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "root ::= \"yes\" | \"no\"",
                "root ::= (\"a\" | b)+ \".\"\nb ::= [0-9a-fA-F]{2,4} | [^\\n\"] \"x\"? # a comment\n",
                "root ::= item{3}\nitem ::= \"\\x41\\u00e9\\U0001F600\" .*\n",
                "root ::= \"a\" |\n  \"b\"\n",
                "root ::= (\n \"a\"\n | \"b\" )\n\nother-rule ::= \"x\" root\n",
                "root ::= \"a\" root | \"\"",
                "root ::= [-a] [a-] [\\]] \"[\" "
            })
    void a_good_grammar_passes(String grammar) {
        assertDoesNotThrow(() -> Gbnf.check(grammar));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "root ::= (((~ expected )",
                "root ::= \"a~ ends inside",
                "root ::= [a~ ends inside",
                "root ::= []~ class of no characters",
                "root ::= [^\\x01-\\U0010FFFF]~ class of no characters",
                "root ::= [z-a]~ ends before it begins",
                "root ::= [\\uD800]~ half a surrogate pair",
                "root ::= \"\\q\"~ unknown escape",
                "root ::= nothing~ not defined",
                "rot ::= \"a\"~ no rule 'root'",
                "root ::= root \"a\" | \"b\"~ begins with itself",
                "root ::= \"\" root \"a\" | \"b\"~ begins with itself",
                "root ::= \"a\" root~ can never end",
                "root ::= (\"a\"?)*~ without end something that may be empty",
                "root ::= \"\"*~ repetition of nothing",
                "root ::= \"a\"{5,2}~ not in order",
                "root ::= \"a\"{1,5000}~ over 2000",
                "root := \"a\"~ expected ::=",
                "root ::= \"a\" $~ end of the line",
                "under_score ::= \"a\"~ expected ::="
            })
    void a_bad_grammar_is_refused_with_its_reason(String grammar, String reason) {
        GrammarRefused refused = assertThrows(GrammarRefused.class, () -> Gbnf.check(grammar));

        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    @Test
    void rules_that_begin_with_each_other_are_refused() {
        assertThrows(
                GrammarRefused.class, () -> Gbnf.check("root ::= a\na ::= b \"x\" | \"y\"\nb ::= a \"z\" | \"w\"\n"));
    }

    @Test
    void depth_and_length_have_limits() {
        assertThrows(GrammarRefused.class, () -> Gbnf.check("root ::= " + "(".repeat(100) + "\"a\"" + ")".repeat(100)));
        assertThrows(GrammarRefused.class, () -> Gbnf.check("root ::= \"" + "a".repeat(300_000) + "\""));
        assertThrows(GrammarRefused.class, () -> Gbnf.check("root ::= \"a\0\""));
    }

    @Test
    void the_rule_that_two_definitions_have_is_named() {
        GrammarRefused refused =
                assertThrows(GrammarRefused.class, () -> Gbnf.check("root ::= \"a\"\nroot ::= \"b\"\n"));

        assertTrue(refused.getMessage().contains("defined twice"), refused.getMessage());
    }
}
