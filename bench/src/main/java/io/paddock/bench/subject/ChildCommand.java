// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the runtime started a llama-server, so that the same can be done by hand.
 *
 * @param flags what the program was given, from {@code --model} on
 * @param environment the variables that it has, but not the runtime's own
 */
public record ChildCommand(List<String> flags, Map<String, String> environment) {
    public ChildCommand {
        flags = List.copyOf(flags);
        environment = Map.copyOf(environment);
    }

    /** Reads it from the process table of Linux. */
    public static ChildCommand of(long pid) throws IOException {
        List<String> words = words(Path.of("/proc/" + pid + "/cmdline"));
        int first = words.indexOf("--model");
        if (first < 0) {
            throw new IOException("process " + pid + " is no llama-server");
        }
        Map<String, String> environment = new HashMap<>();
        for (String variable : words(Path.of("/proc/" + pid + "/environ"))) {
            int end = variable.indexOf('=');
            if (end > 0 && !variable.startsWith("PADDOCK_")) {
                environment.put(variable.substring(0, end), variable.substring(end + 1));
            }
        }
        return new ChildCommand(words.subList(first, words.size()), environment);
    }

    /** The flags with another port. */
    public List<String> flagsAt(int port) {
        List<String> moved = new ArrayList<>(flags);
        moved.set(moved.indexOf("--port") + 1, Integer.toString(port));
        return moved;
    }

    private static List<String> words(Path file) throws IOException {
        return List.of(Files.readString(file, UTF_8).split("\0"));
    }

    /** Variables may be secrets. */
    @Override
    public String toString() {
        return "ChildCommand" + flags;
    }
}
