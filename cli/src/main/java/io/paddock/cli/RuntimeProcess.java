// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts and ends the process of a runtime, by its number and never by a name. */
final class RuntimeProcess {
    /** How long a runtime may take to end by itself. */
    static final Duration GRACE = Duration.ofSeconds(30);

    private static final Duration KILLED = Duration.ofSeconds(5);

    private RuntimeProcess() {}

    /** How it ended. */
    enum End {
        BY_ITSELF,
        KILLED,
        STILL_THERE
    }

    /**
     * Starts a runtime that outlives this program and its terminal.
     *
     * @param extra more variables for it
     */
    static ProcessHandle start(Install install, Map<String, String> extra) throws IOException {
        Files.createDirectories(install.output().getParent());
        List<String> command = new ArrayList<>(detached());
        command.add(install.home().resolve("bin").resolve("karaf").toString());
        command.add("server");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(install.home().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(install.output().toFile());
        Map<String, String> environment = builder.environment();
        environment.putAll(environment(install));
        environment.putAll(extra);
        return builder.start().toHandle();
    }

    /** What {@code bin/karaf} must be told. The script replaces itself by the JVM, so its number stays. */
    static Map<String, String> environment(Install install) {
        return Map.of(
                "KARAF_EXEC", "exec",
                "KARAF_DATA", install.data().toString(),
                // Its own check looks at process names; the run file knows better.
                "CHECK_ROOT_INSTANCE_RUNNING", "false",
                "PADDOCK_PORT", Integer.toString(install.port()),
                "PADDOCK_SSH_PORT", Integer.toString(install.sshPort()));
    }

    private static List<String> detached() {
        for (String folder : List.of("/usr/bin", "/bin")) {
            Path setsid = Path.of(folder, "setsid");
            if (Files.isExecutable(setsid)) {
                return List.of(setsid.toString());
            }
        }
        return List.of("nohup");
    }

    /** Asks it to end, waits, and ends it by force when it does not. */
    static End stop(ProcessHandle process, Duration grace) throws InterruptedException {
        process.destroy();
        if (ended(process, grace)) {
            return End.BY_ITSELF;
        }
        process.destroyForcibly();
        return ended(process, KILLED) ? End.KILLED : End.STILL_THERE;
    }

    private static boolean ended(ProcessHandle process, Duration within) throws InterruptedException {
        try {
            process.onExit().get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return !Liveness.runs(process);
        }
    }
}
