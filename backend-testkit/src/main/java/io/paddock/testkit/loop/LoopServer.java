// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Serves HTTP/1.1 and timers on one thread, on loopback only. */
public final class LoopServer implements AutoCloseable {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Selector selector;
    private final ServerSocketChannel listener;
    private final LoopHandler handler;
    private final PriorityQueue<Timed> timers = new PriorityQueue<>(Timed.ORDER); // loop thread only
    private final AtomicLong sequence = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    private record Timed(long due, long sequence, Runnable action) {
        // By difference: nano times may overflow.
        static final Comparator<Timed> ORDER =
                (a, b) -> a.due != b.due ? Long.signum(a.due - b.due) : Long.compare(a.sequence, b.sequence);
    }

    private LoopServer(Selector selector, ServerSocketChannel listener, LoopHandler handler) {
        this.selector = selector;
        this.listener = listener;
        this.handler = handler;
        this.thread = new Thread(this::run, "loop-server-" + port());
        thread.setDaemon(true);
    }

    /** Listens on {@code port} of the loopback address, 0 for a free one. */
    public static LoopServer start(int port, LoopHandler handler) {
        try {
            ServerSocketChannel listener = ServerSocketChannel.open();
            listener.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 1024);
            listener.configureBlocking(false);
            Selector selector = Selector.open();
            listener.register(selector, SelectionKey.OP_ACCEPT);
            LoopServer server = new LoopServer(selector, listener, handler);
            server.thread.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on 127.0.0.1:" + port, e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return listener.socket().getLocalPort();
    }

    /** Runs {@code action} on the loop's thread at {@link System#nanoTime} {@code due}; loop thread only. */
    public void at(long due, Runnable action) {
        timers.add(new Timed(due, sequence.incrementAndGet(), action));
    }

    /** Waits until the server was closed. */
    public void join() throws InterruptedException {
        thread.join();
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (selector;
                listener) {
            while (!closed) {
                selector.select(this::ready, millisToNextTimer());
                runTimers();
            }
            List<SelectionKey> keys = new ArrayList<>(selector.keys());
            keys.forEach(LoopServer::closeConnection);
        } catch (IOException e) {
            throw new UncheckedIOException("the selector failed", e);
        }
    }

    private static void closeConnection(SelectionKey key) {
        if (key.attachment() instanceof LoopConnection connection) {
            connection.close();
        }
    }

    private long millisToNextTimer() {
        if (timers.isEmpty()) {
            return 1000;
        }
        long nanos = timers.peek().due - System.nanoTime();
        return Math.max(1, (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
    }

    private void runTimers() {
        long now = System.nanoTime();
        while (!timers.isEmpty() && timers.peek().due - now <= 0) {
            timers.remove().action.run();
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof LoopConnection connection) {
            connection.ready();
        } else if (key.isValid() && key.isAcceptable()) {
            accept();
        }
    }

    private void accept() {
        try {
            SocketChannel channel = listener.accept();
            if (channel == null) {
                return;
            }
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            key.attach(new LoopConnection(channel, key, handler));
        } catch (IOException e) {
            // A client that left before it was accepted costs only itself.
            return;
        }
    }
}
