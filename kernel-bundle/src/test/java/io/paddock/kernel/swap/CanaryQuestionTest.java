// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.Protocol;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as a first answer. */
class CanaryQuestionTest {
    private static final CanaryQuestion CHAT = new CanaryQuestion(Protocol.OPENAI_CHAT_COMPLETIONS);
    private static final CanaryQuestion TEXT = new CanaryQuestion(Protocol.OPENAI_COMPLETIONS);
    private static final CanaryQuestion VECTOR = new CanaryQuestion(Protocol.OPENAI_EMBEDDINGS);

    private static Optional<String> fault(CanaryQuestion question, String answer, String expected) {
        return question.fault(answer.getBytes(UTF_8), expected);
    }

    @Test
    void a_text_in_its_place_is_an_answer() {
        assertEquals(Optional.empty(), fault(CHAT, "{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}", null));
        assertEquals(
                Optional.empty(),
                fault(CHAT, "{\"choices\":[{\"message\":{\"content\":null,\"reasoning_content\":\"hm\"}}]}", "hm"));
        assertEquals(Optional.empty(), fault(TEXT, "{\"choices\":[{\"text\":\"hi\"}]}", "i"));
        assertEquals(Optional.empty(), fault(VECTOR, "{\"data\":[{\"embedding\":[0.1,-0.2]}]}", "ignored"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "{}",
                "{\"choices\":[]}",
                "{\"choices\":[{}]}",
                "{\"choices\":[{\"message\":{\"content\":\"\"}}]}",
                "{\"choices\":[{\"text\":\"the wrong place\"}]}"
            })
    void nothing_and_nonsense_are_none(String answer) {
        assertTrue(fault(CHAT, answer, null).isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":[]}",
                "{\"data\":[{\"embedding\":[]}]}",
                "{\"data\":[{\"embedding\":[0,0]}]}",
                "{\"data\":[{\"embedding\":[\"x\"]}]}"
            })
    void a_vector_has_numbers_that_are_not_all_zero(String answer) {
        assertTrue(fault(VECTOR, answer, null).isPresent());
    }

    @Test
    void what_is_expected_must_be_in_it() {
        assertTrue(fault(TEXT, "{\"choices\":[{\"text\":\"three\"}]}", "four").isPresent());
    }

    @Test
    void each_protocol_asks_in_its_own_way() {
        assertTrue(CHAT.body("tiny", null).contains("\"messages\""));
        assertTrue(TEXT.body("tiny", "two and two?").contains("\"prompt\":\"two and two?\""));
        assertTrue(VECTOR.body("tiny", null).contains("\"input\""));
    }
}
