// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where {@code bin/paddock} enters. The system property {@code paddock.home} names the distribution,
 * {@code paddock.terminal} says whether a person types.
 */
public final class Main {
    private static final int INTERRUPTED = 130;
    private static final List<String> HELP = List.of("--help", "-h");

    private final Terminal terminal;
    private final Map<String, String> environment;
    private final Path home;

    Main(Terminal terminal, Map<String, String> environment, Path home) {
        this.terminal = terminal;
        this.environment = environment;
        this.home = home;
    }

    /** Runs the verb that the arguments name and ends with its exit code. */
    public static void main(String[] args) {
        Terminal terminal = new Terminal(
                Boolean.getBoolean("paddock.terminal"),
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                stream(FileDescriptor.out),
                stream(FileDescriptor.err));
        Path home = Path.of(System.getProperty("paddock.home", ".")).toAbsolutePath();
        int exit = new Main(terminal, System.getenv(), home).run(List.of(args));
        terminal.out().flush();
        System.exit(exit);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    int run(List<String> args) {
        try {
            return dispatch(args);
        } catch (CliFailure e) {
            terminal.err().println("paddock: " + e.getMessage());
            return e.exitCode();
        } catch (IOException e) {
            terminal.err().println("paddock: " + e.getClass().getSimpleName() + ": " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return INTERRUPTED;
        }
    }

    private int dispatch(List<String> args) throws CliFailure, IOException, InterruptedException {
        String name = args.isEmpty() ? "help" : args.get(0);
        List<String> rest = args.isEmpty() ? List.of() : args.subList(1, args.size());
        if (!rest.isEmpty() && HELP.contains(rest.get(0))) {
            return help(List.of(name));
        }
        if (name.equals("help") || HELP.contains(name)) {
            return help(rest);
        }
        return verb(name).run(rest);
    }

    private Verb verb(String name) throws CliFailure {
        Install install = Install.of(home, environment, Runtime.version().feature());
        return switch (name) {
            case "demo" -> new DemoVerb(install, terminal, wantsPort() ? install.port() : 0);
            case "prepare" -> new PrepareVerb(install, terminal);
            case "start" -> new StartVerb(install, terminal);
            case "stop" -> new StopVerb(install, terminal);
            case "status" -> new StatusVerb(install, terminal);
            case "console" -> new ConsoleVerb(install, terminal);
            case "logs" -> new LogsVerb(install, terminal);
            case "exec" -> new ExecVerb(install, terminal);
            case "sbom" -> new SbomVerb(home, terminal);
            case "version", "--version" -> new VersionVerb(terminal);
            default -> throw CliFailure.usage("there is no verb " + name + "; paddock help lists them");
        };
    }

    private boolean wantsPort() {
        return !environment.getOrDefault("PADDOCK_PORT", "").isEmpty();
    }

    private int help(List<String> args) throws CliFailure {
        if (args.isEmpty()) {
            terminal.out().print(Help.OVERVIEW);
            return 0;
        }
        String text = Help.of(args.get(0))
                .orElseThrow(() -> CliFailure.usage("there is no verb " + args.get(0) + "; paddock help lists them"));
        terminal.out().print(text);
        return 0;
    }
}
