// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How much memory this machine has left, and what a process takes; known on Linux only. Reads files; blocks shortly. */
final class Memory {
    private static final long KIB = 1024;
    /** No more digits than fit into a number of bytes. */
    private static final Pattern KILOBYTES = Pattern.compile("\\s*([0-9]{1,15}) kB");

    private final Path proc;
    private final ControlGroups groups;

    /**
     * @param proc where the kernel of the machine tells, {@code /proc}
     * @param groups where its control groups are, {@code /sys/fs/cgroup}
     */
    Memory(Path proc, Path groups) {
        this.proc = proc;
        this.groups = new ControlGroups(proc, groups);
    }

    /** Bytes that could be taken without pushing others out, and within what the control groups allow. */
    OptionalLong available() {
        return Stream.of(field(proc.resolve("meminfo"), "MemAvailable:"), groups.available())
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .min();
    }

    /** Bytes that this process has in memory. */
    OptionalLong own() {
        return field(proc.resolve("self").resolve("status"), "VmRSS:");
    }

    /** Bytes that a process has in memory. */
    OptionalLong of(long pid) {
        return field(proc.resolve(Long.toString(pid)).resolve("status"), "VmRSS:");
    }

    private static OptionalLong field(Path file, String name) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .findFirst()
                    .map(line -> KILOBYTES.matcher(line.substring(name.length())))
                    .filter(Matcher::matches)
                    .map(told -> OptionalLong.of(Long.parseLong(told.group(1)) * KIB))
                    .orElse(OptionalLong.empty());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
