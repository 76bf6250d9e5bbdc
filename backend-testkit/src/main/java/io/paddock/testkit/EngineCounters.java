// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

/** Counts what an engine does. Written on the loop's thread, read on any. */
final class EngineCounters {
    private EngineStats now = new EngineStats(0, 0, 0, 0, 0, 0); // guarded by this

    synchronized void started() {
        now = new EngineStats(
                now.started() + 1, now.completed(), now.cancelled(), now.active() + 1, now.tokens(), lastCancel());
    }

    synchronized void completed() {
        now = new EngineStats(
                now.started(), now.completed() + 1, now.cancelled(), now.active() - 1, now.tokens(), lastCancel());
    }

    synchronized void cancelled(long nanos) {
        now = new EngineStats(
                now.started(), now.completed(), now.cancelled() + 1, now.active() - 1, now.tokens(), nanos);
    }

    synchronized void tokens(int sent) {
        now = new EngineStats(
                now.started(), now.completed(), now.cancelled(), now.active(), now.tokens() + sent, lastCancel());
    }

    synchronized EngineStats snapshot() {
        return now;
    }

    private synchronized long lastCancel() {
        return now.lastCancelNanos();
    }
}
