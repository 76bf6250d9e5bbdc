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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One GET on loopback, on the calling thread: bounded in time from the connection to the last byte, bounded in size, and
 * ended by an interrupt. Follows nothing and starts no thread, so that nothing of this bundle outlives it.
 */
final class LoopbackCall {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})");
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
     * An answer of any status; the server must end it by closing, as it was asked to.
     *
     * @param bearer key to send, or the empty text
     * @param largest more bytes than this, head included, are an error
     * @throws SocketTimeoutException when the budget ends first
     */
    static LoopbackAnswer get(int port, String path, String bearer, Duration budget, int largest) throws IOException {
        try (SocketChannel channel = SocketChannel.open();
                Selector selector = Selector.open()) {
            LoopbackCall call = new LoopbackCall(channel, selector, System.nanoTime() + budget.toNanos());
            channel.configureBlocking(false);
            call.connect(port);
            String key = bearer.isEmpty() ? "" : "Authorization: Bearer " + bearer + "\r\n";
            call.write("GET " + path + " HTTP/1.0\r\nHost: 127.0.0.1:" + port + "\r\n" + key
                    + "Connection: close\r\n\r\n");
            return answer(call.read(largest));
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

    private static LoopbackAnswer answer(byte[] answer) throws IOException {
        Matcher status = STATUS.matcher(new String(answer, 0, Math.min(answer.length, 16), ISO_8859_1));
        if (!status.lookingAt()) {
            throw new IOException("no HTTP answer");
        }
        for (int at = 0; at + HEAD_END.length <= answer.length; at++) {
            if (Arrays.equals(answer, at, at + HEAD_END.length, HEAD_END, 0, HEAD_END.length)) {
                byte[] body = Arrays.copyOfRange(answer, at + HEAD_END.length, answer.length);
                return LoopbackAnswer.of(Integer.parseInt(status.group(1)), body);
            }
        }
        throw new IOException("no HTTP answer");
    }
}
