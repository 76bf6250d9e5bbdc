// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.recovery;

import io.paddock.api.EventCause;
import io.paddock.api.EventType;
import io.paddock.api.Lease;
import io.paddock.kernel.instance.Quota;
import io.paddock.kernel.instance.RestoredLease;
import io.paddock.kernel.instance.Revival;
import io.paddock.kernel.instance.Surroundings;
import io.paddock.kernel.journal.About;
import io.paddock.kernel.journal.Because;
import io.paddock.kernel.journal.Note;
import io.paddock.kernel.recovery.Restoration.Remaining;
import io.paddock.kernel.recovery.Restoration.WantedAgain;
import io.paddock.kernel.work.Completion;
import io.paddock.spi.state.Kept;
import io.paddock.spi.state.KeptLease;
import io.paddock.spi.state.StateStore;
import io.paddock.spi.state.WantedInstance;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up what an earlier run of the runtime kept, and tells what became of it. Used once. */
public final class Restart {
    private static final Logger LOG = LoggerFactory.getLogger(Restart.class);
    private static final Because RAN_OUT =
            Because.of(EventCause.TTL_RAN_OUT, "it was not renewed in time; it ran out while the runtime was down");

    private final StateStore store;
    private final Revival revival;
    private final Quota quota;
    private final Surroundings around;

    /** @param quota counts the restored leases among those of their owners */
    public Restart(StateStore store, Revival revival, Quota quota, Surroundings around) {
        this.store = store;
        this.revival = revival;
        this.quota = quota;
        this.around = around;
    }

    /** Blocks while the store reads. What is live again is listed from then on; answers what waits for an instance. */
    public List<WantedInstance> takeUp() {
        Kept kept = store.restore();
        if (kept.warning() != null) {
            around.journal()
                    .add(Note.of(
                            EventType.STATE_LOST,
                            About.backend(null),
                            Because.of(EventCause.STATE_UNREADABLE, kept.warning()),
                            null));
        }
        Restoration what = Restoration.of(kept, around.time().now().wall());
        what.expired().forEach(one -> over(one, EventType.LEASE_EXPIRED, RAN_OUT));
        what.lost()
                .forEach(one -> over(
                        one, EventType.LEASE_REVOKED, Because.of(one.lease().cause())));
        what.unwanted().forEach(one -> unwanted(store.drop(one.key())));
        what.endpoints()
                .forEach(one -> revival.restore(
                        one.wanted(), one.leases().stream().map(this::placed).toList()));
        if (!kept.leases().isEmpty() || !kept.instances().isEmpty()) {
            LOG.info(
                    "restored {} leases on {} endpoints; {} leases ran out while the runtime was down",
                    what.endpoints().stream()
                            .mapToInt(one -> one.leases().size())
                            .sum(),
                    what.endpoints().size(),
                    what.expired().size());
        }
        return what.endpoints().stream().map(WantedAgain::wanted).toList();
    }

    /** What was granted once is not refused, whatever the quota is now. */
    private RestoredLease placed(Remaining one) {
        Quota.Place place =
                quota.take(one.lease().ownerRef(), Integer.MAX_VALUE).orElseThrow();
        return new RestoredLease(one.lease(), one.left(), place);
    }

    private void over(KeptLease one, EventType type, Because because) {
        Lease lease = one.lease();
        around.leases().ended(lease);
        around.journal()
                .add(new Note(
                        type,
                        new About(
                                lease.backend(),
                                lease.instanceId(),
                                one.endpoint().toString(),
                                lease.endpointGeneration()),
                        because,
                        lease.leaseRef(),
                        lease.ownerRef(),
                        null));
        unwanted(store.drop(lease.leaseRef()));
    }

    /** Should this fail, it is decided in the same way after the next restart. */
    private static void unwanted(CompletableFuture<Void> dropped) {
        Completion.on(dropped, (done, failure) -> {
            if (failure != null) {
                LOG.debug("something that is over could not be dropped", failure);
            }
        });
    }
}
