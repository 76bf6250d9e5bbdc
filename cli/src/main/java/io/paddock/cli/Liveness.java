// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Whether a process runs. */
final class Liveness {
    private Liveness() {}

    /**
     * One that ended stays in the table until its parent collects it, which in a container may be never: it runs no more.
     * But while other threads than its first one are still ending, it holds its ports and files.
     */
    static boolean runs(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        Path entry = Path.of("/proc", Long.toString(process.pid()));
        try (Stream<Path> threads = Files.list(entry.resolve("task"))) {
            String stat = Files.readString(entry.resolve("stat"));
            return !stat.startsWith("Z", stat.lastIndexOf(')') + 2) || threads.count() > 1;
        } catch (IOException | UncheckedIOException e) {
            return process.isAlive(); // another system than Linux, or it went this moment
        }
    }
}
