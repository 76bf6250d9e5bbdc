// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi.surface;

import io.paddock.api.InferenceException;
import io.paddock.api.SurfaceKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One place for processes, registered as an OSGi service. What runs there ends with the service, with the runtime, and
 * with the way to it. Thread-safe; no method blocks, every future ends within a bound.
 */
@ConsumerType
public interface ExecutionSurface {
    /** What kind of place this is. */
    SurfaceKind kind();

    /** Its name, as a configuration calls it. */
    String target();

    /**
     * Looks whether the process can run there, and starts it. The future fails with an {@link InferenceException} whose
     * sentence names no path.
     */
    CompletableFuture<PlacedProcess> place(Placement placement);

    /**
     * Runs a command there to its end and keeps what it wrote, both streams together, at most 1 MiB.
     *
     * @param limit longest time from the start; then it is ended and the future fails with an {@link InferenceException}
     */
    CompletableFuture<Said> ask(List<String> command, Duration limit);
}
