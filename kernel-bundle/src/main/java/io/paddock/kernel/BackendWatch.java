// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.kernel.work.Time;
import java.time.Duration;

/** Asks every backend now and then whether it can work. */
final class BackendWatch {
    static final Duration EVERY = Duration.ofSeconds(10);

    private final BackendTable backends;
    private final Time time;
    private volatile boolean closed;

    BackendWatch(BackendTable backends, Time time) {
        this.backends = backends;
        this.time = time;
    }

    void start() {
        Time.Alarm unused = time.after(EVERY, this::look);
    }

    private void look() {
        if (!closed) {
            backends.all().forEach(Registration::look);
            start();
        }
    }

    void close() {
        closed = true;
    }
}
