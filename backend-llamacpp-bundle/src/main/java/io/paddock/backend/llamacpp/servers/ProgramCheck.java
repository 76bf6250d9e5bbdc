// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.servers;

import java.nio.file.Path;

/** Asks a program what it is. */
@FunctionalInterface
public interface ProgramCheck {
    /**
     * Its version, as it prints it.
     *
     * @throws io.paddock.api.InferenceException when it does not work here, or is no llama-server
     */
    String version(Path program);
}
