// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.stream;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One streamed answer as it arrived. Times are {@link System#nanoTime}.
 *
 * @param status its status code, 0 when none came
 * @param body the bytes of its body; not copied
 * @param arrivals when which part of the body was there, in order
 * @param startNanos just before the request was written
 * @param fault why it is not whole, or null
 */
@SuppressWarnings("ArrayRecordComponent") // a value that is read once; nobody compares it
public record StreamTrace(int status, byte[] body, List<Arrival> arrivals, long startNanos, String fault) {
    public StreamTrace {
        requireNonNull(body, "body is null");
        arrivals = List.copyOf(arrivals);
    }

    /**
     * A read from the socket.
     *
     * @param bodyEnd how many bytes of the body were there after it
     * @param nanos when
     */
    public record Arrival(int bodyEnd, long nanos) {}
}
