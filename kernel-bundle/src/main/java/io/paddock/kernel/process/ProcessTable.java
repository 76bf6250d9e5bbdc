// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operating system tells of processes beyond the JDK: their mark, and a start time that no other boot repeats.
 * Only Linux shows the environment of a process; elsewhere nothing is found by a mark. Stateless.
 */
final class ProcessTable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessTable.class);
    private static final Path PROC = Path.of("/proc");
    private static final Path BOOT = PROC.resolve("sys/kernel/random/boot_id");
    /** Where the start time stands in what follows the program's name. */
    private static final int START = 19;

    private ProcessTable() {}

    /** Whether environments can be read here. */
    static boolean showsMarks() {
        return Files.isReadable(PROC.resolve("self/environ"));
    }

    /** When it started, to be compared for equality only; the empty text when that cannot be told. */
    static String startOf(ProcessHandle process) {
        try {
            String[] stat = afterName(process);
            String boot = Files.readString(BOOT).strip();
            return stat.length > START ? boot + "/" + stat[START] : "";
        } catch (IOException | InvalidPathException e) {
            LOG.trace("no process table, or it went this moment", e);
            return process.info()
                    .startInstant()
                    .map(start -> Long.toString(start.toEpochMilli()))
                    .orElse("");
        }
    }

    /** One that ended but was never collected by its parent is still in the table; it runs no more. */
    static boolean runs(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            return !afterName(process)[0].equals("Z");
        } catch (IOException | InvalidPathException e) {
            LOG.trace("no process table to look at", e); // another system than Linux, or it went this moment
            return process.isAlive();
        }
    }

    /** The state and what follows: the name before it may hold anything. */
    private static String[] afterName(ProcessHandle process) throws IOException {
        String stat = Files.readString(PROC.resolve(process.pid() + "/stat"), StandardCharsets.ISO_8859_1);
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    }

    /** Whether it was started with that mark; empty when its environment cannot be read. */
    static Optional<Boolean> carries(ProcessHandle process, Mark mark) {
        try {
            byte[] environment = Files.readAllBytes(PROC.resolve(process.pid() + "/environ"));
            String[] entries = new String(environment, StandardCharsets.UTF_8).split("\0", -1);
            return Optional.of(Arrays.asList(entries).contains(mark.entry()));
        } catch (IOException | InvalidPathException e) {
            LOG.trace("an environment cannot be read", e); // another user's, another system, or it went this moment
            return Optional.empty();
        }
    }

    /** All running processes with that mark: what was started with it, and what that started. */
    static List<ProcessHandle> carrying(Mark mark) {
        if (!showsMarks()) {
            return List.of();
        }
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> carries(process, mark).orElse(false))
                    .filter(ProcessTable::runs)
                    .toList();
        }
    }
}
