// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What happened and why. The memory is bounded and ends with the runtime. Thread-safe; no method blocks.
 */
@ProviderType
public interface Events {
    /**
     * Events in the order of their numbers; waits for the first one when there is none yet, as long as the query says.
     * Fails with {@link ErrorCode#INVALID_VALUE} for a number that this runtime has not reached.
     */
    CompletableFuture<EventPage> read(EventQuery query);

    /**
     * Why an instance is, or was, as it is.
     *
     * @throws InferenceException with {@link ErrorCode#INSTANCE_NOT_FOUND} when it is neither live nor remembered
     */
    CauseChain whyInstance(String instanceId);

    /**
     * Why a lease stands, or ended, as it did.
     *
     * @throws InferenceException with {@link ErrorCode#LEASE_NOT_FOUND} when it is neither live nor remembered
     */
    CauseChain whyLease(String leaseRef);

    /**
     * The last lines that an instance's process wrote, oldest first; none when it has no process of its own.
     *
     * @param tail at most so many lines, from 1; the kernel keeps 200
     * @throws InferenceException with {@link ErrorCode#INSTANCE_NOT_FOUND} when it is neither live nor remembered
     */
    List<LogLine> log(String instanceId, int tail);

    /**
     * Lines that an instance's process writes, in the order of their numbers; waits for the first one when there is none
     * yet, as long as the query says, or until there will be none. Fails with {@link ErrorCode#INSTANCE_NOT_FOUND} when it
     * is neither live nor remembered, and with {@link ErrorCode#INVALID_VALUE} for a number that it has not reached.
     */
    CompletableFuture<LogPage> readLog(LogQuery query);
}
