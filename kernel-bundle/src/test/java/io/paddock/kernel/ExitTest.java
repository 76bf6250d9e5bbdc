// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.Problem;
import io.paddock.spi.Probe;
import io.paddock.spi.Timings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a process that ends before it is ready. */
class ExitTest {
    private final Rig rig = new Rig();
    private final FakeBackend fake = new FakeBackend("fake");
    private final List<ServerSocket> strangers = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws IOException {
        rig.close();
        for (ServerSocket stranger : strangers) {
            stranger.close();
        }
    }

    private static boolean gone(FakeDriver driver) {
        return !ProcessHandle.of(driver.launched.pid())
                .map(ProcessHandle::isAlive)
                .orElse(false);
    }

    @Test
    void the_driver_says_what_the_last_words_mean() {
        fake.timings = new Timings(
                Duration.ofSeconds(20),
                Duration.ofMinutes(5),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                null);
        fake.prepare = driver -> driver.probe = () -> gone(driver) && driver.lines.contains("kaput")
                ? new Probe.Failed("the model is broken")
                : new Probe.Pending("connection refused");
        rig.with(fake.spawning("sh", "-c", "sleep 0.3; echo kaput; exit 3"));

        Problem problem = rig.refusal(Rig.wish("fake"));

        assertEquals(ErrorCode.PROCESS_EXITED, problem.code());
        assertTrue(problem.detail().contains("exit code 3 before it was ready: the model is broken"), problem.detail());
    }

    @Test
    void a_signal_that_means_no_memory_says_so() {
        fake.prepare = driver -> driver.probe = () -> new Probe.Pending("connection refused");
        rig.with(fake.spawning("sh", "-c", "kill -KILL $$"));

        Problem problem = rig.refusal(Rig.wish("fake"));

        assertTrue(problem.detail().contains("memory runs out"), problem.detail());
    }

    @Test
    void a_port_that_was_taken_between_check_and_bind_costs_the_caller_nothing() {
        fake.prepare = driver -> {
            if (strangers.isEmpty()) {
                strangers.add(listen(driver.launched.port()));
                ProcessHandle.of(driver.launched.pid()).ifPresent(ProcessHandle::destroy);
                driver.probe = () -> new Probe.Pending("another process answers");
            }
        };
        rig.with(fake.spawning("sh", "-c", "exec sleep 60", "{port}"));

        EnsureResult result = rig.ensure("fake");

        assertEquals(2, fake.drivers.size());
        assertNotEquals(
                strangers.get(0).getLocalPort(), result.endpoint().baseUrl().getPort());
    }

    private static ServerSocket listen(int port) {
        try {
            return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
