// SPDX-License-Identifier: Apache-2.0
package io.paddock.surface.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.SurfaceKind;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.surface.PlacedEnd;
import io.paddock.spi.surface.Placement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SshRefusalsTest {
    @TempDir
    Path folder;

    private SshServerHere server;

    @BeforeEach
    void start() throws Exception {
        server = new SshServerHere(folder);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private String refusal(LaunchSpec launch) {
        try (SshSurface surface = new SshSurface(server.config(server.port()), Map.of())) {
            return refusal(surface, launch);
        }
    }

    private String refusal(SshSurface surface, LaunchSpec launch) {
        ExecutionException failed = assertThrows(
                ExecutionException.class,
                () -> surface.place(new Placement("test-1", launch)).get(20, TimeUnit.SECONDS));
        InferenceException refused = assertInstanceOf(InferenceException.class, failed.getCause());
        assertEquals(ErrorCode.LAUNCH_FAILED, refused.code());
        assertFalse(refused.getMessage().contains(folder.toString()), refused.getMessage());
        return refused.getMessage();
    }

    private void says(String part, String sentence) {
        assertTrue(sentence.contains(part), sentence);
    }

    private static LaunchSpec any() {
        return Placed.shell("true");
    }

    private void runs() throws Exception {
        try (SshSurface surface = new SshSurface(server.config(server.port()), Map.of())) {
            assertEquals(PlacedEnd.of(0), Placed.on(surface, any()).end());
        }
    }

    @Test
    void a_host_that_nobody_entered_is_refused_and_not_entered() throws Exception {
        Files.delete(server.knownHosts());
        says("add it there", refusal(any()));
        assertFalse(Files.exists(server.knownHosts()));
        Files.writeString(
                server.knownHosts(),
                "elsewhere ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJqZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXphYmNkZWZn\n");
        String before = Files.readString(server.knownHosts());
        says("is not in the known_hosts file", refusal(any()));
        assertEquals(before, Files.readString(server.knownHosts()));
        assertEquals(List.of(), server.commands);
    }

    @Test
    void a_host_whose_key_changed_is_refused() throws Exception {
        server.knows(SshServerHere.key("ecdsa-sha2-nistp256", 256));
        String before = Files.readString(server.knownHosts());
        says("shows another host key than the one in the known_hosts file", refusal(any()));
        assertEquals(before, Files.readString(server.knownHosts()));
        assertEquals(List.of(), server.commands);
    }

    @Test
    void a_host_with_several_keys_is_asked_for_the_one_that_we_know() throws Exception {
        server.close();
        KeyPair known = SshServerHere.key("ssh-rsa", 2048);
        server = new SshServerHere(
                folder,
                SshServerHere.key("ecdsa-sha2-nistp256", 256),
                SshServerHere.key("ecdsa-sha2-nistp384", 384),
                known);
        server.knows(known);
        runs();
    }

    @Test
    void a_key_that_the_host_does_not_know_is_refused() throws Exception {
        SshServerHere.writeKey(server.identity(), SshServerHere.key("ecdsa-sha2-nistp256", 256), null);
        says("takes no key of ours for user 'anna'", refusal(any()));
    }

    @Test
    void an_ed25519_key_and_host_key_work() throws Exception {
        server.close();
        server = new SshServerHere(folder, SshServerHere.key("ssh-ed25519", 256));
        runs();
    }

    @Test
    void an_identity_that_cannot_be_used_is_named_as_such() throws Exception {
        SshServerHere.writeKey(server.identity(), server.ours, "phrase");
        says("without a pass phrase", refusal(any()));
        Files.writeString(server.identity(), "no key at all");
        says("identity_file", refusal(any()));
        Files.delete(server.identity());
        says("must be there", refusal(any()));
    }

    @Test
    void a_host_that_is_not_there_is_refused_soon() throws Exception {
        int port;
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = silent.getLocalPort();
        }
        try (SshSurface surface = new SshSurface(server.config(port), Map.of())) {
            says("cannot be reached", refusal(surface, any()));
        }
    }

    private Config hurried(int port) {
        return Configs.of(Map.of(
                "name",
                "here",
                "host",
                "127.0.0.1",
                "port",
                port,
                "identity__file",
                server.identity().toString(),
                "connect__timeout__ms",
                1000));
    }

    @Test
    void a_host_that_accepts_and_stays_silent_is_refused_within_its_patience() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SshSurface surface = new SshSurface(hurried(silent.getLocalPort()), Map.of())) {
            long start = System.nanoTime();
            says("does not come to terms with us", refusal(surface, any()));
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(12));
        }
    }

    private static LaunchSpec program(String program, String... files) {
        return new LaunchSpec(
                List.of(program), null, Map.of(), Set.of(), SurfaceKind.SSH_EXEC, "here", List.of(files), 0);
    }

    @Test
    void what_is_missing_there_is_named_before_anything_starts() throws Exception {
        Path plain = Files.writeString(folder.resolve("plain file's"), "x");
        Path empty = Files.createFile(folder.resolve("empty"));
        says("does not have the program at that place", refusal(program(folder + "/no where")));
        says("is not executable", refusal(program(plain.toString())));
        says("on its PATH", refusal(program("no-such-program")));
        says("on its PATH", refusal(program("-v")));
        says("does not have a file that it needs", refusal(program("/bin/sh", plain.toString(), folder + "/gone")));
        says("has a folder where a file is needed", refusal(program("/bin/sh", folder.toString())));
        says("has an empty file", refusal(program("/bin/sh", empty.toString())));
        LaunchSpec elsewhere = new LaunchSpec(
                List.of("/bin/sh"),
                folder.resolve("gone"),
                Map.of(),
                Set.of(),
                SurfaceKind.SSH_EXEC,
                "here",
                List.of(),
                0);
        says("does not have the working directory", refusal(elsewhere));
        says(
                "cannot take a secret with a line break",
                refusal(Placed.spec(Map.of("A", "x\ny"), Set.of("A"), "/bin/sh")));
    }

    @Test
    void a_greeting_of_the_shell_is_not_taken_for_an_answer() throws Exception {
        server.greeting = "echo Welcome; echo; ";
        says("does not have the program at that place", refusal(program(folder + "/no where")));
        runs();
    }

    @Test
    void a_host_that_forwards_no_port_is_named_as_such() {
        server.forbidForwarding();
        says("AllowTcpForwarding", refusal(Placed.spec(Map.of(), Set.of(), "/bin/sh", "{port}")));
    }

    @Test
    void a_program_that_does_not_answer_is_ended() throws Exception {
        try (SshSurface surface = new SshSurface(server.config(server.port()), Map.of())) {
            Path pid = folder.resolve("pid");
            ExecutionException failed = assertThrows(
                    ExecutionException.class,
                    () -> surface.ask(
                                    List.of("/bin/sh", "-c", "echo $$ > '" + pid + "'; exec sleep 60"),
                                    Duration.ofSeconds(1))
                            .get(20, TimeUnit.SECONDS));
            says("does not answer", failed.getCause().getMessage());
            Placed.goneWithin(5, Files.readString(pid).strip());
        }
    }

    @Test
    void a_configuration_that_is_wrong_says_so_when_it_is_used() {
        Config config = Configs.of(Map.of("name", "here", "identity__file", "x"));
        try (SshSurface surface = new SshSurface(config, Map.of())) {
            says("host must name the machine", refusal(surface, any()));
        }
    }
}
