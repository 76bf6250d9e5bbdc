// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds out who listens on a port, where the system tells it in {@code /proc}. */
final class PortOwner {
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final String LISTEN = "0A";
    private static final int LOCAL = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private PortOwner() {}

    /** Such as {@code process 4711 (java)}; empty where it cannot be known. */
    static Optional<String> of(int port) {
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> lines(Path.of(table)).stream())
                .flatMap(line -> inode(line, port).stream())
                .flatMap(inode -> holder(inode).stream())
                .findFirst();
    }

    /** The socket's number, when the line of the table is a listener on the port. */
    static Optional<String> inode(String line, int port) {
        List<String> columns = BLANKS.splitAsStream(line.strip()).toList();
        boolean listens = columns.size() > INODE
                && LISTEN.equals(columns.get(STATE))
                && columns.get(LOCAL).endsWith(String.format(Locale.ROOT, ":%04X", port));
        return listens ? Optional.of(columns.get(INODE)) : Optional.empty();
    }

    private static Optional<String> holder(String inode) {
        String wanted = "socket:[" + inode + "]";
        return ProcessHandle.allProcesses()
                .filter(process -> holds(process.pid(), wanted))
                .findFirst()
                .map(PortOwner::describe);
    }

    private static String describe(ProcessHandle process) {
        String program = process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString())
                .orElse("unknown");
        return "process " + process.pid() + " (" + program + ")";
    }

    private static boolean holds(long pid, String wanted) {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return open.anyMatch(link -> wanted.equals(target(link)));
        } catch (IOException e) {
            return false; // gone, or somebody else's
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException e) {
            return List.of();
        }
    }
}
