// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

/**
 * What an engine has done so far.
 *
 * @param started generations begun
 * @param completed generations sent to their end
 * @param cancelled generations whose client left first
 * @param active generations running now
 * @param tokens tokens sent
 * @param lastCancelNanos {@link System#nanoTime} of the last lost client, 0 when there was none
 */
public record EngineStats(
        long started, long completed, long cancelled, long active, long tokens, long lastCancelNanos) {}
