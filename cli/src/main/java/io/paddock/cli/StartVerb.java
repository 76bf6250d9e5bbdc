// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code start}: a runtime in the background, back when it is ready. */
final class StartVerb implements Verb {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LAST_BREATH = Duration.ofSeconds(2);
    private static final int TAIL = 20;

    private final Install install;
    private final Terminal terminal;

    StartVerb(Install install, Terminal terminal) {
        this.install = install;
        this.terminal = terminal;
    }

    @Override
    public int run(List<String> args) throws CliFailure, IOException, InterruptedException {
        Files.createDirectories(install.data());
        Path lockFile = install.data().resolve("paddock.start");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw new CliFailure("another paddock start is under way here; wait for it");
            }
            return start();
        }
    }

    private int start() throws CliFailure, IOException, InterruptedException {
        RunFile runFile = new RunFile(install.data());
        Optional<Running> already = runFile.live();
        if (already.isPresent() && stays(already.get())) {
            terminal.out()
                    .println("Paddock is running already: " + already.get().address() + " (pid "
                            + already.get().pid() + ")");
            return 0;
        }
        Preparation.checkPorts(install);
        long began = System.nanoTime();
        terminal.err().println("starting Paddock; its log is " + install.log());
        ProcessHandle process = RuntimeProcess.start(install, Map.of());
        Optional<Running> running = Running.of(process.pid(), install.port(), install.sshPort());
        if (running.isPresent()) {
            runFile.write(running.get());
        }
        Preparation.loginKey(install, terminal); // while it starts: a key costs some time
        String address = "http://127.0.0.1:" + install.port();
        Readiness.Outcome outcome = Readiness.await(process, address, PATIENCE);
        if (outcome != Readiness.Outcome.READY) {
            giveUp(process, outcome);
            runFile.delete();
            return 1;
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        terminal.out().printf(Locale.ROOT, "Paddock is ready: %s (pid %d, %.1f s)%n", address, process.pid(), seconds);
        return 0;
    }

    /** Whether it is not just ending, as after a kill. */
    private static boolean stays(Running running) throws InterruptedException {
        Optional<ProcessHandle> process = running.process();
        return process.isPresent()
                && Readiness.await(process.get(), running.address(), LAST_BREATH) != Readiness.Outcome.ENDED;
    }

    private void giveUp(ProcessHandle process, Readiness.Outcome outcome) throws IOException, InterruptedException {
        StartFailure.show(install, outcome, PATIENCE, TAIL, terminal);
        if (process.isAlive()) {
            RuntimeProcess.stop(process, RuntimeProcess.GRACE);
        }
    }
}
