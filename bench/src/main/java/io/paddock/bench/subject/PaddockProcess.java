// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.subject;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A runtime started in the background by its own launcher, on a free port, without ssh. */
public final class PaddockProcess implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(40);
    private static final Duration AFTER_STOP = Duration.ofSeconds(2);
    private static final Pattern PID = Pattern.compile("^(?:pid=)?(\\d+)", Pattern.MULTILINE);
    private static final long POLL_NANOS = 10_000_000;

    private final Path home;
    private final int port;
    private final PaddockApi api;
    private volatile boolean frozen;
    private Process launcher;
    private Instant launchedAt;
    private ProcessHandle runtime;
    private StartTimes times;

    /**
     * How a start went, in seconds since the launcher was called.
     *
     * @param portOpen when the port answered at all
     * @param ready when {@code /readyz} first said 200
     * @param cpu processor time of the runtime's JVM at that moment
     * @param rssMib resident memory of the runtime's JVM at that moment
     */
    public record StartTimes(double portOpen, double ready, OptionalDouble cpu, OptionalDouble rssMib) {}

    private PaddockProcess(Path home, int port) {
        this.home = home;
        this.port = port;
        this.api = new PaddockApi(URI.create("http://127.0.0.1:" + port));
    }

    /** Starts the runtime in {@code distribution}; it is ready when this returns. */
    public static PaddockProcess start(Distribution distribution, StopList stops)
            throws IOException, InterruptedException {
        PaddockProcess paddock = new PaddockProcess(distribution.home(), Distribution.freePort());
        stops.add(paddock);
        paddock.times = paddock.launch();
        return paddock;
    }

    /** How its start went. */
    public StartTimes times() {
        return times;
    }

    /** Its REST interface. */
    public PaddockApi api() {
        return api;
    }

    /** The process id of its JVM. */
    public long pid() throws IOException {
        return runtime()
                .orElseThrow(() -> new IOException("no live process is named in " + pidFile()))
                .pid();
    }

    /** The token that its first start made. */
    public String adminToken() throws IOException {
        return Files.readString(home.resolve("data/paddock/admin.token")).trim();
    }

    /** Stops all of its JVM where it is, by a signal; what it has started goes on. On Linux. */
    public void freeze() throws IOException, InterruptedException {
        long pid = pid();
        frozen = true;
        ProcessFacts.signal(pid, "STOP");
        awaitWell("frozen", () -> ProcessFacts.isStopped(pid));
    }

    /** Lets it go on; it answers again when this returns. Without a freeze it does nothing. */
    public void thaw() throws IOException, InterruptedException {
        if (frozen) {
            ProcessFacts.signal(pid(), "CONT");
            frozen = false;
            awaitWell("answering", () -> api.status("/readyz") == 200);
        }
    }

    private static void awaitWell(String what, Check check) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!check.holds()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("the runtime is not " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    @FunctionalInterface
    private interface Check {
        boolean holds() throws IOException, InterruptedException;
    }

    /** Stops it and everything it started; a second call does nothing. */
    @Override
    public void close() throws IOException {
        if (frozen) {
            ProcessFacts.signal(pid(), "CONT");
        }
        if (launcher != null && launcher.isAlive()) {
            // A runtime that it has started and not yet named is still its child.
            ProcessFacts.end(
                    Stream.concat(launcher.descendants(), Stream.of(launcher.toHandle()))
                            .toList(),
                    STOP_WITHIN);
        }
        Optional<ProcessHandle> running = runtime();
        if (running.isPresent()) {
            List<ProcessHandle> children = running.get().descendants().toList();
            ProcessFacts.end(List.of(running.get()), STOP_WITHIN);
            ProcessFacts.end(children, AFTER_STOP);
        }
    }

    /** The process that the launcher has named, if it was started by this object and is alive. */
    private Optional<ProcessHandle> runtime() throws IOException {
        if (runtime == null && Files.exists(pidFile())) {
            Matcher pid = PID.matcher(Files.readString(pidFile()));
            if (pid.find()) {
                runtime = ProcessHandle.of(Long.parseLong(pid.group(1)))
                        .filter(this::startedHere)
                        .orElse(null);
            }
        }
        return Optional.ofNullable(runtime).filter(ProcessHandle::isAlive);
    }

    /** An older start's file may still be there, and its number may be another process by now. */
    private boolean startedHere(ProcessHandle process) {
        // Linux knows the time of its boot, and so of a process's start, to the second.
        Instant earliest = launchedAt.minusSeconds(2);
        return process.info().startInstant().filter(earliest::isBefore).isPresent();
    }

    private StartTimes launch() throws IOException, InterruptedException {
        launchedAt = Instant.now();
        long start = System.nanoTime();
        launcher = startVerb();
        double open = Double.NaN;
        while (System.nanoTime() - start < READY_WITHIN.toNanos()) {
            int status = api.status("/readyz");
            double seconds = (System.nanoTime() - start) / 1e9;
            open = status > 0 && Double.isNaN(open) ? seconds : open;
            if (status == 200) {
                return settled(open, seconds);
            }
            if (!launcher.isAlive() && launcher.exitValue() != 0) {
                throw new IOException("the launcher failed: " + output());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new IOException("not ready within " + READY_WITHIN.toSeconds() + " s: " + output());
    }

    private StartTimes settled(double open, double ready) throws IOException, InterruptedException {
        OptionalDouble cpu = ProcessFacts.cpuSeconds(pid());
        OptionalDouble rss = ProcessFacts.rssMib(pid());
        if (!launcher.waitFor(READY_WITHIN.toSeconds(), TimeUnit.SECONDS) || launcher.exitValue() != 0) {
            throw new IOException("the launcher did not end well: " + output());
        }
        return new StartTimes(open, ready, cpu, rss);
    }

    private Process startVerb() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(home.resolve("bin/paddock").toString(), "start")
                .directory(home.toFile())
                .redirectErrorStream(true)
                // A file, not a pipe: the runtime inherits it and lives longer than the launcher.
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PADDOCK_") || name.startsWith("KARAF_"));
        builder.environment().remove("JAVA_OPTS");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PADDOCK_PORT", Integer.toString(port));
        builder.environment().put("PADDOCK_SSH_PORT", "0");
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private String output() throws IOException {
        return Files.exists(log()) ? Files.readString(log()).trim() : "no output";
    }

    private Path log() {
        return home.resolve("bench-launcher.log");
    }

    private Path pidFile() {
        return home.resolve("data/paddock.pid");
    }

    @Override
    public String toString() {
        return "the runtime in " + home;
    }
}
