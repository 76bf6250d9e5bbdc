// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.testmodel.Natives;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real worker that writes texts and embeds at the same time, with a context for each. */
class WorkerTurnsTest {
    private static final String CHAT = "{\"messages\":[{\"role\":\"user\",\"content\":\"What is a lease?\"}],"
            + "\"max_tokens\":60,\"temperature\":0}";
    private static final String EMBEDDING = "{\"input\":\"" + "A lease is a claim on an endpoint. ".repeat(10) + "\"}";
    private static final int CHATS = 4;
    private static final int ROUNDS = 30;

    @TempDir
    Path work;

    private static String text(WorkerProcess worker) throws Exception {
        return worker.ask("/v1/chat/completions", CHAT)
                .at("/choices/0/message/content")
                .asText();
    }

    private static JsonNode vector(WorkerProcess worker) throws Exception {
        return worker.ask("/v1/embeddings", EMBEDDING).at("/data/0/embedding");
    }

    @Test
    void what_one_context_computes_does_not_depend_on_the_other() throws Exception {
        Path natives = Natives.folder(work.resolve("native"));
        // One that was trained: another text comes of a number that is only a little wrong.
        Path model = Path.of("..", "tools", "demo-model", "paddock-demo.gguf");
        try (WorkerProcess worker =
                WorkerProcess.start(work, natives, model, "--ctx-size", "512", "--parallel", "4", "--queue", "32")) {
            worker.awaitHealth("ok");
            String text = text(worker);
            JsonNode vector = vector(worker);
            Set<String> texts = ConcurrentHashMap.newKeySet();
            Set<JsonNode> vectors = ConcurrentHashMap.newKeySet();
            together(() -> texts.add(text(worker)), () -> vectors.add(vector(worker)));
            assertEquals(Set.of(text), texts);
            assertEquals(Set.of(vector), vectors);
        }
    }

    private static void together(Callable<Boolean> chat, Callable<Boolean> embedding) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CHATS + 1);
        List<Future<Boolean>> calls = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            calls.addAll(Collections.nCopies(CHATS, chat).stream()
                    .map(threads::submit)
                    .toList());
            calls.add(threads.submit(embedding));
        }
        threads.shutdown();
        for (Future<Boolean> call : calls) {
            call.get();
        }
    }
}
