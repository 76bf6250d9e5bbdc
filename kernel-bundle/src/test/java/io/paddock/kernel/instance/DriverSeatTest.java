// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.kernel.process.LineRelay;
import io.paddock.kernel.work.CallGate;
import io.paddock.kernel.work.Cut;
import io.paddock.kernel.work.StillTime;
import io.paddock.kernel.work.Workers;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.Launched;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DriverSeatTest {
    private static final Duration BUDGET = Duration.ofSeconds(10);

    private final StillTime time = new StillTime();
    private final Workers workers = new Workers(time, Runnable::run);

    @Test
    void a_driver_that_is_wanted_while_its_backend_goes_is_called_off_and_nobody_s_fault() {
        DriverSeat seat = new DriverSeat(
                "fake-1",
                launched -> {
                    throw new AssertionError("it must not be made any more");
                },
                new DriverSeat.Ways(new CallGate(workers, 4), workers, time),
                new LineRelay());
        CompletableFuture<Void> closed = seat.close(BUDGET);
        CompletableFuture<InstanceDriver> late = seat.open(new Launched("fake-1", 0, 0, ""), BUDGET);

        ExecutionException failure = assertThrows(ExecutionException.class, () -> late.get(1, TimeUnit.SECONDS));
        assertInstanceOf(Cut.class, failure.getCause());
        assertTrue(closed.isDone());
    }
}
