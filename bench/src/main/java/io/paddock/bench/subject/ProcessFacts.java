// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the operating system says about a process, and how to end one. */
public final class ProcessFacts {
    private ProcessFacts() {}

    /** Resident memory now, in MiB; empty where there is no {@code /proc}. */
    public static OptionalDouble rssMib(long pid) {
        return status(pid, "VmRSS:");
    }

    /** The most resident memory so far, in MiB; empty where there is no {@code /proc}. */
    public static OptionalDouble peakRssMib(long pid) {
        return status(pid, "VmHWM:");
    }

    /** Processor time used so far, in seconds; empty when the system does not tell. */
    public static OptionalDouble cpuSeconds(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(time -> OptionalDouble.of(time.toMillis() / 1e3))
                .orElse(OptionalDouble.empty());
    }

    /** Asks processes to end, and ends those that have not after {@code grace}. */
    public static void end(List<ProcessHandle> processes, Duration grace) {
        processes.forEach(ProcessHandle::destroy);
        if (!ended(processes, grace)) {
            processes.forEach(ProcessHandle::destroyForcibly);
            ended(processes, grace);
        }
    }

    private static boolean ended(List<ProcessHandle> processes, Duration limit) {
        CompletableFuture<?>[] exits =
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(exits).get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private static OptionalDouble status(long pid, String name) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith(name)) {
                    String kib = line.substring(name.length()).replace("kB", "").trim();
                    return OptionalDouble.of(Long.parseLong(kib) / 1024.0);
                }
            }
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.empty();
    }
}
