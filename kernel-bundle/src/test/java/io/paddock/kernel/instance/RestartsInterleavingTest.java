// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static io.paddock.kernel.instance.Samples.at;

import io.paddock.api.ErrorCode;
import io.paddock.api.Problem;
import io.paddock.spi.EndpointKey;
import java.time.Duration;
import java.util.Map;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The memory of failures under a model checker: no failure is forgotten when several are told at once. */
@Tag("interleavings")
class RestartsInterleavingTest {
    /** What is done at once. */
    public static class Failures {
        private static final InstanceKey KEY = new InstanceKey(EndpointKey.of("fake", Map.of()), "1.0.0", 1, "");
        private static final Problem GONE = Problem.of(ErrorCode.PROCESS_EXITED, "gone");
        private final Restarts restarts = new Restarts(() -> new RestartPolicy(
                Duration.ofSeconds(1), Duration.ofSeconds(1), 3, Duration.ofMinutes(1), Duration.ofMinutes(1)));

        @Operation
        public void failed() {
            restarts.failed(KEY, GONE, Duration.ZERO, at(1));
        }

        @Operation
        public String refusal() {
            return restarts.refusal(KEY, at(1)).map(Problem::detail).orElse("may start");
        }

        @Operation
        public boolean rests() {
            return !restarts.rest(KEY, at(1)).isZero();
        }
    }

    @Test
    void failures_are_counted_as_if_one_after_the_other() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(2)
                .iterations(5)
                .invocationsPerIteration(50)
                .check(Failures.class);
    }
}
