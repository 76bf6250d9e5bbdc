// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi;

import io.paddock.api.SurfaceKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A process to launch; never a shell line. {@value #PORT} in a word or an environment value stands for a free loopback
 * port that the kernel picks, {@value #SECRET} in an environment value for a secret that the kernel makes for this one
 * process.
 *
 * @param command program and arguments, not empty
 * @param workingDirectory where it runs, or null for the runtime's own
 * @param environment added to the runtime's environment
 * @param secretNames names of environment entries whose values must not be shown
 * @param surface where it is placed
 */
public record LaunchSpec(
        List<String> command,
        Path workingDirectory,
        Map<String, String> environment,
        Set<String> secretNames,
        SurfaceKind surface) {
    /** Stands for the port that the kernel picks. */
    public static final String PORT = "{port}";
    /** Stands for the secret that the kernel makes. */
    public static final String SECRET = "{secret}";

    public LaunchSpec {
        command = List.copyOf(command);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("command is empty");
        }
        environment = Map.copyOf(environment);
        secretNames = Set.copyOf(secretNames);
    }

    /** Environment values may be secrets: only names are printed. */
    @Override
    public String toString() {
        return "LaunchSpec[" + command + ", environment=" + environment.keySet() + "]";
    }
}
