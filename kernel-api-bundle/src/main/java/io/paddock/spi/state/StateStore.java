// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi.state;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.spi.EndpointKey;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Keeps leases and wanted instances over a restart of the runtime.
 *
 * <p>Thread-safe. {@link #restore} may block for as long as it takes to read; the other methods return at once. What
 * they are told takes effect in the order of the calls. Their futures complete when not even the sudden death of this
 * JVM can undo it any more (the loss of the machine's power may), on a thread of the store: what hangs on them must be
 * quick. They fail only with an {@link InferenceException} of the code {@link ErrorCode#STATE_UNWRITABLE}; what was to
 * be kept is then kept in its older form, or not at all. A drop that fails is tried again before the next write.
 */
@ConsumerType
public interface StateStore {
    /**
     * What was kept. Called once by each kernel, before it keeps anything. Never fails: what is torn or corrupt is set aside and told
     * by the warning, and so is a store that cannot work, whose every later call fails.
     */
    Kept restore();

    /** Keeps a lease, in place of an older form of it. */
    CompletableFuture<Void> keep(KeptLease lease);

    /** Keeps a lease no longer; an unknown one is no error. */
    CompletableFuture<Void> drop(String leaseRef);

    /** Keeps a wanted instance, in place of an older one for the same endpoint. */
    CompletableFuture<Void> keep(WantedInstance wanted);

    /** Keeps the wanted instance for that endpoint no longer; an unknown one is no error. */
    CompletableFuture<Void> drop(EndpointKey endpoint);
}
