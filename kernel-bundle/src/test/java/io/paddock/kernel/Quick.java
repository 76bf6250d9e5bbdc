// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.spi.Timings;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Timings that do not make a test wait, and a wait that no interrupt ends. */
final class Quick {
    private Quick() {}

    static Timings timings(Duration readyWithin, Duration probeBudget) {
        return new Timings(
                readyWithin, Duration.ofMillis(5), probeBudget, Duration.ofMillis(20), Duration.ofMillis(500), null);
    }

    static void awaitDeaf(CountDownLatch release) {
        boolean over = false;
        while (!over) {
            try {
                release.await();
                over = true;
            } catch (InterruptedException e) {
                Thread.interrupted(); // code like this is what the test is about
            }
        }
    }
}
