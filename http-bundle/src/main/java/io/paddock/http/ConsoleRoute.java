// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.api.VerbOutput;
import io.paddock.api.Verbs;
import io.paddock.wire.WireJson;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs a console verb and sends its text as it comes, one JSON object a line: {@code out} and {@code err} pieces, and
 * {@code exit} last. Verbs block, so each has a thread of a small pool; a client that leaves interrupts its verb.
 */
final class ConsoleRoute {
    private static final int MOST = 4;

    private final WireJson json;
    private final AtomicReference<Verbs> verbs = new AtomicReference<>();
    private final AtomicInteger threads = new AtomicInteger();
    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(0, MOST, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "paddock-console-" + threads.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            });

    ConsoleRoute(WireJson json) {
        this.json = json;
    }

    record Line(String line) {
        Line {
            Objects.requireNonNull(line, "line is null");
        }
    }

    List<Route> routes() {
        return List.of(new Route("POST", "/api/v1/console", true, this::run));
    }

    void bind(Verbs present) {
        verbs.set(present);
    }

    void unbind(Verbs gone) {
        verbs.compareAndSet(gone, null);
    }

    /** Interrupts what runs. */
    void close() {
        pool.shutdownNow();
    }

    private void run(Call call) {
        var unused = call.body()
                .thenAccept(body -> start(call, json.read(body, Line.class).line()))
                .exceptionally(failure -> {
                    call.fail(failure);
                    return null;
                });
    }

    private void start(Call call, String line) {
        Verbs present = verbs.get();
        if (present == null) {
            throw new InferenceException(Problem.retryable(
                    ErrorCode.DRAINING,
                    "the console verbs are not there; is the console bundle started?",
                    Duration.ofSeconds(1)));
        }
        FutureTask<Void> task = new FutureTask<>(() -> run(call, present, line), null);
        call.link().watch(() -> task.cancel(true));
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            throw new InferenceException(
                    Problem.retryable(
                            ErrorCode.AT_CAPACITY,
                            MOST + " console verbs run already; try again",
                            Duration.ofSeconds(1)),
                    e);
        }
    }

    private void run(Call call, Verbs present, String line) {
        if (!call.takeOver()) {
            return;
        }
        try {
            call.response().setContentType("application/x-ndjson");
            Output output = new Output(call.response().getOutputStream());
            int exit = present.run(line, output);
            output.line("exit", exit);
        } catch (IOException e) {
            call.link().cut();
        } catch (RuntimeException e) {
            call.log(Problems.of(e), e);
            call.link().cut();
        } finally {
            call.complete();
        }
    }

    /** The verb's text on its way to the client; blocks when the client is slow, which holds back the verb only. */
    private final class Output implements VerbOutput {
        private final ServletOutputStream stream;
        private boolean lost;

        Output(ServletOutputStream stream) {
            this.stream = stream;
        }

        @Override
        public void out(String text) {
            line("out", text);
        }

        @Override
        public void err(String text) {
            line("err", text);
        }

        void line(String name, Object value) {
            if (lost) {
                return;
            }
            try {
                stream.write((json.write(Map.of(name, value)) + "\n").getBytes(UTF_8));
                stream.flush();
            } catch (IOException e) {
                lost = true;
                Thread.currentThread().interrupt(); // nobody listens: the verb shall end
            }
        }
    }
}
