// SPDX-License-Identifier: Apache-2.0
package io.paddock.surface.ssh;

import io.paddock.spi.LaunchSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The one line that a login shell gets, and what its input begins with. Every word is quoted, so that a POSIX shell
 * takes it as it is; secrets are in the input only, since everybody may read a command line. Pure.
 *
 * @param text the line
 * @param input a line for each secret
 */
record RemoteLine(String text, String input) {
    private static final String RUN = script("run.sh");
    private static final String CHECK = script("check.sh");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /**
     * Runs a command as long as we are there.
     *
     * @param directory where, or the empty text
     * @throws IllegalArgumentException with the end of a sentence, when a word cannot travel
     */
    static RemoteLine run(LaunchSpec launch, String directory, long silenceSeconds) {
        StringBuilder line = new StringBuilder();
        StringBuilder input = new StringBuilder();
        List<String> words = new ArrayList<>(List.of(Long.toString(silenceSeconds)));
        new TreeMap<>(launch.environment()).forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("cannot take an environment entry of that name: " + name);
            }
            if (launch.secretNames().contains(name)) {
                words.add(name);
                input.append(secret(name, value)).append('\n');
            } else {
                line.append("export ")
                        .append(name)
                        .append('=')
                        .append(quoted(value))
                        .append("; ");
            }
        });
        words.add("--");
        words.addAll(launch.command());
        if (!directory.isEmpty()) {
            line.append("CDPATH= cd -- ").append(quoted(directory)).append(" && ");
        }
        return new RemoteLine(line.append(shell(RUN, words)).toString(), input.toString());
    }

    private static String secret(String name, String value) {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0 || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("cannot take a secret with a line break: " + name);
        }
        return value;
    }

    /** Looks whether that could run. */
    static RemoteLine check(LaunchSpec launch, String directory) {
        List<String> words = new ArrayList<>(List.of(directory, launch.command().get(0)));
        words.addAll(launch.files());
        return new RemoteLine(shell(CHECK, words), "");
    }

    private static String shell(String script, List<String> words) {
        StringBuilder line =
                new StringBuilder("exec /bin/sh -c ").append(quoted(script)).append(" paddock");
        words.forEach(word -> line.append(' ').append(quoted(word)));
        return line.toString();
    }

    /** One word for a POSIX shell, whatever is in it. */
    static String quoted(String word) {
        if (word.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("cannot take a word with a null character");
        }
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private static String script(String name) {
        try (InputStream in = RemoteLine.class.getResourceAsStream(name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.startsWith("#")).collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException("this bundle is broken: " + name, e);
        }
    }

    /** The input may be secret. */
    @Override
    public String toString() {
        return "RemoteLine[" + text + "]";
    }
}
