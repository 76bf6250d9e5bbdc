// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.kherud.llama.ComputeTurns;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.RawCalls;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** java-llama.cpp, kept from everything that would end the process. */
public final class LlamaEngine implements Engine {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SEPARATOR = "\n";
    private static final String LAST_STEP = "{\"prompt\":\"\\n\",\"n_predict\":1,\"stream\":true}";
    private static final String STOPS = "the instance is being stopped";

    private final LlamaModel model;
    private final EngineFacts facts;
    private final TokenLane tokens;
    private final TokenLane firstTokens;
    private final Embedder embedder;
    private final int separatorTokens;
    private final Set<NativeGeneration> running = ConcurrentHashMap.newKeySet();
    private final Users users;
    private final ComputeTurns.Taker turns = ComputeTurns.ofTheLibrary().taker(this::settle);

    /** @param embedder what embeds; may share {@code model}, and is closed with it */
    LlamaEngine(LlamaModel model, EngineFacts facts, Embedder embedder) {
        this.model = model;
        this.embedder = embedder;
        this.facts = facts;
        this.tokens = new TokenLane("worker-tokens", null);
        this.firstTokens = new TokenLane("worker-first-tokens", tokens);
        this.users = new Users(this::end);
        this.separatorTokens = encode(SEPARATOR).length;
    }

    @Override
    public EngineFacts facts() {
        return facts;
    }

    @Override
    public int[] encode(String text) {
        return text.isEmpty() ? new int[0] : inside(() -> model.encode(NativeText.clean(text)));
    }

    @Override
    public String applyTemplate(List<Turn> turns) {
        if (turns.isEmpty()) {
            throw new IllegalArgumentException("no turns"); // native code would end the process
        }
        ObjectNode request = JSON.createObjectNode();
        ArrayNode messages = request.putArray("messages");
        for (Turn turn : turns) {
            messages.addObject()
                    .put("role", NativeText.clean(turn.role()))
                    .put("content", NativeText.clean(turn.content()));
        }
        return inside(() -> model.applyTemplate(request.toString()));
    }

    @Override
    public Generation generate(GenerationRequest request, Runnable over) throws InterruptedException {
        users.enter();
        NativeGeneration generation;
        try {
            generation = begun(request, over);
        } catch (RuntimeException | Error | InterruptedException e) {
            users.leave();
            throw e;
        }
        running.add(generation);
        firstTokens.add(generation);
        if (users.isClosed()) {
            generation.giveUp(STOPS);
        }
        return generation;
    }

    private NativeGeneration begun(GenerationRequest request, Runnable over) throws InterruptedException {
        if (!turns.enter()) {
            throw Users.goingAway();
        }
        try {
            int task = RawCalls.request(model, json(request));
            return new NativeGeneration(model, task, facts.vocabulary().ends(), this::tokensOf, ended -> {
                running.remove(ended);
                over.run();
                leaveTurn(ended);
                users.leave();
            });
        } catch (RuntimeException | Error e) {
            turns.leave();
            throw e;
        }
    }

    private void leaveTurn(NativeGeneration ended) {
        if (ended.wasCancelled()) {
            turns.cutShort();
        }
        turns.leave();
    }

    /** The library computes in one thread: a token that is asked for now comes after what was cut short. */
    private void settle() {
        try {
            int task = RawCalls.request(model, LAST_STEP);
            while (!RawCalls.isLast(RawCalls.receive(model, task))) {
                // nobody reads it
            }
        } catch (RuntimeException e) { // it has no public type
            // then nothing is computed either
        }
    }

    @Override
    public float[] embed(String text) throws InterruptedException {
        users.enter();
        try {
            return embedder.embed(NativeText.clean(text));
        } finally {
            users.leave();
        }
    }

    @Override
    public void close() {
        users.close();
        turns.close();
        embedder.refuse();
        running.forEach(generation -> generation.giveUp(STOPS));
    }

    /** Nobody is in the native code, and nobody will be. */
    private void end() {
        firstTokens.end();
        tokens.end();
        turns.end();
        model.close();
        embedder.close();
    }

    private <T> T inside(Supplier<T> call) {
        users.enter();
        try {
            return call.get();
        } finally {
            users.leave();
        }
    }

    private String json(GenerationRequest request) {
        ObjectNode json = JSON.createObjectNode();
        request.sampling().forEach((name, value) -> json.set(name, JSON.valueToTree(value)));
        Prompt prompt = request.prompt();
        if (prompt.tail().isEmpty()) {
            json.put("prompt", NativeText.clean(prompt.head()));
        } else {
            ArrayNode parts = json.putArray("prompt").add(NativeText.clean(prompt.head()));
            prompt.tail().forEach(parts::add);
        }
        json.put("n_predict", request.maxTokens());
        json.put("stream", true);
        json.set("preserved_tokens", JSON.valueToTree(facts.vocabulary().ends()));
        if (request.grammar() != null) {
            json.put("grammar", NativeText.clean(request.grammar()));
        }
        return json.toString();
    }

    /**
     * How many tokens a piece stands for. The engine sends one piece per token, but holds bytes back until their
     * character is whole; only then can it be more than one. Bytes that are no character came one by one.
     */
    private int tokensOf(String piece) {
        boolean plain = piece.chars().allMatch(c -> c < 0x80);
        if (plain) {
            return 1;
        }
        String characters = piece.replace("\ufffd", "");
        int broken = piece.length() - characters.length();
        return Math.max(1, broken + model.encode(SEPARATOR + characters).length - separatorTokens);
    }
}
