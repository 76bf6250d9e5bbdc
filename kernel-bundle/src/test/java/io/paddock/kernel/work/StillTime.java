// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.work;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that stands still. Its alarms ring when a test says so. */
public final class StillTime implements Time {
    private static final Moment NOW = new Moment(0, Instant.parse("2026-01-01T00:00:00Z"));

    private final List<Runnable> alarms = new ArrayList<>(); // guarded by this

    @Override
    public Moment now() {
        return NOW;
    }

    @Override
    public synchronized Alarm after(Duration delay, Runnable task) {
        alarms.add(task);
        return () -> strike(task);
    }

    private synchronized void strike(Runnable task) {
        alarms.remove(task);
    }

    private synchronized List<Runnable> armed() {
        return List.copyOf(alarms);
    }

    /** Rings every alarm that is armed now, on this thread. */
    public void ring() {
        armed().forEach(Runnable::run);
    }
}
