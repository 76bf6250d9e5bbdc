// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker;

import io.paddock.worker.engine.Host;
import io.paddock.worker.http.Key;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
    private final List<FileChannel> held = new ArrayList<>();

    private Worker(WorkerOptions options) {
        this.options = options;
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
        thread("worker-stdin", Worker::endWithInput).start();
        Host host = new Host(null, true, line -> System.out.println("worker: " + line));
        ServedModel model = ServedModel.start(options, key, host);
        Runtime.getRuntime().addShutdownHook(thread("worker-stop", () -> stop(model)));
    }

    /** Marks the folders this process runs from, so that nobody collects them. The locks end with the process. */
    private void hold() throws IOException {
        for (Path folder : options.holds()) {
            FileChannel mark = FileChannel.open(folder.resolve(".in-use"), StandardOpenOption.READ);
            mark.lock(0, Long.MAX_VALUE, true);
            held.add(mark);
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
    private static void stop(ServedModel model) {
        model.drain(DRAIN);
        Runtime.getRuntime().halt(0);
    }

    private static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
