// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;

/**
 * One bounded HTTP call, with the bounds as settings so that each can be broken alone.
 *
 * @param untilHead longest wait for the head
 * @param untilEnd longest wait for the end after the head came
 * @param maxBytes largest answer
 * @param deaf whether interrupts are ignored
 */
record SampleHttp(Duration untilHead, Duration untilEnd, int maxBytes, boolean deaf) {
    /** Status 0 means no answer; the text holds head and body. */
    record Answer(int status, String text) {
        /** The same with the last of what a gzip body unpacks to. */
        Answer unpacked() {
            int body = text.indexOf("\r\n\r\n") + 4;
            if (body < 4 || !text.substring(0, body).contains("gzip")) {
                return this;
            }
            byte[] packed = text.substring(body).getBytes(ISO_8859_1);
            try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(packed))) {
                byte[] last = plain.readNBytes(1 << 16);
                StringBuilder end = new StringBuilder();
                for (byte[] next = last; next.length > 0; next = plain.readNBytes(1 << 16)) {
                    end.setLength(0);
                    end.append(new String(last, ISO_8859_1)).append(new String(next, ISO_8859_1));
                    last = next;
                }
                return new Answer(status, end.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Answer call(String method, URI root, String path, String key) {
        // An interrupt closes a channel at any step, also while it writes: the deaf wait elsewhere.
        return deaf
                ? CompletableFuture.supplyAsync(() -> exchange(method, root, path, key))
                        .join()
                : exchange(method, root, path, key);
    }

    private Answer exchange(String method, URI root, String path, String key) {
        try (SocketChannel channel = SocketChannel.open(new InetSocketAddress(root.getHost(), root.getPort()));
                Selector selector = Selector.open()) {
            String authorization = key == null ? "" : "Authorization: Bearer " + key + "\r\n";
            String request = method + " " + path + " HTTP/1.1\r\nHost: sample\r\nConnection: close\r\n" + authorization
                    + "Content-Length: 0\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(ISO_8859_1)));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            return answer(read(channel, selector));
        } catch (IOException e) {
            return new Answer(0, String.valueOf(e.getMessage()));
        }
    }

    private String read(SocketChannel channel, Selector selector) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer bytes = ByteBuffer.allocate(65536);
        long start = System.nanoTime();
        boolean head = false;
        while (true) {
            long left = (head ? untilEnd : untilHead)
                    .minusNanos(System.nanoTime() - start)
                    .toMillis();
            if (left <= 0 || all.size() > maxBytes) {
                throw new IOException("too slow or too much");
            }
            selector.select(left);
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("interrupted");
            }
            selector.selectedKeys().clear();
            bytes.clear();
            int count = channel.read(bytes);
            if (count < 0) {
                return all.toString(ISO_8859_1);
            }
            all.write(bytes.array(), 0, count);
            head = head || count > 0;
        }
    }

    private static Answer answer(String text) {
        return text.startsWith("HTTP/1.1 ")
                ? new Answer(Integer.parseInt(text.substring(9, 12)), text)
                : new Answer(0, "no answer");
    }
}
