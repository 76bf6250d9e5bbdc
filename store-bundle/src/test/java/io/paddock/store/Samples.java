// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import io.paddock.api.ErrorCode;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.Problem;
import io.paddock.api.RequestContext;
import io.paddock.api.StartupKind;
import io.paddock.api.SurfaceKind;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.state.KeptLease;
import io.paddock.spi.state.WantedInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Values with something in every field. */
final class Samples {
    static final EndpointKey KEY = EndpointKey.of("llamacpp", Map.of("model", "tiny"));
    static final Instant GRANTED = Instant.ofEpochMilli(1_700_000_000_123L);

    private Samples() {}

    static KeptLease lease(String ref) {
        return lease(ref, Duration.ofMillis(90_001));
    }

    static KeptLease lease(String ref, Duration ttl) {
        return new KeptLease(
                KEY,
                new Lease(
                        ref,
                        "anna \u00fcber \uD83D\uDE00",
                        ttl,
                        false,
                        GRANTED.plus(ttl),
                        GRANTED,
                        LeaseState.RECOVERING,
                        KEY + "-3",
                        "llamacpp",
                        "tiny",
                        3,
                        new RequestContext("run", "attempt", "boundary", Map.of("trace_id", "t", "deep", List.of(1))),
                        Problem.retryable(ErrorCode.PROCESS_EXITED, "it ended; look", Duration.ofSeconds(2))));
    }

    static WantedInstance wanted() {
        return new WantedInstance(
                KEY,
                7,
                new InstanceSpec(
                        "llamacpp",
                        "tiny",
                        StartupKind.SPAWNED,
                        SurfaceKind.LOCAL_SUBPROCESS,
                        Map.of(
                                "ctx_size",
                                4096,
                                "rate",
                                0.7,
                                "flag",
                                true,
                                "list",
                                List.of("a", 2),
                                "map",
                                Map.of("x", 1))),
                true);
    }
}
