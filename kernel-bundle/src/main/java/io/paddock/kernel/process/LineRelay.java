// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import io.paddock.spi.OutputLine;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a process's lines to its driver, one at a time and in order, though two threads read them. Lines that come
 * before the driver is there wait, the oldest fall out. After {@link #detach} the driver hears nothing more.
 */
public final class LineRelay {
    private static final Logger LOG = LoggerFactory.getLogger(LineRelay.class);

    private final Deque<OutputLine> waiting = new ArrayDeque<>(); // guarded by this
    private final CompletableFuture<Void> quiet = new CompletableFuture<>();
    private Consumer<OutputLine> listener; // guarded by this
    private Thread inside; // guarded by this
    private boolean detached; // guarded by this

    void offer(OutputLine line) {
        synchronized (this) {
            if (detached) {
                return;
            }
            if (waiting.size() == Tail.KEPT) {
                waiting.removeFirst();
            }
            waiting.addLast(line);
        }
        drain();
    }

    /** Lines go to {@code driver} from now on, those that waited first. */
    public void attach(Consumer<OutputLine> driver) {
        synchronized (this) {
            listener = detached ? null : driver;
        }
        drain();
    }

    /** Lines go nowhere from now on; completes when no thread is inside the driver any more. */
    public CompletableFuture<Void> detach() {
        synchronized (this) {
            detached = true;
            listener = null;
            waiting.clear();
            if (inside == null) {
                quiet.complete(null);
            } else {
                inside.interrupt();
            }
        }
        return quiet;
    }

    private void drain() {
        boolean mine = false;
        while (true) {
            OutputLine line;
            Consumer<OutputLine> driver;
            synchronized (this) {
                if (!mine && inside != null) {
                    return; // whoever is inside takes this line too
                }
                driver = listener;
                line = driver == null ? null : waiting.poll();
                inside = line == null ? null : Thread.currentThread();
                mine = true;
            }
            if (line == null) {
                settle();
                return;
            }
            tell(driver, line);
        }
    }

    private void settle() {
        boolean over;
        synchronized (this) {
            over = detached;
        }
        if (over) {
            quiet.complete(null);
        }
    }

    private static void tell(Consumer<OutputLine> driver, OutputLine line) {
        try {
            driver.accept(line);
        } catch (RuntimeException | Error e) {
            LOG.warn("a driver failed on a line of output", e);
        }
    }
}
