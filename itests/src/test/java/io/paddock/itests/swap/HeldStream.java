// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import io.paddock.itests.support.Paddock;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** A long streamed answer, in the middle of which the process that gives it is held. */
final class HeldStream implements AutoCloseable {
    /** Asks the bundled model for a long one. */
    static final String TALE = """
            {"stream": true, "model": "paddock-demo", "temperature": 0, "max_tokens": 1500,
             "logit_bias": {"2": -100, "4": -100},
             "messages": [{"role": "user", "content": "What is a lease?"}]}""";

    private final ProcessHandle worker;
    private final List<String> lines = new ArrayList<>();
    private final Iterator<String> stream;

    private HeldStream(ProcessHandle worker, Iterator<String> stream) {
        this.worker = worker;
        this.stream = stream;
    }

    /** Asks that, and holds that worker, which answers it, at the first line. */
    static HeldStream open(Paddock paddock, ProcessHandle worker, String body) throws Exception {
        HttpResponse<Stream<String>> answer = Paddock.http()
                .send(
                        HttpRequest.newBuilder(paddock.uri("/v1/chat/completions"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofLines());
        HeldStream held = new HeldStream(worker, answer.body().iterator());
        held.lines.add(held.stream.next());
        held.signal("STOP");
        return held;
    }

    /** Lets it go on, and reads it to its end: what comes from now on, as text. */
    String goOn() throws IOException {
        signal("CONT");
        while (stream.hasNext()) {
            String line = stream.next();
            if (!line.isBlank()) {
                lines.add(line);
            }
        }
        return ChatAnswers.text(lines);
    }

    private void signal(String name) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(worker.pid()))
                .inheritIO()
                .start();
        if (kill.onExit().join().exitValue() != 0) {
            throw new IOException("the worker of the stream is gone: " + worker.pid());
        }
    }

    /** Whatever happened, its worker goes on. */
    @Override
    public void close() throws IOException {
        if (worker.isAlive()) {
            signal("CONT");
        }
    }
}
