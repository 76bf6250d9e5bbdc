// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.work;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machine's clocks and one timer thread. */
public final class SystemTime implements Time, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SystemTime.class);

    private final long origin = System.nanoTime();
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, new NamedThreads("paddock-timer"));

    public SystemTime() {
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Moment now() {
        return new Moment(System.nanoTime() - origin, Instant.now());
    }

    /** After {@link #close} nothing rings any more. */
    @Override
    public Alarm after(Duration delay, Runnable task) {
        try {
            ScheduledFuture<?> ringing = timer.schedule(() -> ring(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> ringing.cancel(false);
        } catch (RejectedExecutionException e) {
            LOG.debug("the timer is closed, an alarm was dropped", e);
            return () -> {};
        }
    }

    private static void ring(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("an alarm failed", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
