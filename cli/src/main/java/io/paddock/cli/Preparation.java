// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.IOException;

/** What is checked and made before a runtime starts. */
final class Preparation {
    private Preparation() {}

    static void checkPorts(Install install) throws CliFailure {
        PortCheck.requireFree(install.port(), "PADDOCK_PORT");
        PortCheck.requireFree(install.sshPort(), "PADDOCK_SSH_PORT");
    }

    /** Without a key the runtime works all the same, only its ssh console does not let anybody in. */
    static void loginKey(Install install, Terminal terminal) {
        if (install.sshPort() == 0) {
            return;
        }
        try {
            new LoginKey(install).ensure();
        } catch (IOException e) {
            terminal.err().println("paddock: no key for the ssh console, cannot write " + e.getMessage());
        }
    }
}
