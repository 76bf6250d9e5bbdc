// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.servers;

import io.paddock.api.Engines;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What an added server may be called. Pure. */
public final class ServerNames {
    /** The server that the option {@code binary_path} names. */
    public static final String BINARY_PATH = "binary-path";
    /** The server in {@code LLAMA_CPP_DIR}. */
    public static final String LLAMA_CPP_DIR = "llama-cpp-dir";
    /** The server on the {@code PATH}. */
    public static final String PATH = "path";
    /** How names of native libraries begin. */
    public static final String FRAGMENT = "java-llama.cpp-";

    private static final Set<String> TAKEN =
            Set.of(Engines.AUTO, BINARY_PATH, LLAMA_CPP_DIR, PATH, "worker", "in-process", "llama-server");
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final int LONGEST = 50;

    private ServerNames() {}

    /** Refuses a name that cannot be given; null may be. */
    static void check(String name) {
        if (name != null && (!FORM.matcher(name).matches() || TAKEN.contains(name) || name.startsWith(FRAGMENT))) {
            throw Refusal.of(
                    "name",
                    "name must be 1 to 64 lower-case letters, digits and . _ - and none of "
                            + TAKEN.stream().sorted().toList());
        }
    }

    /** A name made of the version: {@code llama-server-0.7.0-build-11669}, with a number behind it when it is taken. */
    static String of(String version, Predicate<String> taken) {
        String plain = version.toLowerCase(Locale.ROOT)
                .replaceAll("commit.*", "")
                .replaceAll("[^a-z0-9.]+", "-")
                .replaceAll("^[-.]+|[-.]+$", "");
        String cut = plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain;
        String name = "llama-server-" + (cut.isEmpty() ? "unknown" : cut);
        int number = 2;
        String free = name;
        while (taken.test(free)) {
            free = name + "-" + number;
            number++;
        }
        return free;
    }
}
