// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.Capability;
import io.paddock.api.Protocol;
import io.paddock.api.Support;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.ModelFacts;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A backend that can be asked about models. Its models can call tools, unless a test says otherwise. */
final class KnowingBackend extends FakeBackend implements ModelFacts {
    final AtomicInteger asked = new AtomicInteger();
    volatile Function<InstanceSpec, Map<Capability, Support>> facts =
            spec -> Map.of(Capability.TOOL_CALLING, Support.YES);
    volatile Set<Protocol> protocols = Set.of();

    KnowingBackend(String id) {
        super(id);
    }

    @Override
    public Map<Capability, Support> facts(InstanceSpec spec, Duration budget) {
        asked.incrementAndGet();
        assertTrue(budget.compareTo(Duration.ofSeconds(2)) <= 0);
        return facts.apply(spec);
    }

    @Override
    public Known known(InstanceSpec spec, Duration budget) {
        return new Known(facts(spec, budget), protocols);
    }
}
