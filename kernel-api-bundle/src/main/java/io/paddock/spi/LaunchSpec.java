// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi;

import static java.util.Objects.requireNonNull;

import io.paddock.api.SurfaceKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A process to launch; never a shell line. {@value #PORT} in a word or an environment value stands for a loopback port
 * that the kernel picks unless it is fixed, {@value #SECRET} in an environment value for a secret that the kernel makes for this one
 * process. Program, working directory and files are those of the machine that it is placed on.
 *
 * @param command program and arguments, not empty
 * @param workingDirectory where it runs, or null for the runtime's own, elsewhere for what the target says
 * @param environment added to the environment that it finds there
 * @param secretNames names of environment entries whose values must not be shown
 * @param surface where it is placed
 * @param target which of that surface's targets, by its configured name; empty on this machine
 * @param files files that it needs, relative ones to its working directory; looked at before each start
 * @param port what {@value #PORT} stands for when it is fixed, on this machine only, looked at before each start; 0: a
 *     free one
 */
public record LaunchSpec(
        List<String> command,
        Path workingDirectory,
        Map<String, String> environment,
        Set<String> secretNames,
        SurfaceKind surface,
        String target,
        List<String> files,
        int port) {
    /** Stands for the port that the kernel picks. */
    public static final String PORT = "{port}";
    /** Stands for the secret that the kernel makes. */
    public static final String SECRET = "{secret}";

    private static final int HIGHEST_PORT = 65_535;

    public LaunchSpec {
        command = List.copyOf(command);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("command is empty");
        }
        environment = Map.copyOf(environment);
        secretNames = Set.copyOf(secretNames);
        requireNonNull(target, "target is null");
        files = List.copyOf(files);
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("port must be from 0 to " + HIGHEST_PORT);
        }
        if (port != 0 && surface != null && surface != SurfaceKind.LOCAL_SUBPROCESS) {
            throw new IllegalArgumentException("port can be fixed on this machine only");
        }
    }

    /** A process on a surface that has one place only, such as this machine. */
    public LaunchSpec(
            List<String> command,
            Path workingDirectory,
            Map<String, String> environment,
            Set<String> secretNames,
            SurfaceKind surface) {
        this(command, workingDirectory, environment, secretNames, surface, "", List.of(), 0);
    }

    /** Environment values may be secrets: only names are printed. */
    @Override
    public String toString() {
        return "LaunchSpec[" + command + ", environment=" + environment.keySet() + "]";
    }
}
