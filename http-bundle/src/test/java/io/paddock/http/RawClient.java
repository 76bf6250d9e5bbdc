// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An HTTP client on a plain socket: it can send anything and sees everything. */
final class RawClient implements AutoCloseable {
    final Socket socket;
    private final InputStream in;

    /** An answer read to its end. {@code whole} is false when the connection ended before the answer did. */
    record Reply(int status, Map<String, String> headers, String body, boolean whole) {
        String header(String name) {
            return headers.get(name);
        }
    }

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    static Reply get(int port, String path, String... headers) throws IOException {
        return once(port, "GET", path, null, headers);
    }

    static Reply post(int port, String path, String json, String... headers) throws IOException {
        return once(port, "POST", path, json, headers);
    }

    static Reply once(int port, String method, String path, String json, String... headers) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send(method, path, json, headers);
            return client.reply(method.equals("HEAD"));
        }
    }

    /** Headers are whole lines; a Host and a JSON content type are added unless given. */
    void send(String method, String path, String json, String... headers) throws IOException {
        StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        String given = "\n" + String.join("\n", headers).toLowerCase(Locale.ROOT);
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        if (!given.contains("\nhost:")) {
            text.append("Host: 127.0.0.1:").append(socket.getPort()).append("\r\n");
        }
        if (json != null && !given.contains("\ncontent-type:")) {
            text.append("Content-Type: application/json\r\n");
        }
        if (json != null) {
            text.append("Content-Length: ").append(json.getBytes(UTF_8).length).append("\r\n");
        }
        write(text + "\r\n" + (json == null ? "" : json));
    }

    void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    Reply reply() throws IOException {
        return reply(false);
    }

    private Reply reply(boolean headOnly) throws IOException {
        int status = status();
        Map<String, String> headers = headers();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean whole = true;
        String length = headers.get("content-length");
        if (headOnly || status == 204) {
            whole = true;
        } else if ("chunked".equals(headers.get("transfer-encoding"))) {
            whole = chunks(body);
        } else if (length != null) {
            body.write(in.readNBytes(Integer.parseInt(length)));
            whole = body.size() == Integer.parseInt(length);
        } else {
            in.transferTo(body);
        }
        return new Reply(status, headers, body.toString(UTF_8), whole);
    }

    int status() throws IOException {
        String line = line();
        if (line == null) {
            throw new IOException("the connection was closed without an answer");
        }
        return Integer.parseInt(line.split(" ", -1)[1]);
    }

    Map<String, String> headers() throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); line != null && !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    /** Whether the chunks came to their proper end. */
    boolean chunks(ByteArrayOutputStream into) throws IOException {
        try {
            while (true) {
                String chunk = chunk();
                if (chunk == null) {
                    return false;
                }
                if (chunk.isEmpty()) {
                    return true;
                }
                into.write(chunk.getBytes(UTF_8));
            }
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The next chunk; empty at the proper end, null at a cut. Texts are expected to be cut at characters. The line end
     * after a chunk may come with the next one, so it is not waited for.
     */
    String chunk() throws IOException {
        String size = line();
        if (size != null && size.isEmpty()) {
            size = line();
        }
        if (size == null || size.isEmpty()) {
            return null;
        }
        int wanted = Integer.parseInt(size, 16);
        byte[] bytes = in.readNBytes(wanted);
        if (bytes.length < wanted) {
            return null;
        }
        if (wanted == 0) {
            line();
        }
        return new String(bytes, UTF_8);
    }

    /** Reads and drops that many bytes, or as many as there are. */
    long skip(long wanted) throws IOException {
        byte[] block = new byte[64 << 10];
        long skipped = 0;
        while (skipped < wanted) {
            int read = in.read(block, 0, (int) Math.min(block.length, wanted - skipped));
            if (read < 0) {
                return skipped;
            }
            skipped += read;
        }
        return skipped;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return line.size() == 0 ? null : line.toString(UTF_8);
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
