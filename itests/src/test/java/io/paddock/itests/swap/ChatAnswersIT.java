// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the clients of the other tests take for a failed answer. */
class ChatAnswersIT {
    private static final String PIECE =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"finish_reason\":null}]}";
    private static final String LAST = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";
    private static final List<String> WHOLE =
            List.of(PIECE.formatted("s1-0:0 "), PIECE.formatted("s1-0:1 "), LAST, "data: [DONE]");

    private static List<String> without(int line) {
        List<String> lines = new ArrayList<>(WHOLE);
        lines.remove(line);
        return lines;
    }

    @Test
    void a_whole_stream_has_its_text() {
        assertEquals("s1-0:0 s1-0:1 ", ChatAnswers.text(WHOLE));
    }

    @Test
    void a_stream_that_is_cut_is_seen_wherever_it_is_cut() {
        for (int end = 1; end < WHOLE.size(); end++) {
            List<String> cut = WHOLE.subList(0, end);
            assertThrows(AssertionError.class, () -> ChatAnswers.text(cut), cut::toString);
        }
        assertThrows(AssertionError.class, () -> ChatAnswers.text(without(2)), "no reason to end");
        List<String> broken = List.of(WHOLE.get(0), "data: {\"error\":{\"message\":\"gone\"}}", LAST, "data: [DONE]");
        assertThrows(AssertionError.class, () -> ChatAnswers.text(broken));
    }

    @Test
    void a_lost_a_repeated_and_a_foreign_piece_are_seen() {
        Question question = new Question("{}", "s1-0:0 s1-0:1 ");
        question.check(ChatAnswers.text(WHOLE));
        assertThrows(AssertionError.class, () -> question.check(ChatAnswers.text(without(1))));
        List<String> twice = new ArrayList<>(WHOLE);
        twice.add(1, WHOLE.get(1));
        assertThrows(AssertionError.class, () -> question.check(ChatAnswers.text(twice)));
        List<String> mixed = new ArrayList<>(WHOLE);
        mixed.set(1, PIECE.formatted("s2-0:1 "));
        assertThrows(AssertionError.class, () -> question.check(ChatAnswers.text(mixed)));
    }
}
