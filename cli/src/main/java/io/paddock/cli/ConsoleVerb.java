// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code console}: the Karaf console over ssh, or where that does not work a plain prompt over REST. */
final class ConsoleVerb implements Verb {
    private static final String OVER_REST = "here are the paddock: verbs over REST. Leave with exit.";

    private final Install install;
    private final Terminal terminal;

    ConsoleVerb(Install install, Terminal terminal) {
        this.install = install;
        this.terminal = terminal;
    }

    @Override
    public int run(List<String> args) throws CliFailure, IOException, InterruptedException {
        Running running = new RunFile(install.data())
                .live()
                .orElseThrow(() -> new CliFailure("Paddock is not running here; start it: paddock start"));
        Optional<Path> ssh = program("ssh");
        if (!terminal.interactive()) {
            return prompt(Optional.empty()); // ssh would want a terminal
        }
        if (running.sshPort() == 0) {
            return prompt(Optional.of("This runtime has no ssh console (it is off, or its Java is "
                    + Install.NO_SSH_SINCE + " or newer, where Karaf's ssh sessions fail): " + OVER_REST));
        }
        if (ssh.isEmpty()) {
            return prompt(Optional.of("There is no ssh program here: " + OVER_REST));
        }
        new LoginKey(install).ensure();
        return new ProcessBuilder(command(ssh.get(), running))
                .inheritIO()
                .start()
                .waitFor();
    }

    private List<String> command(Path ssh, Running running) {
        Path known = install.sshKey().resolveSibling("known_hosts");
        return List.of(
                ssh.toString(),
                "-p",
                Integer.toString(running.sshPort()),
                "-i",
                install.sshKey().toString(),
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "UserKnownHostsFile=\"" + known + "\"",
                "-o",
                "HostKeyAlias=paddock",
                "-o",
                "StrictHostKeyChecking=accept-new",
                "-o",
                "LogLevel=ERROR",
                LoginKey.USER + "@127.0.0.1");
    }

    /** Without a greeting nobody is there to be prompted. */
    private int prompt(Optional<String> greeting) throws CliFailure, IOException {
        LineRunner lines = LineRunner.of(install, terminal);
        greeting.ifPresent(terminal.out()::println);
        int last = 0;
        while (true) {
            greeting.ifPresent(text -> terminal.out().print("paddock> "));
            terminal.out().flush();
            String line = terminal.in().readLine();
            if (line == null || List.of("exit", "quit", "logout").contains(line.strip())) {
                return last;
            }
            last = line.isBlank() ? last : attempt(lines, line);
        }
    }

    private int attempt(LineRunner lines, String line) {
        try {
            return lines.run(line.strip());
        } catch (CliFailure e) {
            terminal.err().println("paddock: " + e.getMessage());
            return e.exitCode();
        }
    }

    private static Optional<Path> program(String name) {
        return Pattern.compile(":")
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
