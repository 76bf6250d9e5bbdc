// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit.loop;

/** Answers requests. Called on the loop's thread, so it must never wait; it may answer later through a timer. */
@FunctionalInterface
public interface LoopHandler {
    /** Takes one request; {@code exchange} must be ended once, now or later, on the loop's thread. */
    void handle(LoopRequest request, Exchange exchange);
}
