// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Compatibility;
import io.paddock.api.CompatibilityReason;
import io.paddock.api.Endpoint;
import io.paddock.api.EnsureResult;
import io.paddock.api.LeaseTerms;
import io.paddock.api.ManagementMode;
import io.paddock.api.Protocol;
import io.paddock.api.RequestContext;
import io.paddock.api.RuntimeKind;
import io.paddock.api.StartupKind;
import io.paddock.kernel.FakeBackend;
import io.paddock.kernel.FakeDriver;
import io.paddock.kernel.work.Answer;
import io.paddock.kernel.work.Moment;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Values that the pure tests work with. */
final class Samples {
    static final Instant WALL = Instant.parse("2026-01-01T00:00:00Z");
    static final Timings TIMINGS = new Timings(
            Duration.ofSeconds(60),
            Duration.ofMillis(50),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30));

    private Samples() {}

    /** So many seconds after the start of time. */
    static Moment at(double seconds) {
        long nanos = (long) (seconds * 1e9);
        return new Moment(nanos, WALL.plusNanos(nanos));
    }

    static InstanceIdentity identity() {
        return identity(TIMINGS);
    }

    static InstanceIdentity identity(Timings timings) {
        EndpointKey key = EndpointKey.of("fake", Map.of("model", "tiny"));
        return new InstanceIdentity(
                key + "-1",
                new InstanceKey(key, "1.2.3", 1, ""),
                1,
                new InstanceSpec("fake", "tiny", null, null, Map.of()),
                FakeBackend.manifest("fake"),
                "tiny",
                StartupKind.SPAWNED,
                ManagementMode.RUNTIME_MANAGED,
                timings,
                WALL);
    }

    static Endpoint endpoint() {
        return Publication.endpoint(identity(), FakeDriver.ready(9));
    }

    static Compatibility fit() {
        return new Compatibility(
                true,
                CompatibilityReason.PROTOCOL_MATCH,
                RuntimeKind.SERVICE,
                ManagementMode.RUNTIME_MANAGED,
                Protocol.OPENAI_CHAT_COMPLETIONS,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "manifest",
                Map.of());
    }

    static Waiter waiter(String owner, Duration ttl) {
        return waiter(owner, ttl, new Answer<>(Runnable::run, late -> {}));
    }

    static Waiter waiter(String owner, Duration ttl, Answer<EnsureResult> answer) {
        return waiter(owner, ttl, answer, false);
    }

    static Waiter waiter(String owner, Duration ttl, Answer<EnsureResult> answer, boolean acceptsUnavailable) {
        Quota.Place place = new Quota().take(owner, 1).orElseThrow();
        Waiter waiter = new Waiter(new LeaseTerms(owner, ttl), RequestContext.none(), null, answer, place);
        waiter.servedBy(new Origin(FakeBackend.manifest("fake"), 1, null), fit(), acceptsUnavailable);
        return waiter;
    }
}
