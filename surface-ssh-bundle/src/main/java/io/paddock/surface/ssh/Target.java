// SPDX-License-Identifier: Apache-2.0
package io.paddock.surface.ssh;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One machine and the way to it, checked.
 *
 * @param name its name in configurations of backends
 * @param host name or address
 * @param port port of its ssh server
 * @param user who we are there
 * @param identityFile file with our private key, or null: the agent has it
 * @param agent socket of the agent, or null
 * @param knownHosts file with its host key
 * @param workingDirectory where processes run there, or the empty text for the user's home
 * @param silence how long it may hear nothing from us before it ends what runs there, in whole seconds
 * @param patience longest time for a connection, and for each look before a start
 * @param problem what is wrong with the configuration, as a sentence, or null
 */
record Target(
        String name,
        String host,
        int port,
        String user,
        Path identityFile,
        Path agent,
        Path knownHosts,
        String workingDirectory,
        Duration silence,
        Duration patience,
        String problem) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern PID = Pattern.compile(".*~(.+)");
    private static final Pattern FILE = Pattern.compile(".*/io\\.paddock\\.ssh[-~](.+?)\\.(?:cfg|config|cfg\\.json)");
    private static final int HIGHEST_PORT = 65_535;

    /** The machine that this runs on, as far as a configuration leaves things to it. */
    record Here(String user, Path home, String agent) {
        static Here ofSystem() {
            return new Here(
                    System.getProperty("user.name", ""),
                    Path.of(System.getProperty("user.home", "")),
                    System.getenv("SSH_AUTH_SOCK"));
        }
    }

    /**
     * Reads a configuration; what is wrong with it stands in {@link #problem()}.
     *
     * @param properties with its PID and file
     */
    static Target of(Config config, Map<String, Object> properties, Here here) {
        String name =
                config.name().isBlank() ? nameOf(properties) : config.name().strip();
        String wrong = wrong(config, name);
        Path identity = null;
        Path agent = null;
        Path known = here.home().resolve(".ssh").resolve("known_hosts");
        try {
            identity = path(config.identity__file(), here.home());
            agent = path(config.agent().isBlank() && here.agent() != null ? here.agent() : config.agent(), here.home());
            known = config.known__hosts().isBlank() ? known : path(config.known__hosts(), here.home());
        } catch (InvalidPathException e) {
            wrong = "identity_file, agent and known_hosts must be paths";
        }
        if (wrong == null && identity == null && agent == null) {
            wrong = "identity_file must name a private key, or an ssh agent must run (agent, SSH_AUTH_SOCK)";
        }
        return new Target(
                name,
                config.host().strip(),
                config.port(),
                config.user().isBlank() ? here.user() : config.user().strip(),
                identity,
                agent,
                known,
                config.working__directory().strip(),
                Duration.ofSeconds(config.silence__seconds()),
                Duration.ofMillis(config.connect__timeout__ms()),
                wrong == null ? null : "the configuration of ssh target '" + name + "' cannot be used: " + wrong);
    }

    private static String wrong(Config config, String name) {
        if (!NAME.matcher(name).matches()) {
            return "its name must be letters, digits and . _ -, at most 63";
        }
        if (config.host().isBlank() || config.host().strip().contains(" ")) {
            return "host must name the machine";
        }
        if (config.port() < 1 || config.port() > HIGHEST_PORT) {
            return "port must be from 1 to " + HIGHEST_PORT;
        }
        if (config.silence__seconds() < 2 || config.silence__seconds() > 3600) {
            return "silence_seconds must be from 2 to 3600";
        }
        return config.connect__timeout__ms() < 100 || config.connect__timeout__ms() > 600_000
                ? "connect_timeout_ms must be from 100 to 600000"
                : null;
    }

    private static String nameOf(Map<String, Object> properties) {
        String name = first(PID, properties.get("service.pid"));
        return name != null ? name : String.valueOf(first(FILE, properties.get("felix.fileinstall.filename")));
    }

    private static String first(Pattern pattern, Object text) {
        Matcher matcher = pattern.matcher(String.valueOf(text));
        return matcher.matches() ? matcher.group(1) : null;
    }

    private static Path path(String written, Path home) {
        String text = written.strip();
        if (text.isEmpty()) {
            return null;
        }
        return text.startsWith("~/") ? home.resolve(text.substring(2)) : Path.of(text);
    }
}
