// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstallTest {
    private static final Path HOME = Path.of("/opt/paddock");

    @Test
    void the_environment_may_say_nothing() throws CliFailure {
        assertEquals(new Install(HOME, HOME.resolve("data"), 8080, 8101), Install.of(HOME, Map.of(), 17));
    }

    @Test
    void the_environment_chooses_folder_and_ports() throws CliFailure {
        Map<String, String> environment =
                Map.of("PADDOCK_DATA", "/var/p", "PADDOCK_PORT", "9000", "PADDOCK_SSH_PORT", "0");
        assertEquals(new Install(HOME, Path.of("/var/p"), 9000, 0), Install.of(HOME, environment, 17));
    }

    @Test
    void where_ssh_sessions_fail_there_is_no_ssh() throws CliFailure {
        assertEquals(8101, Install.of(HOME, Map.of(), 23).sshPort());
        assertEquals(0, Install.of(HOME, Map.of(), 24).sshPort());
    }

    @Test
    void what_is_no_port_is_refused_by_name() {
        for (String wrong : new String[] {"0", "65536", "-1", "http", "99999999999"}) {
            CliFailure failure =
                    assertThrows(CliFailure.class, () -> Install.of(HOME, Map.of("PADDOCK_PORT", wrong), 17));
            assertEquals(2, failure.exitCode());
            assertTrue(failure.getMessage().contains("PADDOCK_PORT=" + wrong), failure::getMessage);
        }
    }
}
