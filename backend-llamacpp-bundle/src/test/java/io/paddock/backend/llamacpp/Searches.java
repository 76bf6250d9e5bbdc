// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.backend.llamacpp.servers.AddedServers;
import io.paddock.backend.llamacpp.servers.Limits;
import java.nio.file.Path;

/** Searches that see nothing of this machine but what a test says. */
final class Searches {
    private Searches() {}

    static ServerSearch none() {
        return of(null, null);
    }

    /** With these in place of {@code LLAMA_CPP_DIR} and {@code PATH}. */
    static ServerSearch of(String llamaCppDir, String path) {
        return new ServerSearch(
                llamaCppDir, path, new AddedServers(Path.of("target", "no-such-folder"), Limits.DEFAULT));
    }

    /** With engines that were added. */
    static ServerSearch with(AddedServers added) {
        return new ServerSearch(null, null, added);
    }
}
