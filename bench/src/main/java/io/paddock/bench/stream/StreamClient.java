// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs many streamed requests at once on the calling thread and keeps the time of each read. Nothing is parsed while
 * the clock runs except the framing. Not thread-safe.
 */
public final class StreamClient implements AutoCloseable {
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private final Map<Target, Deque<StreamConnection>> idle = new HashMap<>();
    private final boolean keeps;
    private int running;

    private StreamClient(boolean keeps) throws IOException {
        this.keeps = keeps;
        selector = Selector.open();
    }

    /** A client that keeps its connections and uses them again. */
    public static StreamClient keepingConnections() throws IOException {
        return new StreamClient(true);
    }

    /**
     * A client that opens connections for each round, before its clock starts: for servers that end a kept connection
     * after some requests, which a client can learn too late.
     */
    public static StreamClient connectingAnew() throws IOException {
        return new StreamClient(false);
    }

    /**
     * Sends one request for each body, all at once, and reads all answers to their end.
     *
     * @param limit how long it may take; what is not there by then ends with a fault
     * @return the answers in the order of {@code bodies}
     * @throws IOException when the target cannot be connected to
     */
    public List<StreamTrace> round(Target target, List<String> bodies, Duration limit) throws IOException {
        List<byte[]> requests = bodies.stream().map(target::request).toList();
        List<StreamConnection> connections = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            connections.add(connection(target));
        }
        running = requests.size();
        long deadline = System.nanoTime() + limit.toNanos();
        for (int i = 0; i < requests.size(); i++) {
            begin(connections.get(i), requests.get(i));
        }
        while (running > 0 && deadline - System.nanoTime() > 0) {
            selector.select(this::ready, Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        }
        return connections.stream().map(each -> finish(target, each)).toList();
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private StreamConnection connection(Target target) throws IOException {
        Deque<StreamConnection> kept = idle.computeIfAbsent(target, key -> new ArrayDeque<>());
        while (!kept.isEmpty()) {
            StreamConnection connection = kept.poll();
            if (connection.alive()) {
                return connection;
            }
            connection.close();
        }
        return StreamConnection.open(target, selector, buffer);
    }

    private void begin(StreamConnection connection, byte[] request) {
        connection.begin(request);
        if (connection.over()) {
            running--;
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof StreamConnection connection && connection.readable()) {
            running--;
        }
    }

    private StreamTrace finish(Target target, StreamConnection connection) {
        if (!connection.over()) {
            connection.fail("not complete in time");
        }
        StreamTrace trace = connection.trace();
        if (keeps && trace.fault() == null) {
            idle.get(target).add(connection);
        } else {
            connection.close();
        }
        return trace;
    }
}
