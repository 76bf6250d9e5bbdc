// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.http;

import io.paddock.worker.engine.Generation;
import io.paddock.worker.engine.GenerationRequest;
import io.paddock.worker.engine.Prompt;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Generates an answer and sends it, whole or as a stream. */
final class Answers {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    private final Serving serving;

    Answers(Serving serving) {
        this.serving = serving;
    }

    void send(Call call, Ask ask, Prompt prompt, Shape shape) throws IOException, InterruptedException {
        Serving.Ready ready = serving.require();
        long room = ready.engine().facts().context() - prompt.tokens() - 1L;
        int limit = (int) Math.min(room, ask.maxTokens().orElse(room));
        GenerationRequest request = new GenerationRequest(prompt, limit, ask.sampling(), ask.grammar());
        Completion completion = new Completion(start(ready, request), limit, ask.stops());
        if (ask.stream()) {
            stream(call, completion, shape, ask.usage() ? prompt.tokens() : -1);
        } else {
            whole(call, completion, shape, prompt.tokens());
        }
    }

    private Generation start(Serving.Ready ready, GenerationRequest request) throws InterruptedException {
        Admission admission = serving.admission();
        admission.enter();
        AtomicBoolean left = new AtomicBoolean();
        Runnable leave = () -> {
            if (left.compareAndSet(false, true)) {
                admission.leave();
            }
        };
        try {
            return ready.engine().generate(request, leave);
        } catch (RuntimeException | InterruptedException e) {
            leave.run();
            throw e;
        }
    }

    /** Blanks before the answer change nothing for its reader, and show whether there still is one. */
    private static void whole(Call call, Completion completion, Shape shape, int promptTokens)
            throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        Completion.Outcome outcome = completion.follow(new Completion.Reader() {
            private long lastLook = System.nanoTime();

            @Override
            public void text(String more) throws IOException {
                text.append(more);
                nothingYet();
            }

            @Override
            public void nothingYet() throws IOException {
                if (System.nanoTime() - lastLook >= LOOK_NANOS) {
                    call.blank();
                    lastLook = System.nanoTime();
                }
            }
        });
        call.answer(200, shape.whole(text.toString(), outcome, promptTokens));
    }

    /**
     * Sends chunks as the text comes.
     *
     * @param promptTokens for the counts at the end, or -1 when they are not wanted
     */
    private static void stream(Call call, Completion completion, Shape shape, int promptTokens)
            throws IOException, InterruptedException {
        Completion.Outcome outcome = completion.follow(new Completion.Reader() {
            private boolean opened;

            @Override
            public void text(String more) throws IOException {
                open();
                call.event(shape.textChunk(more));
            }

            @Override
            public void nothingYet() throws IOException {
                open();
                call.heartbeat();
            }

            private void open() throws IOException {
                if (!opened && shape.firstChunk() != null) {
                    call.event(shape.firstChunk());
                }
                opened = true;
            }
        });
        call.event(shape.lastChunk(outcome.finishReason()));
        if (promptTokens >= 0) {
            call.event(shape.usageChunk(promptTokens, outcome.tokens()));
        }
        call.done();
    }
}
