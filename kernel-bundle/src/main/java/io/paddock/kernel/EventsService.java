// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.CauseChain;
import io.paddock.api.ErrorCode;
import io.paddock.api.EventPage;
import io.paddock.api.EventQuery;
import io.paddock.api.Events;
import io.paddock.api.InferenceException;
import io.paddock.api.LogLine;
import io.paddock.api.LogPage;
import io.paddock.api.LogQuery;
import io.paddock.api.Problem;
import io.paddock.kernel.journal.CauseChains;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The kernel as callers see it who ask what happened. */
@Component
public final class EventsService implements Events {
    private final KernelCore core;
    private final CauseChains causes;

    @Activate
    public EventsService(@Reference Kernel kernel) {
        this(kernel.core());
    }

    EventsService(KernelCore core) {
        this.core = core;
        this.causes = new CauseChains(core.journal());
    }

    @Override
    public CompletableFuture<EventPage> read(EventQuery query) {
        return core.feed().read(query);
    }

    @Override
    public CauseChain whyInstance(String instanceId) {
        return causes.ofInstance(
                        instanceId, core.instances().roster().find(instanceId).orElse(null))
                .orElseThrow(() -> unknown(instanceId));
    }

    private static InferenceException unknown(String instanceId) {
        return new InferenceException(
                ErrorCode.INSTANCE_NOT_FOUND,
                "there is no instance '" + instanceId + "', and none is remembered; list the instances");
    }

    @Override
    public CauseChain whyLease(String leaseRef) {
        return causes.ofLease(leaseRef, core.leases().find(leaseRef).orElse(null))
                .orElseThrow(() -> new InferenceException(
                        ErrorCode.LEASE_NOT_FOUND,
                        "there is no such lease, and none is remembered; leases without a time to live are counted,"
                                + " not remembered one by one"));
    }

    @Override
    public List<LogLine> log(String instanceId, int tail) {
        if (tail < 1) {
            throw new InferenceException(
                    Problem.ofField(ErrorCode.INVALID_VALUE, "tail", "tail must be an integer from 1"));
        }
        return core.logs().last(instanceId, tail);
    }

    @Override
    public CompletableFuture<LogPage> readLog(LogQuery query) {
        return core.logs().read(query);
    }
}
