// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;

/**
 * Where chat completions are asked for.
 *
 * @param address host and port
 * @param path path of the route
 * @param headers to send besides the usual ones; values may be secrets
 */
public record Target(InetSocketAddress address, String path, Map<String, String> headers) {
    public Target {
        headers = Map.copyOf(headers);
    }

    /** The chat route below a base URL such as {@code http://127.0.0.1:8080/v1}. */
    public static Target chat(URI baseUrl, Map<String, String> headers) {
        InetSocketAddress address = new InetSocketAddress(baseUrl.getHost(), baseUrl.getPort());
        return new Target(address, baseUrl.getPath() + "/chat/completions", headers);
    }

    /** A whole request with {@code json} as its body, as it goes over the wire. */
    public byte[] request(String json) {
        byte[] body = json.getBytes(UTF_8);
        StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: " + address.getHostString() + ":"
                + address.getPort() + "\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        byte[] start = head.toString().getBytes(ISO_8859_1);
        byte[] whole = new byte[start.length + body.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return whole;
    }

    /** Header values are not printed. */
    @Override
    public String toString() {
        return "http://" + address.getHostString() + ":" + address.getPort() + path;
    }
}
