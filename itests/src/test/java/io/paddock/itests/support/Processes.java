// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Looks at processes and sends them signals; never to one that the caller did not name. */
public final class Processes {
    private static final String GUARD = "paddock-guard";

    private Processes() {}

    /** Sends a signal by its name. */
    public static void signal(ProcessHandle process, String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IOException("kill -" + name + " " + process.pid() + " failed");
        }
    }

    /** The runtime of a distribution. */
    public static ProcessHandle runtime(Paddock paddock) throws IOException {
        return ProcessHandle.of(paddock.pid()).orElseThrow();
    }

    /** Engines that the runtime started, and what they started. */
    public static List<ProcessHandle> engines(Paddock paddock) throws IOException {
        return runtime(paddock)
                .descendants()
                .filter(process -> !isGuard(process)
                        && process.parent().filter(Processes::isGuard).isEmpty())
                .toList();
    }

    /** The process that watches over the children of a runtime. */
    public static ProcessHandle guard(Paddock paddock) throws IOException {
        return runtime(paddock)
                .children()
                .filter(Processes::isGuard)
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no guard"));
    }

    private static boolean isGuard(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains(GUARD);
    }

    /** Those that run; one that ended and was not collected yet does not. */
    public static List<ProcessHandle> running(List<ProcessHandle> processes) {
        return processes.stream().filter(Processes::runs).toList();
    }

    private static boolean runs(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            return !stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false; // it went this moment
        }
    }

    /** How long until none of them runs, in milliseconds; gives up after half a minute. */
    public static long goneWithin(List<ProcessHandle> processes) {
        long start = System.nanoTime();
        while (!running(processes).isEmpty()) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(30)) {
                throw new AssertionError("still running: " + running(processes));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
