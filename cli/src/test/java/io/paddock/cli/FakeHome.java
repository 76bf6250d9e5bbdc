// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A distribution whose {@code bin/karaf} starts a {@link FakeRuntime}, and a terminal that remembers. */
final class FakeHome {
    final Path home;
    final Map<String, String> environment = new HashMap<>();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    FakeHome(Path folder, String mood) throws IOException {
        home = folder.resolve("a home with spaces");
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("etc"));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String script = """
                #!/bin/sh
                export FAKE_MOOD='%s'
                exec '%s' -XX:TieredStopAtLevel=1 -cp '%s' io.paddock.cli.FakeRuntime
                """.formatted(mood, java, System.getProperty("java.class.path"));
        Path karaf = home.resolve("bin").resolve("karaf");
        Files.writeString(karaf, script);
        Files.setPosixFilePermissions(karaf, PosixFilePermissions.fromString("rwx------"));
        environment.put("PADDOCK_PORT", Integer.toString(PortCheck.findFree()));
        environment.put("PADDOCK_SSH_PORT", "0");
    }

    int run(String... args) {
        return runWith("", args);
    }

    /** Runs a verb with lines that somebody else has typed. */
    int runWith(String typed, String... args) {
        out.reset();
        err.reset();
        return new Main(terminal(typed), environment, home).run(List.of(args));
    }

    Terminal terminal(String typed) {
        return new Terminal(
                false,
                new BufferedReader(new StringReader(typed)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    Install install() throws CliFailure {
        return Install.of(home, environment, Runtime.version().feature());
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
