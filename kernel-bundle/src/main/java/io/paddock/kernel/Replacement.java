// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.ErrorCode;
import io.paddock.api.Problem;
import io.paddock.kernel.instance.Origin;
import io.paddock.kernel.instance.Revival;
import io.paddock.kernel.instance.Surroundings;
import io.paddock.kernel.recovery.Recovery;
import io.paddock.kernel.work.Time;
import io.paddock.spi.state.WantedInstance;
import java.time.Duration;
import java.util.List;

/**
 * What becomes of leases whose backend goes: for as long as it may be back they wait, then they have another instance, or
 * end. Thread-safe; nothing blocks.
 */
final class Replacement {
    private final BackendTable backends;
    private final Revival revival;
    private final Recovery recovery;
    private final Surroundings around;

    Replacement(BackendTable backends, Revival revival, Recovery recovery, Surroundings around) {
        this.backends = backends;
        this.revival = revival;
        this.recovery = recovery;
        this.around = around;
    }

    /** That registration goes; its instances are about to retire. */
    void going(Origin origin) {
        Duration window = around.limits().get().parking().window();
        if (window.isZero() || around.keeping().stopping()) {
            return;
        }
        long heir = backends.find(origin.manifest().backend())
                .map(serving -> serving.origin().registration())
                .orElse(0L);
        List<WantedInstance> waiting = revival.setAside(origin, heir);
        if (waiting.isEmpty()) {
            return;
        }
        recovery.begin(waiting);
        giveUpAfter(window, origin.manifest().backend(), waiting);
    }

    /** Leases of that endpoint came late, and wait too. */
    void strayed(WantedInstance one) {
        if (around.keeping().stopping()) {
            return;
        }
        List<WantedInstance> waiting = List.of(one);
        recovery.begin(waiting);
        giveUpAfter(around.limits().get().parking().window(), one.key().backend(), waiting);
    }

    private void giveUpAfter(Duration window, String backend, List<WantedInstance> waiting) {
        Time.Alarm unused =
                around.time().after(window, () -> around.messengers().execute(() -> giveUp(backend, waiting)));
    }

    private void giveUp(String id, List<WantedInstance> waiting) {
        if (backends.find(id).isEmpty()) {
            revival.giveUp(
                    waiting,
                    Problem.of(
                            ErrorCode.BACKEND_NOT_REGISTERED, "backend '" + id + "' went away and did not come back"));
        }
    }
}
