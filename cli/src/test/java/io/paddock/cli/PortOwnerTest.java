// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class PortOwnerTest {
    private static final String LINE = "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000"
            + "     0        0 31337 1 0000000000000000 100 0 0 10 0";

    @Test
    void a_listener_on_the_port_is_recognised() {
        assertEquals(Optional.of("31337"), PortOwner.inode(LINE, 8080));
        assertTrue(PortOwner.inode(LINE, 8081).isEmpty());
        assertTrue(PortOwner.inode(LINE.replace(" 0A ", " 01 "), 8080).isEmpty());
        assertTrue(PortOwner.inode("  sl  local_address rem_address   st", 8080).isEmpty());
    }

    @Test
    void our_own_listener_is_found() throws IOException {
        boolean possible = Files.isReadable(Path.of("/proc/net/tcp"));
        if (!possible && "all".equals(System.getenv("PADDOCK_REQUIRE"))) {
            throw new AssertionError("/proc/net/tcp is needed and not here");
        }
        Assumptions.assumeTrue(possible, "no /proc/net/tcp on this system");
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String owner = PortOwner.of(listener.getLocalPort()).orElse("nobody");
            assertEquals("process " + ProcessHandle.current().pid() + " (java)", owner);
        }
    }
}
