// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.paddock.worker.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens on the loopback address and gives each call a thread. */
public final class WorkerServer {
    // Native code that splits texts into tokens recurses deeply on long ones.
    private static final long STACK = 16L << 20;
    private static final int BACKLOG = 128;

    private final HttpServer server;
    private final Routes routes;
    private volatile boolean draining;

    /**
     * Binds the port; nothing is answered before {@link #start}.
     *
     * @throws IOException when the port is taken
     */
    public WorkerServer(int port, Serving serving, Key key) throws IOException {
        // Without this each small answer waits for the client's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        routes = new Routes(serving, key);
        server.createContext("/", this::serve);
        server.setExecutor(Executors.newCachedThreadPool(named()));
    }

    public void start() {
        server.start();
    }

    /** From now on only calls that run already are finished. */
    public void drain() {
        draining = true;
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
            System.err.println("a call failed: " + e);
            call.refuse(new Refusal(500, "internal", null, "the worker failed; its log has the reason"));
        }
    }
}
