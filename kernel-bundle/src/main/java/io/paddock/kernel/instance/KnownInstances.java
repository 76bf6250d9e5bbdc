// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Compatibility;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.spi.InstanceSpec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Calls about one instance that the caller knows by its id. Thread-safe; nothing blocks. */
public final class KnownInstances {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Roster roster;
    private final Keeping keeping;

    public KnownInstances(Roster roster, Keeping keeping) {
        this.roster = roster;
        this.keeping = keeping;
    }

    /** The wish that instance was planned for; fails with an {@link InferenceException} when there is none. */
    public InstanceSpec wish(String id) {
        Instance instance = roster.live(id);
        if (instance == null) {
            throw unknown(id);
        }
        return instance.identity().spec();
    }

    /**
     * Leases that very instance to {@code waiter}.
     *
     * @param fit why it fits the waiter
     * @param acceptsUnavailable whether the waiter takes an instance that does not answer its health check
     */
    public void lease(String id, Waiter waiter, Compatibility fit, boolean acceptsUnavailable) {
        Instance instance = roster.live(id);
        if (instance == null) {
            waiter.refuse(unknown(id).problem());
            return;
        }
        Problem gone =
                Problem.retryable(ErrorCode.DRAINING, id + " is going away; ask for its model instead", RETRY_AFTER);
        waiter.servedBy(instance.identity().origin(), fit, acceptsUnavailable);
        if (instance.leaving()) {
            waiter.refuse(gone);
            return;
        }
        waiter.queuedAt(instance, true, () -> waiter.refuse(gone));
        instance.ensure(waiter);
        if (waiter.abandoned()) {
            instance.forget(waiter);
        }
    }

    private static InferenceException unknown(String id) {
        return new InferenceException(
                ErrorCode.INSTANCE_NOT_FOUND, "there is no instance '" + id + "'; list the instances");
    }

    /** Stops one; completes when it is gone. */
    public CompletableFuture<Void> stop(String id, boolean force) {
        Instance instance = roster.live(id);
        if (instance != null) {
            keeping.stopAsked(instance.identity().key().endpoint());
            return instance.stop(force).copy();
        }
        keeping.stopAsked(id);
        return roster.knew(id) ? CompletableFuture.completedFuture(null) : CompletableFuture.failedFuture(unknown(id));
    }

    /** Somebody asked for that instance itself: another one is brought up after a restart of the runtime. */
    public CompletableFuture<Void> keepOnPurpose(String id) {
        Instance instance = roster.live(id);
        return instance == null
                ? CompletableFuture.completedFuture(null)
                : keeping.onPurpose(instance.identity().wanted());
    }
}
