// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.paddock.api.EnsureResult;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.Lease;
import io.paddock.kernel.instance.Limits;
import io.paddock.kernel.instance.RestartPolicy;
import io.paddock.kernel.instance.Vigilance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The whole kernel under calls in any order, with engines that fail. */
class OneEnginePropertyTest {
    @Property(tries = 25)
    void there_is_never_more_than_one_engine_for_a_key_and_everybody_is_answered(
            @ForAll @Size(min = 10, max = 60) List<@IntRange(max = 999) Integer> calls) {
        CountedEngines engines = new CountedEngines();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        Rig rig = new Rig();
        try {
            rig.limits = new Limits(
                    32,
                    4,
                    100,
                    Duration.ofMillis(50), // else a stop may wait longer for leases than this test does
                    new RestartPolicy(
                            Duration.ofMillis(2),
                            Duration.ofMillis(5),
                            50,
                            Duration.ofSeconds(9),
                            Duration.ofMillis(9)),
                    new Vigilance(1, Duration.ofMillis(1), Duration.ofSeconds(5)));
            rig.with(backend(engines));
            calls.forEach(call -> answers.add(act(rig, call)));
            answers.forEach(answer -> Rig.await("an answer", answer::isDone));
        } finally {
            rig.close();
        }
        assertEquals(List.of(), engines.complaints());
        assertEquals(0, engines.running(), "an engine was left behind");
    }

    private static FakeBackend backend(CountedEngines engines) {
        FakeBackend fake = new FakeBackend("fake");
        fake.timings = Quick.timings(Duration.ofSeconds(5), Duration.ofSeconds(1));
        fake.plan = spec -> engines.plan(fake, spec);
        return fake;
    }

    private static CompletableFuture<?> act(Rig rig, int call) {
        int which = call / 6;
        List<Lease> leases = rig.endpoints.leases();
        List<InstanceSnapshot> instances = rig.instances.list();
        switch (call % 6) {
            case 0, 1, 2 -> {
                CompletableFuture<EnsureResult> asked =
                        rig.endpoints.ensure(Rig.wishOptions("fake", Map.of("ctx_size", which % 2)));
                if (which % 5 == 0) {
                    asked.cancel(true);
                }
                return asked;
            }
            case 3 -> {
                return leases.isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : rig.endpoints.release(
                                leases.get(which % leases.size()).leaseRef(), "anna");
            }
            case 4 -> {
                return leases.isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : rig.endpoints.renew(leases.get(which % leases.size()).leaseRef(), "anna", null);
            }
            default -> {
                return instances.isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : rig.instances.stop(
                                instances.get(which % instances.size()).instanceId(), which % 2 == 0);
            }
        }
    }
}
