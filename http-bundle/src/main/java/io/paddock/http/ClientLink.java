// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

/** What the servlet API cannot tell about a client: that it went away while nothing is written to it. */
interface ClientLink {
    /**
     * Looks out for the client's leaving. Call it once the request's body was read whole.
     *
     * @param gone called at most once, on a thread of the container that must not be held up
     */
    void watch(Runnable gone);

    /** Lets the connection be idle for as long as it likes, until {@link #release}; the caller bounds the time itself. */
    void allowSilence();

    /** Ends the look-out and then runs {@code then}: at once, or when a look in progress is over. */
    void release(Runnable then);

    /** Cuts the connection, so that the client sees that the answer is not whole. */
    void cut();
}
