// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.gateway;

import io.paddock.itests.support.OpenSshHost;
import io.paddock.itests.support.Requirement;
import io.paddock.itests.support.SshHost;
import java.nio.file.Path;

/** With OpenSSH's server. */
class OpenSshIT extends SshPlacement {
    @Override
    SshHost host(Path place) throws Exception {
        Path program = Requirement.need(OpenSshHost.program(), OpenSshHost.reason());
        return Requirement.need(
                OpenSshHost.started(program, place), "the OpenSSH server of this machine does not start for this user");
    }

    @Override
    void cut(SshHost server) {
        ((OpenSshHost) server).cut();
    }
}
