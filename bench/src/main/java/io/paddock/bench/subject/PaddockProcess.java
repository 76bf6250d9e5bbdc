// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.subject;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A runtime started in the background by its own launcher, on a free port, without ssh. */
public final class PaddockProcess implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final int STOP_SECONDS = 60;
    private static final Pattern PID = Pattern.compile("^(?:pid=)?(\\d+)", Pattern.MULTILINE);
    private static final long POLL_NANOS = 10_000_000;

    private final Path home;
    private final int port;
    private final PaddockApi api;
    private Process launcher;
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
        Matcher pid = PID.matcher(Files.readString(pidFile()));
        if (!pid.find()) {
            throw new IOException("no process id in " + pidFile());
        }
        return Long.parseLong(pid.group(1));
    }

    /** The token that its first start made. */
    public String adminToken() throws IOException {
        return Files.readString(home.resolve("data/paddock/admin.token")).trim();
    }

    /** Stops it and everything it started; a second call does nothing. */
    @Override
    public void close() throws IOException {
        List<ProcessHandle> all = new ArrayList<>();
        if (launcher != null && launcher.isAlive()) {
            launcher.descendants().forEach(all::add);
            all.add(launcher.toHandle());
        }
        if (Files.exists(pidFile())) {
            ProcessHandle.of(pid()).ifPresent(runtime -> {
                runtime.descendants().forEach(all::add);
                all.add(runtime);
            });
        }
        if (all.stream().anyMatch(ProcessHandle::isAlive)) {
            try {
                launcher("stop").waitFor(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        ProcessFacts.end(all, Duration.ofSeconds(2));
    }

    private StartTimes launch() throws IOException, InterruptedException {
        long start = System.nanoTime();
        launcher = launcher("start");
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

    /** The pid file may come after the first answer: the launcher writes it when it looks. */
    private StartTimes settled(double open, double ready) throws IOException, InterruptedException {
        OptionalDouble cpu = Files.exists(pidFile()) ? ProcessFacts.cpuSeconds(pid()) : OptionalDouble.empty();
        OptionalDouble rss = Files.exists(pidFile()) ? ProcessFacts.rssMib(pid()) : OptionalDouble.empty();
        if (!launcher.waitFor(READY_WITHIN.toSeconds(), TimeUnit.SECONDS) || launcher.exitValue() != 0) {
            throw new IOException("the launcher did not end well: " + output());
        }
        return new StartTimes(open, ready, cpu, rss.isPresent() ? rss : ProcessFacts.rssMib(pid()));
    }

    private Process launcher(String verb) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(home.resolve("bin/paddock").toString(), verb)
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
