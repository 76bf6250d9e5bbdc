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

    /**
     * WATCHING: Jetty will call. BUSY: somebody looks or registers. FIRED: Jetty called while somebody registered, who must
     * look again. RELEASING: a release came meanwhile, and whoever is busy finishes it.
     */
    private enum State {
        IDLE,
        BUSY,
        FIRED,
        WATCHING,
        RELEASING,
        OVER
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private final EndPoint endPoint;
    private volatile long idleTimeout;
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
        if (endPoint instanceof AbstractEndPoint
                && endPoint.getConnection() instanceof Connection.UpgradeFrom from
                && from instanceof Connection.UpgradeTo to
                && state.compareAndSet(State.IDLE, State.BUSY)) {
            ByteBuffer early = from.onUpgradeFrom();
            if (early != null) {
                to.onUpgradeTo(early); // the next request is here already
            }
            settle(early == null ? 0 : early.remaining());
        }
    }

    /** Jetty's own idle timeout would fail the write that happens to come just as it fires. */
    @Override
    public void allowSilence() {
        idleTimeout = endPoint.getIdleTimeout();
        endPoint.setIdleTimeout(0);
    }

    @Override
    public void release(Runnable then) {
        afterwards = then;
        if (idleTimeout > 0) {
            endPoint.setIdleTimeout(idleTimeout);
        }
        State before = state.getAndUpdate(now ->
                now == State.BUSY || now == State.FIRED || now == State.RELEASING ? State.RELEASING : State.OVER);
        if (before == State.WATCHING) {
            forgetInterest();
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

    /** Jetty: the connection can be read. Once released, what is there to read is Jetty's. */
    @Override
    public void succeeded() {
        if (state.compareAndSet(State.WATCHING, State.BUSY)) {
            settle(look());
        } else {
            state.compareAndSet(State.BUSY, State.FIRED);
        }
    }

    /** Jetty: the connection was closed; or this object itself, on release. */
    @Override
    public void failed(Throwable cause) {
        if (state.compareAndSet(State.WATCHING, State.IDLE)) {
            gone.run();
        } else {
            state.compareAndSet(State.BUSY, State.FIRED);
        }
    }

    /** Ends a busy spell. {@code read} is what the last look found: 0 means watch on. */
    private void settle(int read) {
        int found = read;
        while (found == 0 && endPoint.tryFillInterested(this)) {
            if (state.compareAndSet(State.BUSY, State.WATCHING)) {
                return;
            }
            if (!state.compareAndSet(State.FIRED, State.BUSY)) {
                forgetInterest();
                break; // released meanwhile
            }
            found = look();
        }
        if (!state.compareAndSet(State.BUSY, State.IDLE)) {
            state.set(State.OVER);
            afterwards.run();
        } else if (found < 0) {
            gone.run();
        }
    }

    private void forgetInterest() {
        if (endPoint instanceof AbstractEndPoint readable) {
            readable.getFillInterest().onFail(new EofException("released"));
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
