// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import io.paddock.bench.stream.CheckedStream;
import io.paddock.bench.stream.StreamClient;
import io.paddock.bench.stream.Target;
import io.paddock.bench.subject.PaddockApi;
import io.paddock.testkit.FakeEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What clients ask. Thread-safe. */
@FunctionalInterface
interface Questions {
    /** The next one, with a short answer or a long one. */
    Question next(boolean brief);

    /**
     * A streamed chat call.
     *
     * @param body its JSON
     * @param right the whole answer that is right, or null when any will do
     */
    record Question(String body, String right) {}

    /** Questions to the bundled model, each asked once for the answer that it has from then on. */
    static Questions toTheDemo(PaddockApi api) throws IOException {
        List<List<Question>> known = List.of(answered(api, 60), answered(api, 8));
        AtomicInteger turn = new AtomicInteger();
        return brief -> {
            List<Question> some = known.get(brief ? 1 : 0);
            return some.get(Math.floorMod(turn.getAndIncrement(), some.size()));
        };
    }

    private static List<Question> answered(PaddockApi api, int tokens) throws IOException {
        List<Question> known = new ArrayList<>();
        try (StreamClient client = StreamClient.keepingConnections()) {
            Target gateway = Target.chat(api.gateway(), Map.of());
            for (String words : List.of("What is Paddock?", "What is a lease?", "How do I stop a model?")) {
                String body = ChatBody.of(EnsurePart.MODEL, words, tokens).replaceFirst("\\{", "{\"temperature\":0,");
                CheckedStream answer = CheckedStream.of(
                        client.round(gateway, List.of(body), Duration.ofMinutes(1))
                                .get(0),
                        null);
                if (answer.fault() != null) {
                    throw new IOException("the first answer to \"" + words + "\": " + answer.fault());
                }
                known.add(new Question(body, answer.text()));
            }
        }
        return known;
    }

    /** Questions to an engine with a fixed token clock: each has a name of its own, and each token tells it. */
    static Questions toTheClock(String model, int tokens) {
        AtomicInteger sequence = new AtomicInteger();
        return brief -> {
            String name = "r" + sequence.getAndIncrement();
            int wanted = brief ? 4 : tokens;
            return new Question(ChatBody.of(model, name, wanted), FakeEngine.expected(name, wanted));
        };
    }
}
