// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Sees a client leave by reading its connection while the answer is under way. Over HTTP/1 nobody else reads then: the
 * body is there, and Jetty reads on only when the answer is complete, which {@link #release} comes before. An end of input
 * means that the client is gone; bytes are the next request of a pipelining client and are handed back to Jetty, and the
 * look-out ends, so such a client is noticed at the next write only. Over other protocols nothing is watched.
 */
final class JettyClientLink implements ClientLink, Callback {

    /** WATCHING: Jetty will call. LOOKING: it did, and the look is not over. RELEASING: the same, and somebody waits. */
    private enum State {
        IDLE,
        WATCHING,
        LOOKING,
        RELEASING,
        OVER
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private final EndPoint endPoint;
    private volatile Runnable gone = () -> {};
    private volatile Runnable afterwards = () -> {};

    JettyClientLink(HttpServletRequest request) {
        endPoint = ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
    }

    @Override
    public void watch(Runnable whenGone) {
        gone = whenGone;
        if (!(endPoint instanceof AbstractEndPoint)
                || !(endPoint.getConnection() instanceof Connection.UpgradeFrom from)
                || !(from instanceof Connection.UpgradeTo to)) {
            return;
        }
        ByteBuffer early = from.onUpgradeFrom();
        if (early != null) {
            to.onUpgradeTo(early); // the next request is here already
        } else if (state.compareAndSet(State.IDLE, State.WATCHING) && !endPoint.tryFillInterested(this)) {
            state.compareAndSet(State.WATCHING, State.IDLE);
        }
    }

    @Override
    public void release(Runnable then) {
        afterwards = then;
        State before = state.getAndUpdate(now -> now == State.LOOKING ? State.RELEASING : State.OVER);
        if (before == State.WATCHING && endPoint instanceof AbstractEndPoint readable) {
            readable.getFillInterest().onFail(new EofException("released"));
        }
        if (before == State.IDLE || before == State.WATCHING) {
            then.run();
        }
    }

    @Override
    public void cut() {
        endPoint.close();
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    /** Jetty: the connection can be read. */
    @Override
    public void succeeded() {
        if (!state.compareAndSet(State.WATCHING, State.LOOKING)) {
            return; // released meanwhile: what is there to read is Jetty's
        }
        int read = look();
        if (read == 0 && state.compareAndSet(State.LOOKING, State.WATCHING)) {
            if (endPoint.tryFillInterested(this)) {
                return;
            }
            state.compareAndSet(State.WATCHING, State.LOOKING);
        }
        if (state.compareAndSet(State.LOOKING, State.IDLE)) {
            if (read < 0) {
                gone.run();
            }
        } else if (state.compareAndSet(State.RELEASING, State.OVER)) {
            afterwards.run();
        }
    }

    /** Jetty: the connection was closed; or this object itself, on release. */
    @Override
    public void failed(Throwable cause) {
        if (state.compareAndSet(State.WATCHING, State.IDLE)) {
            gone.run();
        }
    }

    private int look() {
        ByteBuffer buffer = BufferUtil.allocate(512);
        try {
            int read = endPoint.fill(buffer);
            if (read > 0 && endPoint.getConnection() instanceof Connection.UpgradeTo connection) {
                connection.onUpgradeTo(buffer);
            }
            return read;
        } catch (IOException e) {
            return -1;
        }
    }
}
