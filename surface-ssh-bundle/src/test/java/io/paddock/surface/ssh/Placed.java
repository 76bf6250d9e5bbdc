// SPDX-License-Identifier: Apache-2.0
package io.paddock.surface.ssh;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.SurfaceKind;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.OutputLine;
import io.paddock.spi.surface.PlacedEnd;
import io.paddock.spi.surface.PlacedProcess;
import io.paddock.spi.surface.Placement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A process that a test placed, and how tests look at it. */
final class Placed {
    final PlacedProcess process;
    private final BufferedReader out;
    private final BufferedReader err;

    Placed(PlacedProcess process) {
        this.process = process;
        this.out = reader(OutputLine.Stream.STDOUT);
        this.err = reader(OutputLine.Stream.STDERR);
    }

    static Placed on(SshSurface surface, LaunchSpec launch) throws Exception {
        return new Placed(surface.place(new Placement("test-1", launch)).get(20, TimeUnit.SECONDS));
    }

    static LaunchSpec spec(Map<String, String> environment, Set<String> secrets, String... command) {
        return new LaunchSpec(List.of(command), null, environment, secrets, SurfaceKind.SSH_EXEC, "here", List.of(), 0);
    }

    static LaunchSpec shell(String line) {
        return spec(Map.of(), Set.of(), "/bin/sh", "-c", line);
    }

    private BufferedReader reader(OutputLine.Stream stream) {
        return new BufferedReader(new InputStreamReader(process.stream(stream), StandardCharsets.UTF_8));
    }

    /** Its next line. */
    String line() throws IOException {
        return out.readLine();
    }

    /** All that is left of its output. */
    List<String> lines() {
        return out.lines().toList();
    }

    /** All that is left of its errors. */
    List<String> errors() {
        return err.lines().toList();
    }

    PlacedEnd end() throws InterruptedException, ExecutionException, TimeoutException {
        return process.ended().get(20, TimeUnit.SECONDS);
    }

    static boolean alive(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false);
    }

    static void goneWithin(int seconds, String... pids) throws InterruptedException {
        for (String pid : pids) {
            eventually(seconds, "process " + pid + " is gone", () -> !alive(pid));
        }
    }

    /** Looks again and again. */
    static void eventually(int seconds, String what, BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!holds.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        assertTrue(holds.getAsBoolean(), what + " within " + seconds + " s");
    }
}
