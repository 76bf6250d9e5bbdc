// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A registry on loopback that hands out what is in a daemon's model folder, as a daemon asks for it. */
public final class ModelRegistry implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]+)");

    private final Path models;
    private final HttpServer server;

    private ModelRegistry(Path models, HttpServer server) {
        this.models = models;
        this.server = server;
    }

    /** Serves that folder; its models are those of one namespace of the daemon's own registry. */
    public static ModelRegistry of(Path models) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        ModelRegistry registry = new ModelRegistry(models, server);
        server.createContext("/v2/", registry::handle);
        server.start();
        return registry;
    }

    /** Host and port, as model names begin with it. */
    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Optional<Path> file = file(exchange.getRequestURI().getPath().substring("/v2/".length()));
            // A daemon asks where a file really is before it fetches it in pieces.
            exchange.getResponseHeaders().set("Location", "http://" + host() + exchange.getRequestURI());
            if (file.isEmpty()) {
                exchange.sendResponseHeaders(404, -1);
            } else if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", Long.toString(Files.size(file.get())));
                exchange.sendResponseHeaders(200, -1);
            } else {
                send(exchange, file.get());
            }
        }
    }

    /** {@code me/demo/manifests/latest} or {@code me/demo/blobs/sha256:…}. */
    private Optional<Path> file(String asked) throws IOException {
        String[] parts = asked.split("/", -1);
        if (parts.length == 4 && parts[2].equals("blobs")) {
            Path blob = models.resolve("blobs").resolve(parts[3].replace(':', '-'));
            return Files.exists(blob) ? Optional.of(blob) : Optional.empty();
        }
        Path wanted = Path.of(parts[0], parts[1], parts[parts.length - 1]);
        try (Stream<Path> manifests = Files.walk(models.resolve("manifests"))) {
            return manifests.filter(manifest -> manifest.endsWith(wanted)).findFirst();
        }
    }

    private static void send(HttpExchange exchange, Path file) throws IOException {
        Matcher range =
                RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long from = range.matches() ? Long.parseLong(range.group(1)) : 0;
            long end = range.matches() ? Math.min(in.length(), Long.parseLong(range.group(2)) + 1) : in.length();
            byte[] bytes = new byte[(int) (end - from)];
            in.seek(from);
            in.readFully(bytes);
            exchange.sendResponseHeaders(range.matches() ? 206 : 200, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
