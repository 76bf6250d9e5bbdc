// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/** The file {@code paddock.pid} in the data folder: which runtime was started there last. */
final class RunFile {
    private final Path file;

    RunFile(Path data) {
        this.file = data.resolve("paddock.pid");
    }

    /** The runtime that was started last and is still alive. */
    Optional<Running> live() throws IOException {
        return read().filter(running -> running.process().isPresent());
    }

    /** Replaces the file in one step, so that nobody reads half of it. */
    void write(Running running) throws IOException {
        Properties values = new Properties();
        values.setProperty("pid", Long.toString(running.pid()));
        values.setProperty("started_at_ms", Long.toString(running.startedAt().toEpochMilli()));
        values.setProperty("port", Integer.toString(running.port()));
        values.setProperty("ssh_port", Integer.toString(running.sshPort()));
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling("paddock.pid.new");
        try (Writer writer = Files.newBufferedWriter(fresh)) {
            values.store(writer, null);
        }
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    private Optional<Running> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties values = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            values.load(reader);
            return Optional.of(new Running(
                    Long.parseLong(values.getProperty("pid", "")),
                    Instant.ofEpochMilli(Long.parseLong(values.getProperty("started_at_ms", ""))),
                    Integer.parseInt(values.getProperty("port", "")),
                    Integer.parseInt(values.getProperty("ssh_port", ""))));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not ours, or cut off: says nothing about a live process
        }
    }
}
