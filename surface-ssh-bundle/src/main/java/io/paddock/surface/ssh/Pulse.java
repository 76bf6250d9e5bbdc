// SPDX-License-Identifier: Apache-2.0
package io.paddock.surface.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the other side again and again that we are there, and now and then what to do; on one thread. */
final class Pulse implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
    private static final Duration BEAT_EVERY = Duration.ofSeconds(1);

    private final ScheduledThreadPoolExecutor thread;

    Pulse(String target) {
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(null, task, "paddock-ssh-pulse-" + target, 0, false);
            made.setDaemon(true);
            return made;
        });
        thread.setRemoveOnCancelPolicy(true);
    }

    /** The pulse of one process. */
    record Line(ScheduledFuture<?> beats, OutputStream input, Pulse pulse) {
        /** Says a word after those said before. */
        void say(String word) {
            pulse.run(() -> write(input, word));
        }

        /** Says no more. */
        void stop() {
            beats.cancel(false);
        }
    }

    /** Begins to beat. */
    Line begin(OutputStream input) {
        ScheduledFuture<?> beats = thread.scheduleWithFixedDelay(
                () -> {
                    if (!write(input, "b")) {
                        throw new IllegalStateException("its input is closed"); // no further beats
                    }
                },
                0,
                BEAT_EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
        return new Line(beats, input, this);
    }

    private static boolean write(OutputStream input, String word) {
        try {
            input.write((word + "\n").getBytes(StandardCharsets.US_ASCII));
            input.flush();
            return true;
        } catch (IOException e) {
            LOG.debug("'{}' was not heard", word, e);
            return false;
        }
    }

    /** Runs a short task after a while. */
    void later(Duration delay, Runnable task) {
        try {
            ScheduledFuture<?> unused = thread.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            task.run(); // everything ends
        }
    }

    private void run(Runnable task) {
        later(Duration.ZERO, task);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
