// SPDX-License-Identifier: Apache-2.0
package io.paddock.wire;

import io.paddock.api.Alias;
import io.paddock.api.CallOutcome;
import io.paddock.api.ErrorCode;
import io.paddock.api.ModelSwapRequest;
import io.paddock.api.ModelTarget;
import io.paddock.api.Problem;
import io.paddock.api.Swap;
import io.paddock.api.SwapConfiguration;
import io.paddock.api.SwapPhase;
import io.paddock.api.SwapPlan;
import io.paddock.api.SwapRequest;
import io.paddock.api.SwapState;
import io.paddock.api.SwapStrategy;
import io.paddock.api.SwapTerms;
import io.paddock.api.SwapTiming;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The records about swaps, each with something in every field. */
final class SwapSamples {
    private SwapSamples() {}

    static Stream<Record> all() {
        Instant now = Instant.ofEpochMilli(1_700_000_000_000L);
        SwapTerms terms = terms();
        SwapConfiguration configuration = new SwapConfiguration(
                Map.of("folder", "/srv", "parallel", 4, "files", List.of("a", "b")), List.of("key"));
        SwapPlan plan = new SwapPlan(
                "fake",
                "fake 1.0.0",
                "fake 2.0.0",
                SwapStrategy.DRAIN_STOP_START,
                "it was asked for",
                Duration.ofSeconds(3),
                List.of("fake-1"),
                "pet");
        SwapTiming timing = new SwapTiming(SwapPhase.RESOLVE, now, Duration.ofMillis(12));
        ModelTarget target = new ModelTarget("fake", "cat", Map.of("ctx_size", 4096));
        return Stream.of(
                target,
                new Alias("pet", target),
                new ModelSwapRequest("pet", target, terms),
                terms,
                plan,
                timing,
                configuration,
                new SwapRequest("fake", "mvn:org.example/fake/2.0.0", configuration, terms),
                new CallOutcome(true, Duration.ofMillis(20)),
                new Swap(
                        "swap-1",
                        plan,
                        SwapState.ROLLED_BACK,
                        SwapPhase.CANARY,
                        List.of(timing),
                        List.of("fake-2"),
                        now,
                        now.plusMillis(40),
                        Problem.of(ErrorCode.CANARY_FAILED, "it said nothing")));
    }

    private static SwapTerms terms() {
        return new SwapTerms(
                SwapStrategy.DRAIN_STOP_START,
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                "four",
                "two and two?",
                Duration.ofSeconds(10),
                Duration.ofMillis(300),
                Duration.ofSeconds(30));
    }
}
