// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code stop}: ends the runtime that was started here. */
final class StopVerb implements Verb {
    private final Install install;
    private final Terminal terminal;

    StopVerb(Install install, Terminal terminal) {
        this.install = install;
        this.terminal = terminal;
    }

    @Override
    public int run(List<String> args) throws IOException, InterruptedException {
        RunFile runFile = new RunFile(install.data());
        Optional<ProcessHandle> process = runFile.live().flatMap(Running::process);
        if (process.isEmpty()) {
            runFile.delete();
            terminal.out().println("Paddock is not running");
            return 0;
        }
        long began = System.nanoTime();
        long pid = process.get().pid();
        RuntimeProcess.End end = RuntimeProcess.stop(process.get(), RuntimeProcess.GRACE);
        double seconds = (System.nanoTime() - began) / 1e9;
        switch (end) {
            case BY_ITSELF -> terminal.out().printf(Locale.ROOT, "stopped (pid %d, %.1f s)%n", pid, seconds);
            case KILLED ->
                terminal.out()
                        .printf(
                                Locale.ROOT,
                                "did not stop within %d s and was ended by force (pid %d)%n",
                                RuntimeProcess.GRACE.toSeconds(),
                                pid);
            case STILL_THERE -> terminal.err().println("paddock: process " + pid + " cannot be ended");
        }
        if (end == RuntimeProcess.End.STILL_THERE) {
            return 1;
        }
        runFile.delete();
        return 0;
    }
}
