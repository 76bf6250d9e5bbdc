// SPDX-License-Identifier: Apache-2.0
package io.paddock.surface.ssh;

import io.paddock.api.InferenceException;
import io.paddock.spi.OutputLine;
import io.paddock.spi.surface.PlacedEnd;
import io.paddock.spi.surface.PlacedProcess;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process at the other end of a connection of its own: one ends with the other. */
final class RemoteProcess implements PlacedProcess {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteProcess.class);
    private static final Map<String, Integer> SIGNALS = Map.of(
            "HUP", 1, "INT", 2, "QUIT", 3, "ILL", 4, "ABRT", 6, "FPE", 8, "KILL", 9, "SEGV", 11, "PIPE", 13, "TERM",
            15);
    private static final int SIGNAL_BASE = 128;
    private static final Duration KILL_TAKES = Duration.ofSeconds(2);
    private static final Duration LAST_WORDS = Duration.ofMillis(500);
    private static final Duration LOOK_TAKES = Duration.ofSeconds(1);

    private final Connection connection;
    private final ChannelExec channel;
    private final Pulse pulse;
    private final Pulse.Line line;
    private final Ports ports;
    private final CompletableFuture<PlacedEnd> ended = new CompletableFuture<>();

    /**
     * Takes over a process that runs, and its connection.
     *
     * @param ports its port there and here
     */
    RemoteProcess(Connection connection, ChannelExec channel, Pulse pulse, Ports ports) {
        this.connection = connection;
        this.channel = channel;
        this.pulse = pulse;
        this.ports = ports;
        this.line = pulse.begin(channel.getInvertedIn());
    }

    /**
     * A port there and the one here that leads to it, or 0 and 0.
     *
     * @param there on the loopback of the other side
     * @param here on our loopback
     */
    record Ports(int there, int here) {
        static final Ports NONE = new Ports(0, 0);
    }

    @Override
    public int port() {
        return ports.here();
    }

    @Override
    public InputStream stream(OutputLine.Stream which) {
        return which == OutputLine.Stream.STDOUT ? channel.getInvertedOut() : channel.getInvertedErr();
    }

    @Override
    public CompletableFuture<PlacedEnd> ended() {
        return ended;
    }

    /** Waits for its end, on a thread that is there for that. */
    void await() {
        channel.waitFor(
                EnumSet.of(ClientChannelEvent.EXIT_STATUS, ClientChannelEvent.EXIT_SIGNAL, ClientChannelEvent.CLOSED),
                0);
        line.stop();
        PlacedEnd end = end();
        channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LAST_WORDS);
        ended.complete(end);
        pulse.later(LAST_WORDS, connection::close); // its last lines are still being read
    }

    /** Nobody waits for its end: it is over. */
    void abandon() {
        line.stop();
        connection.close();
    }

    private PlacedEnd end() {
        Integer status = channel.getExitStatus();
        if (status == null && channel.getExitSignal() != null) {
            status = SIGNAL_BASE + SIGNALS.getOrDefault(channel.getExitSignal(), 0);
        }
        return status == null
                ? PlacedEnd.lost("was lost: the connection to ssh target '"
                        + connection.target().name() + "' broke")
                : new PlacedEnd(status, status != 0 && portTaken(), "");
    }

    /** Its port there is looked at while we still can. */
    private boolean portTaken() {
        try {
            return ports.there() != 0 && connection.isOpen() && connection.listens(ports.there(), LOOK_TAKES);
        } catch (IOException | InferenceException e) {
            LOG.debug("nobody knows whether the port is taken", e);
            return false;
        }
    }

    @Override
    public CompletableFuture<Boolean> end(Duration grace) {
        line.say(grace.isZero() ? "KILL" : "TERM");
        return seen(grace)
                .thenCompose(politely -> {
                    if (politely) {
                        return CompletableFuture.completedFuture(true);
                    }
                    line.say("KILL");
                    return seen(KILL_TAKES);
                })
                .whenComplete((gone, never) -> {
                    if (!Boolean.TRUE.equals(gone)) {
                        connection.close(); // the other side ends it when it hears nothing more
                    }
                });
    }

    private CompletableFuture<Boolean> seen(Duration limit) {
        return ended.thenApply(end -> end.lost().isEmpty())
                .completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
