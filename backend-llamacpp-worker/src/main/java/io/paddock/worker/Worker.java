// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker;

import io.paddock.worker.engine.Engine;
import io.paddock.worker.engine.EngineLoader;
import io.paddock.worker.engine.Generation;
import io.paddock.worker.engine.GenerationRequest;
import io.paddock.worker.engine.LoadFailed;
import io.paddock.worker.engine.Prompt;
import io.paddock.worker.http.Key;
import io.paddock.worker.http.Serving;
import io.paddock.worker.http.WorkerServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Serves one model over OpenAI's HTTP on the loopback address, until its standard input ends or it is told to stop.
 * The key that every call must carry comes in the environment as {@value #KEY}.
 */
public final class Worker {
    /** Name of the environment entry that holds the key. */
    public static final String KEY = "PADDOCK_WORKER_KEY";

    private static final int USAGE = 2;
    private static final Duration DRAIN = Duration.ofSeconds(4);

    private final WorkerOptions options;
    private final Serving serving;
    private final List<FileChannel> held = new ArrayList<>();

    private Worker(WorkerOptions options) {
        this.options = options;
        this.serving = new Serving(options);
    }

    public static void main(String[] words) throws IOException {
        String key = System.getenv(KEY);
        try {
            if (key == null || key.isEmpty()) {
                throw new IllegalArgumentException(KEY + " must hold the key that calls will carry");
            }
            new Worker(WorkerOptions.parse(words)).run(new Key(key));
        } catch (IllegalArgumentException e) {
            System.err.println("worker: " + e.getMessage());
            Runtime.getRuntime().halt(USAGE);
        }
    }

    private void run(Key key) throws IOException {
        hold();
        WorkerServer server = new WorkerServer(options.port(), serving, key);
        thread("worker-stdin", Worker::endWithInput).start();
        Runtime.getRuntime().addShutdownHook(thread("worker-stop", () -> stop(server)));
        server.start();
        System.out.println("worker: listening on port " + server.port());
        thread("worker-load", this::load).start();
    }

    /** Marks the folders this process runs from, so that nobody collects them. The locks end with the process. */
    private void hold() throws IOException {
        for (Path folder : options.holds()) {
            FileChannel mark = FileChannel.open(folder.resolve(".in-use"), StandardOpenOption.READ);
            mark.lock(0, Long.MAX_VALUE, true);
            held.add(mark);
        }
    }

    private void load() {
        try {
            long begin = System.nanoTime();
            Engine engine = new EngineLoader(options).load();
            warmUp(engine);
            serving.ready(engine);
            System.out.println("worker: ready after " + (System.nanoTime() - begin) / 1_000_000 + " ms");
        } catch (LoadFailed e) {
            fail(e.getMessage());
        } catch (RuntimeException | Error e) {
            fail("the engine failed while it loaded the model: " + e);
        }
    }

    private void fail(String why) {
        serving.failed(why);
        System.err.println("worker: " + why);
    }

    /** One token through the whole model, so that the first caller does not pay for it. */
    private static void warmUp(Engine engine) {
        if (!engine.facts().generates()) {
            engine.embed("a");
            return;
        }
        Prompt prompt = new Prompt("a", List.of(), engine.encode("a").length);
        Generation generation = engine.generate(new GenerationRequest(prompt, 1, Map.of(), null), () -> {});
        try {
            while (true) {
                Generation.Event event = generation.next(Duration.ofSeconds(1)).orElse(null);
                if (event instanceof Generation.Broken broken) {
                    throw new IllegalStateException(broken.reason());
                }
                if (event instanceof Generation.Ended) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The runtime holds the other end of standard input; when it is gone, so is the need for this process. */
    private static void endWithInput() {
        try (InputStream in = System.in) {
            byte[] ignored = new byte[256];
            while (in.read(ignored) >= 0) {
                // nothing is ever said
            }
        } catch (IOException e) {
            // as good as an end
        }
        Runtime.getRuntime().halt(0);
    }

    /** Lets running calls finish for a while. Halts, because a native thread would keep the process alive. */
    private void stop(WorkerServer server) {
        server.drain();
        long deadline = System.nanoTime() + DRAIN.toNanos();
        try {
            while (!serving.isIdle() && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }

    private static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
