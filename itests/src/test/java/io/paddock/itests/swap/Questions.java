// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import io.paddock.itests.support.Paddock;
import io.paddock.testkit.FakeEngine;
import java.util.ArrayList;
import java.util.List;

/** What clients ask. */
interface Questions {
    /** The question of a client in its turn, with a long answer or a short one. */
    Question next(String client, int turn, boolean brief);

    /** Questions to the bundled model, each asked once for its answer. */
    static Questions toTheDemo(Paddock paddock) throws Exception {
        List<String> words = List.of("What is Paddock?", "What is a lease?", "How do I stop a model?");
        List<Question> known = new ArrayList<>();
        for (int tokens : new int[] {60, 8}) {
            for (String question : words) {
                Question asked = new Question(body("paddock-demo", question, tokens, ""), null);
                known.add(new Question(asked.body(), ChatAnswers.streamed(paddock, asked)));
            }
        }
        return (client, turn, brief) -> {
            int which = Math.floorMod(client.hashCode() + turn, words.size());
            return known.get(brief ? words.size() + which : which);
        };
    }

    /** Questions to an engine with a fixed clock, whose every token names the question and its place. */
    static Questions toTheFakeEngine(String model, int tokens) {
        return (client, turn, brief) -> {
            String name = client + "-" + turn;
            int wanted = brief ? 4 : tokens;
            return new Question(
                    body(model, "hello", wanted, ",\"user\":\"" + name + "\""), FakeEngine.expected(name, wanted));
        };
    }

    private static String body(String model, String words, int tokens, String more) {
        return "{\"model\":\"" + model + "\",\"temperature\":0,\"max_tokens\":" + tokens
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]" + more + "}";
    }
}
