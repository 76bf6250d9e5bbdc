// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A worker's health route that is well and proves a secret; for tests. */
final class ProvenWorker implements AutoCloseable {
    private final HttpServer server;

    private ProvenWorker(HttpServer server) {
        this.server = server;
    }

    static ProvenWorker start(String secret) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            byte[] body = ("{\"status\":\"ok\",\"proof\":\""
                            + proof(secret, server.getAddress().getPort()) + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            server.createContext("/health", exchange -> {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            return new ProvenWorker(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String proof(String secret, int port) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of()
                    .formatHex(mac.doFinal(("paddock-worker:" + port).getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
