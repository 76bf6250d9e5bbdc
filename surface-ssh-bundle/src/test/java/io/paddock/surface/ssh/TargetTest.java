// SPDX-License-Identifier: Apache-2.0
package io.paddock.surface.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetTest {
    private static final Target.Here HERE = new Target.Here("anna", Path.of("/home/anna"), "/run/agent");

    private static Target target(Map<String, Object> more) {
        Map<String, Object> values = new HashMap<>(Map.of("name", "gpu1", "host", "gpu1.example"));
        values.putAll(more);
        return Target.of(Configs.of(values), Map.of(), HERE);
    }

    @Test
    void what_is_not_said_is_as_with_any_ssh_client() {
        Target target = target(Map.of());
        assertNull(target.problem());
        assertEquals("anna", target.user());
        assertEquals(22, target.port());
        assertNull(target.identityFile());
        assertEquals(Path.of("/run/agent"), target.agent());
        assertEquals(Path.of("/home/anna/.ssh/known_hosts"), target.knownHosts());
        assertEquals(Duration.ofSeconds(4), target.silence());
    }

    @Test
    void a_tilde_is_the_home_here() {
        Target target = target(Map.of("identity__file", "~/.ssh/id", "known__hosts", "~/hosts"));
        assertEquals(Path.of("/home/anna/.ssh/id"), target.identityFile());
        assertEquals(Path.of("/home/anna/hosts"), target.knownHosts());
    }

    @Test
    void the_name_is_that_of_the_configuration() {
        Config unnamed = Configs.of(Map.of("host", "x"));
        assertEquals(
                "gpu1",
                Target.of(unnamed, Map.of("service.pid", "io.paddock.ssh~gpu1"), HERE)
                        .name());
        assertEquals(
                "gpu-2",
                Target.of(
                                unnamed,
                                Map.of(
                                        "service.pid",
                                        "io.paddock.ssh.0815",
                                        "felix.fileinstall.filename",
                                        "file:/opt/paddock/etc/io.paddock.ssh-gpu-2.cfg"),
                                HERE)
                        .name());
    }

    private static void wrong(String part, Map<String, Object> values) {
        String problem = target(values).problem();
        assertTrue(problem != null && problem.contains(part), problem);
    }

    @Test
    void what_is_wrong_is_a_sentence() {
        wrong("host must name the machine", Map.of("host", " "));
        wrong("port must be from 1", Map.of("port", 0));
        wrong("its name must be", Map.of("name", "a b"));
        wrong("silence_seconds", Map.of("silence__seconds", 1));
        wrong("connect_timeout_ms", Map.of("connect__timeout__ms", 5));
        assertTrue(Target.of(
                        Configs.of(Map.of("name", "a", "host", "b")),
                        Map.of(),
                        new Target.Here("anna", Path.of("/home/anna"), null))
                .problem()
                .contains("identity_file must name a private key"));
    }
}
