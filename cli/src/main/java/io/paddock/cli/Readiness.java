// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits until a runtime says that it is ready. */
final class Readiness {
    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final Duration PER_CALL = Duration.ofSeconds(5);

    private Readiness() {}

    /** How the wait ended. */
    enum Outcome {
        READY,
        /** The process is gone. */
        ENDED,
        /** It lives but was not ready in time. */
        LATE
    }

    static Outcome await(ProcessHandle process, String address, Duration within) throws InterruptedException {
        Calls calls = new Calls(address, "", PER_CALL);
        long deadline = System.nanoTime() + within.toNanos();
        while (System.nanoTime() < deadline) {
            if (isReady(calls)) {
                return Outcome.READY;
            }
            if (endsWithin(process, BETWEEN)) {
                return Outcome.ENDED;
            }
        }
        return Outcome.LATE;
    }

    static boolean isReady(Calls calls) {
        try {
            return calls.get("/readyz").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean endsWithin(ProcessHandle process, Duration time) throws InterruptedException {
        try {
            process.onExit().get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return !Liveness.runs(process);
        }
    }
}
