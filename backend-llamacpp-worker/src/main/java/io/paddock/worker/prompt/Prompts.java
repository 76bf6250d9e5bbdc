// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.prompt;

import io.paddock.worker.Refusal;
import io.paddock.worker.engine.Engine;
import io.paddock.worker.engine.EngineFacts;
import io.paddock.worker.engine.Prompt;
import io.paddock.worker.engine.Turn;
import io.paddock.worker.engine.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes prompts and refuses those that are too long. Thread-safe. */
public final class Prompts {
    private final Engine engine;
    private final ChatTemplate template;
    private final ControlTokens controls;

    public Prompts(Engine engine) {
        this.engine = engine;
        this.template = new ChatTemplate(engine);
        this.controls = new ControlTokens(engine.facts().vocabulary().controls());
    }

    /**
     * The prompt for a conversation, with the assistant's turn open.
     *
     * @throws Refusal when it does not fit or the template has no place for a message
     */
    public Prompt chat(List<Turn> turns) {
        requireRoom(
                "messages",
                turns.stream().mapToLong(turn -> bytes(turn.content())).sum());
        return counted("messages", controls.cut(template.apply(turns)));
    }

    /** The prompt that a text is, control tokens in it included. */
    public Prompt text(String text) {
        requireRoom("prompt", bytes(text));
        return counted("prompt", List.of(text));
    }

    /** How many tokens a text is for an embedding. */
    public int embeddingTokens(String param, String text) {
        int limit = engine.facts().embeddingLimit();
        Vocabulary vocabulary = engine.facts().vocabulary();
        if (vocabulary.longest() > 0 && bytes(text) / vocabulary.longest() > limit) {
            throw tooLong(param, "more than " + limit, limit, "text");
        }
        int tokens = engine.encode(text).length + vocabulary.frame();
        if (tokens > limit) {
            throw tooLong(param, String.valueOf(tokens), limit, "text");
        }
        return tokens;
    }

    private Prompt counted(String param, List<String> pieces) {
        EngineFacts facts = engine.facts();
        int tokens = engine.encode(pieces.get(0)).length + facts.vocabulary().frame();
        List<Integer> tail = new ArrayList<>();
        for (String piece : pieces.subList(1, pieces.size())) {
            for (int token : engine.encode(piece)) {
                tail.add(token);
            }
        }
        tokens += tail.size();
        // One place must be left for an answer, and the engine wants one more.
        if (tokens > facts.context() - 2) {
            throw tooLong(param, String.valueOf(tokens), facts.context(), "prompt");
        }
        if (tokens == 0) {
            throw Refusal.invalid(param, param + " holds nothing that the model could read");
        }
        return new Prompt(pieces.get(0), tail, tokens);
    }

    // Splitting a huge text is slow and deep in native code, so what cannot fit is refused by its length alone.
    private void requireRoom(String param, long bytes) {
        EngineFacts facts = engine.facts();
        int longest = facts.vocabulary().longest();
        if (longest > 0 && bytes / longest > facts.context()) {
            throw tooLong(param, "at least " + bytes / longest, facts.context(), "prompt");
        }
    }

    private static Refusal tooLong(String param, String tokens, int room, String what) {
        return new Refusal(
                400,
                "context_length_exceeded",
                param,
                "the " + what + " is " + tokens + " tokens long, and this model has room for " + room
                        + "; make it shorter, or serve the model with a larger ctx_size");
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
