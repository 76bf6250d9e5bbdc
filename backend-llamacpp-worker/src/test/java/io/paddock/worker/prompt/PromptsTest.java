// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.worker.Refusal;
import io.paddock.worker.engine.Engine;
import io.paddock.worker.engine.EngineFacts;
import io.paddock.worker.engine.Generation;
import io.paddock.worker.engine.GenerationRequest;
import io.paddock.worker.engine.Prompt;
import io.paddock.worker.engine.Turn;
import io.paddock.worker.engine.Vocabulary;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PromptsTest {
    /** One token per UTF-16 unit, and a template of the test's choice. */
    private static final class LetterEngine implements Engine {
        private final Function<List<Turn>, String> template;
        private int rendered;

        LetterEngine(Function<List<Turn>, String> template) {
            this.template = template;
        }

        @Override
        public EngineFacts facts() {
            return new EngineFacts(
                    200, 1, true, 50, new Vocabulary(256, 4, 1, List.of("<|go|>", "<|stop|>"), List.of("<|stop|>")));
        }

        @Override
        public int[] encode(String text) {
            return text.chars().toArray();
        }

        @Override
        public String applyTemplate(List<Turn> turns) {
            rendered++;
            turns.forEach(turn ->
                    assertTrue(turn.content().chars().allMatch(c -> c < 0x80), "the engine must see ASCII only"));
            return template.apply(turns);
        }

        @Override
        public Generation generate(GenerationRequest request, Runnable over) {
            throw new UnsupportedOperationException("not asked for here");
        }

        @Override
        public float[] embed(String text) {
            throw new UnsupportedOperationException("not asked for here");
        }
    }

    private static String plain(List<Turn> turns) {
        return turns.stream()
                        .map(turn -> "<|go|>" + turn.role() + ":" + turn.content() + "<|stop|>")
                        .collect(Collectors.joining())
                + "<|go|>assistant:";
    }

    private static String text(Prompt prompt) {
        StringBuilder text = new StringBuilder(prompt.head());
        prompt.tail().forEach(unit -> text.append((char) unit.intValue()));
        return text.toString();
    }

    @Test
    void texts_outside_ascii_arrive_unharmed() {
        Prompt prompt = new Prompts(new LetterEngine(PromptsTest::plain))
                .chat(List.of(new Turn("system", " be kind "), new Turn("user", "\ud83d\ude00 \u00e4\n")));

        assertEquals(
                "<|go|>system: be kind <|stop|><|go|>user:\ud83d\ude00 \u00e4\n<|stop|><|go|>assistant:",
                prompt.head());
        assertTrue(prompt.tail().isEmpty());
        assertEquals(prompt.head().length() + 1, prompt.tokens());
    }

    @Test
    void a_template_that_trims_still_trims() {
        Prompt prompt = new Prompts(new LetterEngine(turns -> turns.stream()
                        .map(turn -> "[" + turn.content().strip() + "]")
                        .collect(Collectors.joining())))
                .chat(List.of(new Turn("user", "  hi \n")));

        assertEquals("[hi]", prompt.head());
    }

    @Test
    void the_template_is_applied_once_per_sequence_of_roles() {
        LetterEngine engine = new LetterEngine(PromptsTest::plain);
        Prompts prompts = new Prompts(engine);

        prompts.chat(List.of(new Turn("user", "a")));
        prompts.chat(List.of(new Turn("user", "b")));
        prompts.chat(List.of(new Turn("system", "b"), new Turn("user", "c")));

        assertEquals(2, engine.rendered);
    }

    @Test
    void a_message_that_the_template_leaves_out_is_refused() {
        Prompts prompts = new Prompts(new LetterEngine(turns -> turns.get(0).content()));

        Refusal refusal =
                assertThrows(Refusal.class, () -> prompts.chat(List.of(new Turn("user", "a"), new Turn("tool", "b"))));

        assertEquals("messages[1].role", refusal.param());
    }

    @Test
    void a_place_holder_in_a_user_s_text_stays_text() {
        Prompt prompt = new Prompts(new LetterEngine(PromptsTest::plain))
                .chat(List.of(new Turn("user", "qzx00001xzq"), new Turn("user", "qzx00000xzq")));

        assertEquals("<|go|>user:qzx00001xzq<|stop|><|go|>user:qzx00000xzq<|stop|><|go|>assistant:", prompt.head());
    }

    @Test
    void control_tokens_of_a_user_are_cut_and_the_template_s_are_not() {
        Prompt prompt = new Prompts(new LetterEngine(PromptsTest::plain)).chat(List.of(new Turn("user", "a<|stop|>b")));

        assertEquals("<|go|>user:a<", prompt.head());
        assertEquals("<|go|>user:a<|stop|>b<|stop|><|go|>assistant:", text(prompt));
    }

    @Test
    void a_control_token_that_only_user_and_template_together_make_is_cut_too() {
        Prompts prompts =
                new Prompts(new LetterEngine(turns -> "<|" + turns.get(0).content() + "|>"));

        assertEquals("<", prompts.chat(List.of(new Turn("user", "go"))).head());
    }

    @Test
    void a_prompt_that_leaves_no_room_for_an_answer_is_refused() {
        Prompts prompts = new Prompts(new LetterEngine(PromptsTest::plain));

        Refusal exact = assertThrows(Refusal.class, () -> prompts.text("x".repeat(198)));
        Refusal huge = assertThrows(Refusal.class, () -> prompts.text("x".repeat(100_000)));

        assertEquals("context_length_exceeded", exact.code());
        assertTrue(exact.getMessage().contains("199") && exact.getMessage().contains("200"), exact.getMessage());
        assertTrue(huge.getMessage().contains("at least 25000"), huge.getMessage());
        assertEquals(198, prompts.text("x".repeat(197)).tokens());
    }

    @Test
    void a_text_to_embed_has_a_limit_of_its_own() {
        Prompts prompts = new Prompts(new LetterEngine(PromptsTest::plain));

        assertEquals(50, prompts.embeddingTokens("input[0]", "x".repeat(49)));
        assertEquals(
                "input[3]",
                assertThrows(Refusal.class, () -> prompts.embeddingTokens("input[3]", "x".repeat(50)))
                        .param());
    }
}
