// SPDX-License-Identifier: Apache-2.0
package io.paddock.surface.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.spi.surface.Placement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What runs there ends within five seconds, however the way to it ends. */
@Timeout(60)
class SshOrphansTest {
    private static final String STUBBORN =
            "trap '' TERM; echo $$; sh -c 'trap \"\" TERM; echo $$; sleep 99; sleep 99' &"
                    + " while :; do echo still here; sleep 0.2; done";

    @TempDir
    Path folder;

    private SshServerHere server;
    private Wire wire;

    @BeforeEach
    void start() throws Exception {
        server = new SshServerHere(folder);
        wire = new Wire(server.port());
        server.knows(server.hostKey, wire.port());
    }

    @AfterEach
    void stop() throws IOException {
        wire.close();
        server.close();
    }

    private SshSurface surface() {
        return new SshSurface(server.config(wire.port()), Map.of());
    }

    @Test
    void when_the_connection_is_cut_in_the_middle_of_its_output() throws Exception {
        try (SshSurface surface = surface()) {
            Placed placed = Placed.on(surface, Placed.shell(STUBBORN));
            String pid = placed.line();
            wire.cut();
            assertEquals(
                    "was lost: the connection to ssh target 'here' broke",
                    placed.end().lost());
            Placed.goneWithin(5, pid);
        }
    }

    @Test
    void when_its_input_ends_long_before_the_silence_counts() throws Exception {
        Map<String, Object> patient = Map.of(
                "name",
                "here",
                "host",
                "127.0.0.1",
                "port",
                wire.port(),
                "user",
                SshServerHere.USER,
                "identity__file",
                server.identity().toString(),
                "known__hosts",
                server.knownHosts().toString(),
                "silence__seconds",
                60);
        try (SshSurface surface = new SshSurface(Configs.of(patient), Map.of())) {
            String stubborn = Placed.on(surface, Placed.shell(STUBBORN)).line();
            String polite =
                    Placed.on(surface, Placed.shell("echo $$; exec sleep 60")).line();
            wire.cut();
            Placed.goneWithin(2, polite);
            Placed.goneWithin(5, stubborn);
        }
    }

    @Test
    void when_the_network_goes_silent_both_sides_notice() throws Exception {
        try (SshSurface surface = surface()) {
            Placed placed = Placed.on(surface, Placed.shell(STUBBORN));
            String pid = placed.line();
            wire.silence();
            Placed.goneWithin(6, pid); // five, and the look of the test
            assertEquals(
                    "was lost: the connection to ssh target 'here' broke",
                    placed.process.ended().get(5, TimeUnit.SECONDS).lost());
        }
    }

    @Test
    void a_process_that_is_left_alone_lives_on() throws Exception {
        try (SshSurface surface = surface()) {
            Placed placed = Placed.on(surface, Placed.shell("echo $$; sleep 7; echo alive"));
            placed.line();
            assertEquals("alive", placed.line());
            assertEquals(0, placed.end().status());
        }
    }

    @Test
    void when_the_jvm_is_killed() throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName(),
                        Integer.toString(wire.port()),
                        server.identity().toString(),
                        server.knownHosts().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
            String[] pids = {lines.readLine(), lines.readLine()};
            assertTrue(Placed.alive(pids[0]) && Placed.alive(pids[1]));
            jvm.destroyForcibly().waitFor();
            Placed.goneWithin(5, pids);
        } finally {
            jvm.destroyForcibly();
        }
    }

    /** Another runtime: places a process, says its ids, and stays. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] args) throws Exception {
            Config config = Configs.of(SshServerHere.USER, Integer.parseInt(args[0]), args[1], args[2]);
            SshSurface surface = new SshSurface(config, Map.of());
            Placed placed = new Placed(surface.place(new Placement("owned-1", Placed.shell(STUBBORN)))
                    .get(20, TimeUnit.SECONDS));
            System.out.println(placed.line());
            String next = placed.line();
            System.out.println(next.equals("still here") ? placed.line() : next);
            System.out.flush();
            assertFalse(new CountDownLatch(1).await(1, TimeUnit.MINUTES));
        }
    }
}
