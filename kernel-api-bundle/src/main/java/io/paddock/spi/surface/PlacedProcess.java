// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi.surface;

import io.paddock.spi.OutputLine;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ConsumerType;

/** A process that runs somewhere. Thread-safe; nothing but reading its streams blocks. */
@ConsumerType
public interface PlacedProcess {
    /** The loopback port of this machine that leads to the one it was given, or 0 when it has none. */
    int port();

    /** What it writes; read by one thread, to the end, or it may have to wait for its reader. */
    InputStream stream(OutputLine.Stream which);

    /** Completes when it is over or out of reach, in whatever way; never fails. */
    CompletableFuture<PlacedEnd> ended();

    /**
     * Asks it to end; after {@code grace} it and all below it are killed, at once when that is zero.
     *
     * @return completes when it is gone or out of reach, at the latest three seconds after the grace; true when its end
     *     was seen
     */
    CompletableFuture<Boolean> end(Duration grace);
}
