// SPDX-License-Identifier: Apache-2.0
package io.paddock.surface.ssh;

import io.paddock.api.InferenceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/** One connection to a target. Its methods block, each for a bounded time. Thread-safe. */
final class Connection implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MOST_BYTES = 64 * 1024;

    private final Target target;
    private final ClientSession session;

    Connection(Target target, ClientSession session) {
        this.target = target;
        this.session = session;
    }

    /** Where it leads. */
    Target target() {
        return target;
    }

    /** Starts a line, on a shell of the other side's choice. */
    ChannelExec start(RemoteLine line) throws IOException {
        ChannelExec channel = session.createExecChannel(line.text(), StandardCharsets.UTF_8, null, null);
        channel.open().verify(target.patience());
        channel.getInvertedIn().write(line.input().getBytes(StandardCharsets.UTF_8));
        channel.getInvertedIn().flush();
        return channel;
    }

    /** The last line that a short line wrote: what came before is a greeting of the shell. */
    String answer(RemoteLine line) throws IOException {
        ByteArrayOutputStream said = new Bounded();
        try (ChannelExec channel = session.createExecChannel(line.text(), StandardCharsets.UTF_8, null, null)) {
            channel.setOut(said);
            channel.open().verify(target.patience());
            if (channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), target.patience())
                    .contains(ClientChannelEvent.TIMEOUT)) {
                throw new IOException("no answer within " + target.patience().toMillis() + " ms");
            }
        }
        String text = said.toString(StandardCharsets.UTF_8).strip();
        return text.substring(text.lastIndexOf('\n') + 1);
    }

    /** Keeps what comes first. */
    private static final class Bounded extends ByteArrayOutputStream {
        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, Math.min(length, Math.max(0, MOST_BYTES - count)));
        }
    }

    /**
     * Whether somebody listens on a loopback port there.
     *
     * @throws InferenceException when we may not know
     */
    boolean listens(int port, Duration limit) throws IOException {
        ChannelDirectTcpip channel = session.createDirectTcpipChannel(
                new SshdSocketAddress(LOOPBACK, 0), new SshdSocketAddress(LOOPBACK, port));
        try (channel) {
            channel.open().verify(limit);
            return true;
        } catch (SshException e) {
            if (!(e.getCause() instanceof SshChannelOpenException no)) {
                throw e;
            }
            if (no.getReasonCode() == SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED) {
                throw Refusal.of(
                        target,
                        "does not let us forward ports; AllowTcpForwarding, and permitopen of the key, must allow"
                                + " loopback there",
                        e);
            }
            return false;
        }
    }

    /** The local port that leads to a loopback port there, for as long as this is open. */
    int forward(int port) throws IOException {
        return session.startLocalPortForwarding(
                        new SshdSocketAddress(LOOPBACK, 0), new SshdSocketAddress(LOOPBACK, port))
                .getPort();
    }

    boolean isOpen() {
        return session.isOpen();
    }

    /** Ends what runs through it, without waiting. */
    @Override
    public void close() {
        session.close(true);
    }
}
