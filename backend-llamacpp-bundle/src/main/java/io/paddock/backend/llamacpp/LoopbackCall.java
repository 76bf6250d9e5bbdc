// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;

/**
 * One GET on loopback, on the calling thread: bounded in time from the connection to the last byte, bounded in size, and
 * ended by an interrupt. Follows nothing and starts no thread, so that nothing of this bundle outlives it.
 */
final class LoopbackCall {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(ISO_8859_1);

    private final SocketChannel channel;
    private final Selector selector;
    private final long end;

    private LoopbackCall(SocketChannel channel, Selector selector, long end) {
        this.channel = channel;
        this.selector = selector;
        this.end = end;
    }

    /**
     * The body of an answer of any status; the server must end it by closing, as it was asked to.
     *
     * @param largest more bytes than this, head included, are an error
     * @throws SocketTimeoutException when the budget ends first
     */
    static byte[] get(int port, String path, Duration budget, int largest) throws IOException {
        try (SocketChannel channel = SocketChannel.open();
                Selector selector = Selector.open()) {
            LoopbackCall call = new LoopbackCall(channel, selector, System.nanoTime() + budget.toNanos());
            channel.configureBlocking(false);
            call.connect(port);
            call.write("GET " + path + " HTTP/1.0\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n");
            return body(call.read(largest));
        }
    }

    private void connect(int port) throws IOException {
        if (!channel.connect(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port))) {
            await(SelectionKey.OP_CONNECT);
            channel.finishConnect();
        }
    }

    private void write(String request) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(ISO_8859_1));
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    private byte[] read(int largest) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer bytes = ByteBuffer.allocate(8192);
        while (true) {
            await(SelectionKey.OP_READ);
            bytes.clear();
            int count = channel.read(bytes);
            if (count < 0) {
                return all.toByteArray();
            }
            all.write(bytes.array(), 0, count);
            if (all.size() > largest) {
                throw new IOException("the answer is too large");
            }
        }
    }

    private void await(int operation) throws IOException {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        channel.register(selector, operation);
        selector.select(millis);
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
    }

    private static byte[] body(byte[] answer) throws IOException {
        for (int at = 0; at + HEAD_END.length <= answer.length; at++) {
            if (Arrays.equals(answer, at, at + HEAD_END.length, HEAD_END, 0, HEAD_END.length)) {
                return Arrays.copyOfRange(answer, at + HEAD_END.length, answer.length);
            }
        }
        throw new IOException("no HTTP answer");
    }
}
