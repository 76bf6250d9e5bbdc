// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.gateway;

import io.paddock.itests.support.OwnSshHost;
import io.paddock.itests.support.SshHost;
import java.nio.file.Path;

/** With an ssh server inside the tests. */
class SshIT extends SshPlacement {
    @Override
    SshHost host(Path place) throws Exception {
        return new OwnSshHost(place);
    }

    @Override
    void cut(SshHost server) {
        ((OwnSshHost) server).cut();
    }
}
