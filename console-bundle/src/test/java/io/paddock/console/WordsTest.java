// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void white_space_separates_words() {
        assertEquals(List.of("a", "b", "c"), Words.of("  a\tb \n c "));
        assertEquals(List.of(), Words.of(" \t "));
    }

    @Test
    void quotes_keep_blanks_and_the_other_quote() {
        assertEquals(List.of("chat", "it's \"here\""), Words.of("chat \"it's \\\"here\\\"\""));
        assertEquals(List.of("say \"hi\" \\"), Words.of("'say \"hi\" \\'"));
    }

    @Test
    void quoted_parts_join_their_neighbours() {
        assertEquals(List.of("a=b c", "d"), Words.of("a='b c' d"));
    }

    @Test
    void an_empty_quoted_word_is_a_word() {
        assertEquals(List.of("", "x", ""), Words.of("'' x \"\""));
    }

    @Test
    void a_backslash_escapes_quotes_blanks_and_itself_only() {
        assertEquals(List.of("a b", "\"", "\\", "C:\\new"), Words.of("a\\ b \\\" \\\\ C:\\new"));
        assertEquals(List.of("\\", "x"), Words.of("\"\\\\\" x"));
    }

    @Test
    void a_quote_left_open_is_a_usage_error_that_names_it() {
        assertTrue(assertThrows(UsageException.class, () -> Words.of("chat \"hello"))
                .getMessage()
                .contains("\""));
        assertTrue(assertThrows(UsageException.class, () -> Words.of("it's"))
                .getMessage()
                .contains("'"));
    }
}
