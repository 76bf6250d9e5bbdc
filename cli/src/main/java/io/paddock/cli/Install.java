// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.nio.file.Path;
import java.util.Map;

/**
 * An unpacked distribution and what the environment says about it.
 *
 * @param home the folder that holds {@code bin/paddock}
 * @param data where the runtime keeps what it writes: PADDOCK_DATA, or {@code data} in the home
 * @param port HTTP port: PADDOCK_PORT, or 8080
 * @param sshPort port of the ssh console: PADDOCK_SSH_PORT, or 8101; 0 when it is off
 */
record Install(Path home, Path data, int port, int sshPort) {
    static final int DEFAULT_PORT = 8080;
    static final int DEFAULT_SSH_PORT = 8101;

    /** From this version on the JDK has no security manager, and Karaf's ssh sessions fail. */
    static final int NO_SSH_SINCE = 24;

    /** Reads the environment; complains about what it cannot read. */
    static Install of(Path home, Map<String, String> environment, int javaVersion) throws CliFailure {
        String data = environment.getOrDefault("PADDOCK_DATA", "");
        Path folder = data.isEmpty() ? home.resolve("data") : Path.of(data).toAbsolutePath();
        int port = port(environment, "PADDOCK_PORT", DEFAULT_PORT, 1);
        int ssh = port(environment, "PADDOCK_SSH_PORT", DEFAULT_SSH_PORT, 0);
        return new Install(home, folder, port, javaVersion >= NO_SSH_SINCE ? 0 : ssh);
    }

    private static int port(Map<String, String> environment, String name, int standard, int least) throws CliFailure {
        String text = environment.getOrDefault(name, "");
        if (text.isEmpty()) {
            return standard;
        }
        if (text.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(text);
            if (port >= least && port <= 65_535) {
                return port;
            }
        }
        throw CliFailure.usage(name + "=" + text + " is no port; give a number from " + least + " to 65535");
    }

    /** The same distribution with other data and ports. */
    Install with(Path otherData, int otherPort, int otherSshPort) {
        return new Install(home, otherData, otherPort, otherSshPort);
    }

    Path log() {
        return data.resolve("log").resolve("paddock.log");
    }

    /** What the process itself says before logging is up, or when the JVM fails. */
    Path output() {
        return data.resolve("log").resolve("paddock.out");
    }

    Path adminToken() {
        return data.resolve("paddock").resolve("admin.token");
    }

    Path sshKey() {
        return data.resolve("ssh").resolve("id_rsa");
    }
}
