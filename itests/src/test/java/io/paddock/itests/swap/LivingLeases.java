// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import io.paddock.itests.support.Answer;
import io.paddock.itests.support.Paddock;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Leases with a short time to live that their owner renews all the while. */
final class LivingLeases implements AutoCloseable {
    private static final int TTL_MILLIS = 20_000;
    private static final int PAUSE_MILLIS = 300;

    private final Paddock paddock;
    private final List<String> refs = new ArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Thread owner = new Thread(this::renewOn, "lease-owner");
    private volatile boolean over;

    LivingLeases(Paddock paddock, String model, int count) throws Exception {
        this.paddock = paddock;
        for (int i = 0; i < count; i++) {
            Answer granted = paddock.post("/api/v1/endpoints", """
                    {"request": {"model_preference": {"id": "%s"}},
                     "lease": {"owner_ref": "soak", "ttl_ms": %d}}
                    """.formatted(model, TTL_MILLIS));
            if (granted.status() != 201) {
                throw new AssertionError(granted.body());
            }
            refs.add(granted.text("/lease/lease_ref"));
        }
        owner.start();
    }

    private void renewOn() {
        while (!over) {
            for (String ref : refs) {
                try {
                    Answer renewed = paddock.post(
                            "/api/v1/leases/" + ref + "/renew",
                            "{\"owner_ref\":\"soak\",\"ttl_ms\":" + TTL_MILLIS + "}");
                    if (renewed.status() != 200) {
                        failures.add(renewed.status() + " " + renewed.body());
                    }
                } catch (Exception e) {
                    failures.add(e.toString());
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
        }
    }

    /** Waits until each is active; else says what led to where the first that is not is. */
    void awaitActive() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TTL_MILLIS);
        for (String ref : refs) {
            while (!paddock.get("/api/v1/leases/" + ref).text("/lease/state").equals("active")) {
                if (System.nanoTime() - deadline > 0) {
                    throw new AssertionError("a lease is not active again: "
                            + paddock.get("/api/v1/leases/" + ref + "/why").body()
                            + "; failures: " + failures);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    /** What went wrong, each time. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        over = true;
        try {
            owner.join(TimeUnit.MINUTES.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (owner.isAlive()) {
            failures.add("a renewal without an answer");
        }
    }
}
