// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** An engine made of a plain socket, so that it can misbehave in every way. Each connection has a thread. */
final class FakeUpstream implements AutoCloseable {

    /** What to do with a request; the connection stays open when it returns normally. */
    @FunctionalInterface
    interface Script {
        void answer(Exchange exchange) throws IOException;
    }

    /** A request as it came, and the way to answer. */
    record Exchange(String head, String body, Socket socket, OutputStream out, InputStream in) {
        void send(String text) throws IOException {
            out.write(text.getBytes(UTF_8));
            out.flush();
        }

        void startEvents() throws IOException {
            send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        }

        void chunk(String text) throws IOException {
            send(Integer.toHexString(text.getBytes(UTF_8).length) + "\r\n" + text + "\r\n");
        }

        void endChunks() throws IOException {
            send("0\r\n\r\n");
        }

        void whole(int status, String type, String text) throws IOException {
            send("HTTP/1.1 " + status + " X\r\nContent-Type: " + type + "\r\nContent-Length: "
                    + text.getBytes(UTF_8).length + "\r\n\r\n" + text);
        }

        /** One beat of a token clock. */
        void tick(long ms) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ms));
        }

        /** Returns when the other side has closed. */
        void awaitCut() throws IOException {
            try {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                return;
            }
        }
    }

    final List<Exchange> requests = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    volatile Script script = exchange -> exchange.whole(200, "application/json", "{}");
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    FakeUpstream() throws IOException {
        server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                connections.incrementAndGet();
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String head = head(in); head != null; head = head(in)) {
                String body = new String(in.readNBytes(length(head)), UTF_8);
                Exchange exchange = new Exchange(head, body, socket, socket.getOutputStream(), in);
                requests.add(exchange);
                script.answer(exchange);
            }
        } catch (IOException e) {
            return; // the other side left, or the script wants the connection closed
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(UTF_8).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.write(next);
        }
        return head.toString(UTF_8);
    }

    private static int length(String head) {
        for (String line : head.split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                return Integer.parseInt(
                        line.substring("content-length:".length()).strip());
            }
        }
        return 0;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "fake-upstream");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
