// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit.loop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** One client. Reads on even while it answers, because that is how a lost client shows. Loop thread only. */
final class LoopConnection {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final LoopHandler handler;
    private final ByteBuffer incoming = ByteBuffer.allocate(16384);
    private final RequestReader reader = new RequestReader();
    private final Queue<ByteBuffer> outgoing = new ArrayDeque<>();
    private Exchange current;
    private boolean closeWhenWritten;

    LoopConnection(SocketChannel channel, SelectionKey key, LoopHandler handler) {
        this.channel = channel;
        this.key = key;
        this.handler = handler;
    }

    void ready() {
        try {
            if (key.isReadable()) {
                read();
            }
            if (key.isValid() && key.isWritable()) {
                flush();
            }
        } catch (IOException | IllegalArgumentException e) {
            close();
        }
    }

    void write(byte[] bytes) {
        if (!channel.isOpen()) {
            return;
        }
        outgoing.add(ByteBuffer.wrap(bytes));
        try {
            flush();
        } catch (IOException e) {
            close();
        }
    }

    void answered() {
        current = null;
        if (closeWhenWritten && outgoing.isEmpty()) {
            close();
        }
    }

    void close() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException ignored) {
            outgoing.clear(); // the socket is gone either way
        }
        Exchange lost = current;
        current = null;
        if (lost != null) {
            lost.lost();
        }
    }

    private void read() throws IOException {
        incoming.clear();
        if (channel.read(incoming) < 0) {
            close();
            return;
        }
        reader.feed(incoming.flip());
        takeRequests();
    }

    private void takeRequests() {
        while (current == null && channel.isOpen()) {
            Optional<LoopRequest> request = reader.next();
            if (request.isEmpty()) {
                return;
            }
            closeWhenWritten = "close".equalsIgnoreCase(request.get().header("connection"));
            current = new Exchange(this);
            handler.handle(request.get(), current);
        }
    }

    private void flush() throws IOException {
        while (!outgoing.isEmpty()) {
            channel.write(outgoing.peek());
            if (outgoing.peek().hasRemaining()) {
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                return;
            }
            outgoing.remove();
        }
        key.interestOps(SelectionKey.OP_READ);
        if (closeWhenWritten && current == null) {
            close();
        }
    }
}
