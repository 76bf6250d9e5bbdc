// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** What the operating system says about a process, and how to end one. */
public final class ProcessFacts {
    private ProcessFacts() {}

    /** Resident memory now, in MiB; empty where there is no {@code /proc}. */
    public static OptionalDouble rssMib(long pid) {
        return mebibytes(pid, "VmRSS:");
    }

    /** The most resident memory so far, in MiB; empty where there is no {@code /proc}. */
    public static OptionalDouble peakRssMib(long pid) {
        return mebibytes(pid, "VmHWM:");
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

    /** Sends a signal by its name, for example {@code STOP}. */
    public static void signal(long pid, String name) throws IOException {
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (kill.onExit().join().exitValue() != 0) {
            throw new IOException("no signal " + name + " could be sent to process " + pid);
        }
    }

    /** Whether a signal has stopped all of a process; false where there is no {@code /proc}. */
    public static boolean isStopped(long pid) {
        return status(pid, "State:").filter(state -> state.startsWith("T")).isPresent();
    }

    private static OptionalDouble mebibytes(long pid, String name) {
        return status(pid, name)
                .map(kib ->
                        OptionalDouble.of(Long.parseLong(kib.replace("kB", "").trim()) / 1024.0))
                .orElse(OptionalDouble.empty());
    }

    private static Optional<String> status(long pid, String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length()).trim())
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
