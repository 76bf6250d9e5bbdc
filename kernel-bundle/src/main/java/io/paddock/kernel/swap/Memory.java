// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How much memory this machine has left, and what a process takes; known on Linux only. Reads files; blocks shortly. */
final class Memory {
    private static final long KIB = 1024;

    private final Path proc;

    /** @param proc where the kernel of the machine tells, {@code /proc} */
    Memory(Path proc) {
        this.proc = proc;
    }

    /** Bytes that could be taken without pushing others out. */
    OptionalLong available() {
        return field(proc.resolve("meminfo"), "MemAvailable:");
    }

    /** Bytes that a process has in memory. */
    OptionalLong of(long pid) {
        return field(proc.resolve(Long.toString(pid)).resolve("status"), "VmRSS:");
    }

    private static OptionalLong field(Path file, String name) {
        try {
            List<String> lines = Files.readAllLines(file);
            Optional<String> line =
                    lines.stream().filter(one -> one.startsWith(name)).findFirst();
            return line.map(one -> OptionalLong.of(Long.parseLong(one.replaceAll("[^0-9]", "")) * KIB))
                    .orElse(OptionalLong.empty());
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
