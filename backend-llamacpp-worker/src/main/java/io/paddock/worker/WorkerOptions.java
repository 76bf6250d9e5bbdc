// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the command line says.
 *
 * @param port loopback port to serve on; 0 picks a free one
 * @param model the GGUF file
 * @param alias name of the model in answers
 * @param contextSize tokens that one request may use, prompt and answer together; 0: the model's own, at most 4096
 * @param threads threads that compute
 * @param threadsBatch threads that read prompts
 * @param parallel requests that are computed at once
 * @param queue further requests that may wait
 * @param gpuLayers layers to put on a GPU, if the engine has one
 * @param flashAttention whether to use flash attention
 * @param embeddings whether embeddings are served too
 * @param pooling {@code auto}, {@code last}, {@code cls} or {@code mean}
 * @param chatTemplate name of one of llama.cpp's own templates, or null for the model's
 * @param holds folders that must not be collected while this process lives
 */
public record WorkerOptions(
        int port,
        Path model,
        String alias,
        int contextSize,
        int threads,
        int threadsBatch,
        int parallel,
        int queue,
        int gpuLayers,
        boolean flashAttention,
        boolean embeddings,
        String pooling,
        String chatTemplate,
        List<Path> holds) {
    /** Each that waits has a thread. Those that waited for a swap to end come all at once. */
    private static final int QUEUE = 256;

    private static final int MOST_CONTEXT = 1 << 20;

    public WorkerOptions {
        holds = List.copyOf(holds);
    }

    /**
     * Reads a command line of {@code --name value} pairs.
     *
     * @throws IllegalArgumentException with a sentence when it is not understood
     */
    public static WorkerOptions parse(String... words) {
        Words given = new Words(words);
        int threads = given.number("--threads", 1, 1, 1024);
        Path model = Path.of(given.required("--model"));
        WorkerOptions options = new WorkerOptions(
                given.number("--port", 0, 0, 65_535),
                model,
                given.text("--alias", String.valueOf(model.getFileName())),
                given.number("--ctx-size", 0, 0, MOST_CONTEXT),
                threads,
                given.number("--threads-batch", threads, 1, 1024),
                given.number("--parallel", 1, 1, 256),
                given.number("--queue", QUEUE, 0, 100_000),
                given.number("--gpu-layers", 0, 0, 10_000),
                given.flag("--flash-attn", false),
                given.flag("--embeddings", true),
                given.text("--pooling", "auto"),
                given.text("--chat-template", null),
                given.all("--hold").stream().map(Path::of).toList());
        given.refuseTheRest();
        return options;
    }

    private static final class Words {
        private final Map<String, List<String>> values = new HashMap<>();

        Words(String... words) {
            if (words.length % 2 != 0) {
                throw new IllegalArgumentException("each option needs a value: " + words[words.length - 1]);
            }
            for (int i = 0; i < words.length; i += 2) {
                values.computeIfAbsent(words[i], name -> new ArrayList<>()).add(words[i + 1]);
            }
        }

        List<String> all(String name) {
            List<String> found = values.remove(name);
            return found == null ? List.of() : found;
        }

        String text(String name, String otherwise) {
            List<String> found = all(name);
            return found.isEmpty() ? otherwise : found.get(found.size() - 1);
        }

        String required(String name) {
            String found = text(name, null);
            if (found == null) {
                throw new IllegalArgumentException(name + " is missing");
            }
            return found;
        }

        boolean flag(String name, boolean otherwise) {
            String found = text(name, String.valueOf(otherwise));
            if (!found.equals("true") && !found.equals("false")) {
                throw new IllegalArgumentException(name + " must be true or false, not " + found);
            }
            return found.equals("true");
        }

        int number(String name, int otherwise, int least, int most) {
            String found = text(name, String.valueOf(otherwise));
            try {
                int value = Integer.parseInt(found);
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // refused below, together with numbers out of range
            }
            throw new IllegalArgumentException(
                    name + " must be a whole number from " + least + " to " + most + ", not " + found);
        }

        void refuseTheRest() {
            if (!values.isEmpty()) {
                throw new IllegalArgumentException("unknown options: " + values.keySet());
            }
        }
    }
}
