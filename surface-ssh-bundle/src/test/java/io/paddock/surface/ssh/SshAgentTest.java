// SPDX-License-Identifier: Apache-2.0
package io.paddock.surface.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.paddock.spi.surface.PlacedEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys that a real ssh agent holds. */
@Timeout(60)
class SshAgentTest {
    @TempDir
    Path folder;

    private SshServerHere server;
    private Process agent;

    @BeforeEach
    void start() throws Exception {
        boolean there =
                Files.isExecutable(Path.of("/usr/bin/ssh-agent")) && Files.isExecutable(Path.of("/usr/bin/ssh-add"));
        String reason = "there is no /usr/bin/ssh-agent here";
        if (!there && "all".equals(System.getenv("PADDOCK_REQUIRE"))) {
            fail("PADDOCK_REQUIRE=all, but: " + reason);
        }
        Assumptions.assumeTrue(there, reason);
        server = new SshServerHere(folder);
        agent = new ProcessBuilder("/usr/bin/ssh-agent", "-D", "-a", socket().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Placed.eventually(5, "the agent listens", () -> Files.exists(socket()));
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            agent.destroyForcibly();
            server.close();
        }
    }

    private Path socket() {
        return folder.resolve("agent");
    }

    private void add(Path key) throws Exception {
        Files.setPosixFilePermissions(key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        ProcessBuilder adding = new ProcessBuilder("/usr/bin/ssh-add", key.toString());
        adding.environment().put("SSH_AUTH_SOCK", socket().toString());
        assertEquals(0, adding.inheritIO().start().waitFor());
    }

    private SshSurface surface() {
        return new SshSurface(
                Configs.of(Map.of(
                        "name",
                        "here",
                        "host",
                        "127.0.0.1",
                        "port",
                        server.port(),
                        "user",
                        SshServerHere.USER,
                        "agent",
                        socket().toString(),
                        "known__hosts",
                        server.knownHosts().toString())),
                Map.of());
    }

    @Test
    void an_agent_signs_for_us() throws Exception {
        add(server.identity());
        try (SshSurface surface = surface()) {
            assertEquals(
                    PlacedEnd.of(0), Placed.on(surface, Placed.shell("true")).end());
            assertEquals(
                    PlacedEnd.of(4), Placed.on(surface, Placed.shell("exit 4")).end());
        }
    }

    @Test
    void an_agent_without_our_key_is_no_way_in() {
        try (SshSurface surface = surface()) {
            ExecutionException failed =
                    assertThrows(ExecutionException.class, () -> Placed.on(surface, Placed.shell("true")));
            assertTrue(
                    failed.getCause().getMessage().contains("add one to the ssh agent"),
                    failed.getCause().getMessage());
        }
    }

    @Test
    void an_agent_that_is_gone_is_no_way_in_either() throws Exception {
        assertTrue(agent.destroyForcibly().waitFor(5, TimeUnit.SECONDS));
        try (SshSurface surface = surface()) {
            ExecutionException failed =
                    assertThrows(ExecutionException.class, () -> Placed.on(surface, Placed.shell("true")));
            assertTrue(
                    failed.getCause().getMessage().contains("no ssh agent answers here"),
                    failed.getCause().getMessage());
        }
    }
}
