// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.kernel.process.LineRelay;
import io.paddock.kernel.work.Call;
import io.paddock.kernel.work.CallGate;
import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Cut;
import io.paddock.kernel.work.Time;
import io.paddock.kernel.work.Workers;
import io.paddock.spi.DriverSource;
import io.paddock.spi.Health;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.Launched;
import io.paddock.spi.Probe;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that holds an instance's driver. Sees to it that the driver is never called twice at once, never after
 * {@link #close}, and that nothing of its backend is kept then. Thread-safe; nothing blocks.
 */
final class DriverSeat {
    /**
     * What calls need.
     *
     * @param gate the way into the backend
     * @param workers threads for the last call, which no gate may hold up
     * @param time clock
     */
    record Ways(CallGate gate, Workers workers, Time time) {}

    private static final Logger LOG = LoggerFactory.getLogger(DriverSeat.class);

    private final String instance;
    private final Ways ways;
    private final LineRelay lines;
    private DriverSource source; // guarded by this
    private InstanceDriver driver; // guarded by this
    private Call<?> current; // guarded by this
    private CompletableFuture<Void> closed; // guarded by this; null until it closes

    DriverSeat(String instance, DriverSource source, Ways ways, LineRelay lines) {
        this.instance = instance;
        this.source = source;
        this.ways = ways;
        this.lines = lines;
    }

    /** Makes the driver; fails with what the backend threw, or with {@link Cut} when the instance is on its way out. */
    CompletableFuture<InstanceDriver> open(Launched launched, Duration budget) {
        DriverSource maker;
        synchronized (this) {
            maker = source;
            source = null;
        }
        if (maker == null) {
            return CompletableFuture.failedFuture(new Cut("open " + instance));
        }
        return start(ways.gate().prepare("open " + instance, budget, () -> seat(maker.open(launched))));
    }

    private InstanceDriver seat(InstanceDriver made) {
        if (made == null) {
            throw new IllegalStateException("the driver is null");
        }
        boolean late;
        synchronized (this) {
            late = closed != null;
            driver = late ? null : made;
        }
        if (late) {
            made.close(); // the instance ended while its driver was being made
        } else {
            lines.attach(made::output);
        }
        return made;
    }

    private synchronized InstanceDriver driverNow() {
        return driver;
    }

    /** Asks once whether it is ready. */
    CompletableFuture<Probe> probe(Duration budget) {
        InstanceDriver asked = driverNow();
        if (asked == null || busy()) {
            return CompletableFuture.completedFuture(new Probe.Pending("the look before has not come back yet"));
        }
        return start(ways.gate().prepare("probe " + instance, budget, () -> asked.probe(budget)));
    }

    /** Asks once how well it is. */
    CompletableFuture<Health> check(Duration budget) {
        InstanceDriver asked = driverNow();
        if (asked == null || busy()) {
            return CompletableFuture.failedFuture(new IllegalStateException("the check before has not come back yet"));
        }
        return start(ways.gate().prepare("check " + instance, budget, () -> asked.check(budget)));
    }

    /** The call is known before it is made: a close that comes between cuts it and need not wait for it. */
    private <T> CompletableFuture<T> start(Call<T> call) {
        boolean over;
        synchronized (this) {
            over = closed != null;
            current = over ? current : call;
        }
        if (over) {
            call.cut();
        } else {
            ways.gate().start(call);
        }
        return call.answer();
    }

    private synchronized boolean busy() {
        return current != null && !current.ended().isDone();
    }

    /**
     * Cuts the call under way, closes the driver and lets go of it. The first call decides the budget.
     *
     * @return completes when the driver is closed, or given up after {@code budget}
     */
    CompletableFuture<Void> close(Duration budget) {
        Call<?> last;
        CompletableFuture<Void> done = new CompletableFuture<>();
        synchronized (this) {
            if (closed != null) {
                return closed;
            }
            closed = done;
            source = null;
            last = current;
        }
        long start = ways.time().now().nanos();
        CompletableFuture<Void> quiet = lines.detach();
        if (last != null) {
            last.cut();
            quiet = CompletableFuture.allOf(quiet, last.ended());
        }
        Completion.on(Completion.within(quiet, budget, ways.time()), (inTime, never) -> {
            Duration left = budget.minusNanos(ways.time().now().nanos() - start);
            closeDriver(Boolean.TRUE.equals(inTime), left, done);
        });
        return done;
    }

    private void closeDriver(boolean quiet, Duration left, CompletableFuture<Void> done) {
        InstanceDriver last;
        synchronized (this) {
            last = driver;
            driver = null;
            current = null;
        }
        if (last == null || !quiet || left.isNegative()) {
            if (!quiet) {
                LOG.warn("{}: a call into its driver does not come back; the driver is given up", instance);
            }
            done.complete(null);
            return;
        }
        Call<Void> closing = ways.workers().call("close " + instance, left, () -> {
            last.close();
            return null;
        });
        Completion.on(closing.answer(), (nothing, failure) -> {
            if (failure != null) {
                LOG.warn("{}: its driver did not close well", instance, failure);
            }
            done.complete(null);
        });
    }
}
