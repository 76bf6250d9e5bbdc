// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import io.paddock.api.InferenceException;
import io.paddock.spi.LaunchSpec;
import java.util.concurrent.CompletableFuture;

/** A place for processes. Thread-safe; nothing blocks. */
@FunctionalInterface
public interface Surface {
    /** Starts a process; fails with an {@link InferenceException} whose detail names no path. */
    CompletableFuture<Child> launch(String instance, LaunchSpec spec, ProcessOutput output);
}
