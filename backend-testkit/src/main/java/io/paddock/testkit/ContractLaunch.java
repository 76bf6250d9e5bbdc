// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.spi.InstanceDriver;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.Launched;
import io.paddock.spi.OutputLine;
import io.paddock.spi.Probe;
import io.paddock.spi.StartupPlan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs what a plan says, as the kernel would: the port and the secret filled in, the output handed to the driver. */
final class ContractLaunch implements AutoCloseable {
    private static final String SECRET = "contract-secret-0123456789abcdef";
    private static final int REMEMBERED_LINES = 20;
    private static final Duration BUDGET = Duration.ofSeconds(2);
    private static final Duration KILL_TAKES = Duration.ofSeconds(2);

    private final StartupPlan.Spawn plan;
    private final Process process;
    private final InstanceDriver driver;
    private final Deque<String> lastLines = new ConcurrentLinkedDeque<>();

    private ContractLaunch(StartupPlan.Spawn plan, Process process, InstanceDriver driver) {
        this.plan = plan;
        this.process = process;
        this.driver = driver;
    }

    static ContractLaunch start(StartupPlan.Spawn plan) throws IOException {
        int port = freePort();
        LaunchSpec launch = plan.launch();
        ProcessBuilder builder = new ProcessBuilder(launch.command().stream()
                .map(word -> word.replace(LaunchSpec.PORT, String.valueOf(port)))
                .toList());
        launch.environment()
                .forEach((name, value) -> builder.environment()
                        .put(
                                name,
                                value.replace(LaunchSpec.PORT, String.valueOf(port))
                                        .replace(LaunchSpec.SECRET, SECRET)));
        if (launch.workingDirectory() != null) {
            builder.directory(launch.workingDirectory().toFile());
        }
        Process process = builder.start();
        InstanceDriver driver = plan.driver().open(new Launched("contract-launch", process.pid(), port, SECRET));
        ContractLaunch launched = new ContractLaunch(plan, process, driver);
        launched.pump(process.getInputStream(), OutputLine.Stream.STDOUT);
        launched.pump(process.getErrorStream(), OutputLine.Stream.STDERR);
        return launched;
    }

    InstanceDriver driver() {
        return driver;
    }

    /** Probes at the plan's pace until ready or failed, or until the plan's patience ends. */
    Probe probeUntilReady() throws InterruptedException {
        long end = System.nanoTime() + plan.timings().readyWithin().toNanos();
        CountDownLatch never = new CountDownLatch(1);
        Probe last = driver.probe(BUDGET);
        while (last instanceof Probe.Pending && System.nanoTime() < end && process.isAlive()) {
            assertTrue(!never.await(plan.timings().probeEvery().toMillis(), TimeUnit.MILLISECONDS));
            last = driver.probe(BUDGET);
        }
        return last;
    }

    /** What became of the process and what it wrote last, for a failure's message. */
    String story() {
        String end = process.isAlive() ? "it still runs" : "it ended with " + process.exitValue();
        return end + "; it wrote last:\n" + String.join("\n", lastLines);
    }

    private void remember(String line) {
        lastLines.add(line);
        if (lastLines.size() > REMEMBERED_LINES) {
            lastLines.poll();
        }
    }

    /** Ends the process as the kernel does, and wants it gone within the plan's grace. */
    void terminate() throws InterruptedException {
        Duration grace = plan.timings().stopGrace();
        if (grace.isZero()) {
            process.destroyForcibly();
        } else {
            process.destroy();
        }
        Duration longest = grace.isZero() ? KILL_TAKES : grace;
        boolean ended = process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
        assertTrue(ended, "the process did not end within its grace");
        process.descendants().forEach(child -> assertTrue(!child.isAlive(), () -> "left behind: " + child));
    }

    @Override
    public void close() {
        driver.close();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }

    private void pump(InputStream from, OutputLine.Stream stream) {
        Thread pump = new Thread(
                () -> {
                    try (BufferedReader lines =
                            new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            driver.output(new OutputLine(stream, line));
                            remember(line);
                        }
                    } catch (IOException e) {
                        return; // the process is gone, and its output with it
                    }
                },
                "contract-" + stream);
        pump.setDaemon(true);
        pump.start();
    }
}
