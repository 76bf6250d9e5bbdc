// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.gateway;

import com.sun.net.httpserver.HttpServer;
import io.paddock.itests.support.Finished;
import io.paddock.itests.support.Shell;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Archives with a way to a llama-server in them, of both kinds that are added, and a place on loopback to fetch them.
 *
 * @param folder where the archives are
 */
record PackedServer(Path folder) {
    private static final String PROGRAM = "llama/bin/llama-server";

    /** Packs {@code x.tar.gz} as a Unix does, and {@code x.zip} without modes, as Windows does. */
    static PackedServer of(Path installed, Path work) throws IOException, InterruptedException {
        Path program = Stream.of("bin", "build/bin", ".")
                .map(below -> installed.resolve(below).resolve("llama-server"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
        String script = "#!/bin/sh\nexec '" + program.toAbsolutePath() + "' \"$@\"\n";
        Path file = work.resolve(PROGRAM);
        Files.createDirectories(file.getParent());
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        Finished packed = Shell.run(work, List.of("tar", "-czf", "x.tar.gz", "llama"));
        if (packed.exit() != 0) {
            throw new IOException(packed.output());
        }
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(work.resolve("x.zip")))) {
            zip.putNextEntry(new ZipEntry(PROGRAM));
            zip.write(script.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return new PackedServer(work);
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** What {@code sha256sum} prints. */
    String sha256(String name) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file(name)));
        return HexFormat.of().formatHex(digest);
    }

    /** Hands the archives out. */
    HttpServer serve() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] bytes =
                    Files.readAllBytes(file(exchange.getRequestURI().getPath().substring(1)));
            exchange.sendResponseHeaders(200, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
        server.start();
        return server;
    }
}
