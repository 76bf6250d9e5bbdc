// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.subject;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The archive, unpacked into a folder of its own.
 *
 * @param folder the temporary folder that holds it
 * @param home the unpacked runtime
 */
public record Distribution(Path folder, Path home) implements AutoCloseable {
    private static final int UNPACK_SECONDS = 120;

    /** Unpacks {@code archive} into a fresh temporary folder. */
    public static Distribution unpack(Path archive) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("paddock-bench-");
        Process tar = new ProcessBuilder("tar", "-xzf", archive.toAbsolutePath().toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!tar.waitFor(UNPACK_SECONDS, TimeUnit.SECONDS)) {
            ProcessFacts.end(List.of(tar.toHandle()), Duration.ofSeconds(1));
        }
        if (tar.exitValue() != 0) {
            delete(folder);
            throw new IOException("tar could not unpack " + archive);
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return new Distribution(
                    folder, entries.findFirst().orElseThrow(() -> new IOException("the archive is empty")));
        }
    }

    /** Writes a file below the runtime's {@code etc}. */
    public void configure(String file, String content) throws IOException {
        Files.writeString(home.resolve("etc").resolve(file), content);
    }

    /** A loopback port that was free a moment ago. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Deletes the folder; a second call does nothing. */
    @Override
    public void close() throws IOException {
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.walk(folder)) {
            entries.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
