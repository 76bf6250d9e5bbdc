// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.paddock.worker.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Listens on the loopback address and gives each call a thread. */
public final class WorkerServer implements AutoCloseable {
    // Native code that splits texts into tokens recurses deeply on long ones.
    private static final long STACK = 16L << 20;
    private static final int BACKLOG = 512;
    private static final long LAST_WORDS_MS = 1000;

    private final HttpServer server;
    private final Routes routes;
    private final Consumer<String> notes;
    private final ExecutorService callers = Executors.newCachedThreadPool(named());
    private volatile boolean draining;

    /**
     * Binds the port; nothing is answered before {@link #start}.
     *
     * @param notes takes lines about calls that failed
     * @throws IOException when the port is taken
     */
    public WorkerServer(int port, Serving serving, Key key, Consumer<String> notes) throws IOException {
        // Without this each small answer waits for the client's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        this.notes = notes;
        routes = new Routes(serving, key, port());
        server.createContext("/", this::serve);
        server.setExecutor(callers);
    }

    public void start() {
        server.start();
    }

    /** From now on only calls that run already are finished. */
    public void drain() {
        draining = true;
    }

    /** Closes the port, cuts the calls that run, and waits a moment for their threads. */
    @Override
    public void close() {
        draining = true;
        server.stop(0);
        callers.shutdownNow();
        try {
            if (!callers.awaitTermination(LAST_WORDS_MS, TimeUnit.MILLISECONDS)) {
                notes.accept("a call does not end yet; its thread ends with the native code it is in");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private static ThreadFactory named() {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(null, task, "worker-http-" + count.incrementAndGet(), STACK);
            thread.setDaemon(true);
            return thread;
        };
    }

    private void serve(HttpExchange exchange) {
        try (exchange) {
            answer(new Call(exchange));
        } catch (IOException e) {
            // the client is gone; what it asked for was given up
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(Call call) throws IOException, InterruptedException {
        try {
            if (draining) {
                throw new Refusal(503, "draining", null, "this instance is going away");
            }
            routes.find(call).handle(call);
        } catch (Refusal refusal) {
            call.refuse(refusal);
        } catch (RuntimeException e) {
            notes.accept("a call failed: " + e);
            call.refuse(new Refusal(500, "internal", null, "the worker failed; its log has the reason"));
        }
    }
}
