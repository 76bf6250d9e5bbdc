// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.stream;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A kept-alive connection with at most one answer under way. Belongs to the thread of its client. */
final class StreamConnection {
    private final SocketChannel channel;
    private final ByteBuffer buffer; // shared by all connections of the client
    private ResponseDecoder decoder = new ResponseDecoder();
    private List<StreamTrace.Arrival> arrivals = new ArrayList<>();
    private long startNanos;
    private String fault;
    private boolean over = true;

    private StreamConnection(SocketChannel channel, ByteBuffer buffer) {
        this.channel = channel;
        this.buffer = buffer;
    }

    static StreamConnection open(Target target, Selector selector, ByteBuffer buffer) throws IOException {
        SocketChannel channel = SocketChannel.open(target.address());
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        StreamConnection connection = new StreamConnection(channel, buffer);
        channel.register(selector, SelectionKey.OP_READ, connection);
        return connection;
    }

    /** Whether the other side still holds this idle connection. */
    boolean alive() {
        try {
            buffer.clear();
            return channel.isOpen() && channel.read(buffer) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    void begin(byte[] request) {
        decoder = new ResponseDecoder();
        arrivals = new ArrayList<>();
        fault = null;
        over = false;
        startNanos = System.nanoTime();
        try {
            if (channel.write(ByteBuffer.wrap(request)) < request.length) {
                fail("the request did not fit into the socket's buffer");
            }
        } catch (IOException e) {
            fail("the request could not be written");
        }
    }

    /** Reads what is there; true when the answer has just come to its end, good or bad. */
    boolean readable() {
        if (over) {
            // Bytes or an end after the answer: such a connection is not used again.
            close();
            return false;
        }
        try {
            buffer.clear();
            int count = channel.read(buffer);
            long now = System.nanoTime();
            if (count < 0) {
                end(decoder.ended() ? null : "the connection ended within the answer");
                close();
                return true;
            }
            decoder.feed(buffer.flip());
            arrivals.add(new StreamTrace.Arrival(decoder.bodySize(), now));
            if (decoder.done()) {
                end(buffer.hasRemaining() ? "bytes after the answer's end" : null);
            }
        } catch (IOException | IllegalArgumentException e) {
            fail("the answer broke off: " + e.getMessage());
        }
        return over;
    }

    boolean over() {
        return over;
    }

    /** Ends the answer with a fault and gives the connection up. */
    void fail(String why) {
        end(why);
        close();
    }

    StreamTrace trace() {
        return new StreamTrace(decoder.status(), decoder.body(), arrivals, startNanos, fault);
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            fault = fault == null ? "the connection could not be closed" : fault;
        }
    }

    private void end(String why) {
        fault = why;
        over = true;
    }
}
