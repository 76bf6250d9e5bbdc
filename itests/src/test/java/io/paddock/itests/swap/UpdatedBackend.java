// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.Processes;
import io.paddock.testkit.operator.Operations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A backend that serves one model and whose bundle is updated in place again and again.
 *
 * @param paddock where it is
 * @param operations what an operator does there
 * @param bundle its bundle's name
 * @param model what is asked for after each update
 * @param engines how many processes it has
 */
record UpdatedBackend(Paddock paddock, Operations operations, String bundle, String model, int engines) {
    /** Updates its bundle, lets it answer, waits until the old engine is gone. */
    void update(Path jar) throws Exception {
        operations.update(bundle, jar);
        Files.delete(jar);
        Question question = new Question(
                "{\"model\":\"" + model
                        + "\",\"max_tokens\":4,\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}",
                null);
        ChatAnswers.whole(paddock, question).get(1, TimeUnit.MINUTES);
        Eventually.holds(
                "the old engine's end",
                () -> Processes.running(Processes.engines(paddock)).size() == engines);
    }

    /** What the runtime holds after a collection, once all of the replaced bundles is gone: it waits for that. */
    Map<String, Long> facts() throws Exception {
        // An HTTP client leaves some seconds later, with threads and files: looked at before, those counted the pace.
        Eventually.holds(
                "the class loaders of replaced bundles to go",
                () -> operations.facts().get("loaders") == 0);
        Map<String, Long> facts = new TreeMap<>(operations.facts());
        long pid = paddock.pid();
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            facts.put("files", open.count());
        }
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                facts.put("rss", Long.parseLong(line.replaceAll("\\D", "")) * 1024);
            }
        }
        facts.put("processes", ProcessHandle.of(pid).orElseThrow().descendants().count());
        return facts;
    }
}
