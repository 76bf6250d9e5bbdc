// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The pump under a model checker: engine and client call it at once, each from a thread of its own, and in every order
 * all bytes go through once, in their order, one write at a time, and the end is told once.
 */
@Tag("interleavings")
class PumpInterleavingTest {
    /** A client that takes nothing until the container says it can, and again says so after each write. */
    private static final class Client extends ServletOutputStream {
        private final StringBuilder taken = new StringBuilder();
        private final boolean slow;
        private WriteListener listener;
        private int inside;
        private boolean crowded;
        private boolean full; // guarded by this
        private boolean owesCall; // guarded by this

        Client(boolean slow) {
            this.slow = slow;
        }

        @Override
        public synchronized boolean isReady() {
            owesCall |= full;
            return !full;
        }

        @Override
        public void setWriteListener(WriteListener writeListener) {
            listener = writeListener;
        }

        /** The client took what it was given. */
        private synchronized boolean took() {
            full = false;
            boolean calls = owesCall;
            owesCall = false;
            return calls;
        }

        void drain() {
            if (took()) {
                write();
            }
        }

        void write() {
            try {
                listener.onWritePossible();
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        }

        private synchronized void fill() {
            full = slow;
        }

        @Override
        public void write(ByteBuffer bytes) {
            inside++;
            crowded |= inside > 1;
            while (bytes.hasRemaining()) {
                taken.append((char) bytes.get());
            }
            inside--;
            fill();
        }

        @Override
        public void write(int one) {
            throw new AssertionError("the pump writes whole pieces");
        }
    }

    /** Sends a piece whenever it is asked for one, then ends. */
    private static final class Upstream implements Flow.Subscription {
        private int asked; // guarded by this
        private boolean cancelled;

        @Override
        public synchronized void request(long more) {
            asked += (int) more;
        }

        synchronized boolean answers() {
            boolean wanted = asked > 0;
            asked -= wanted ? 1 : 0;
            return wanted;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    /** Remembers how it ended. */
    private static final class Ending implements Pump.Outcome {
        private int relayed;
        private int broke;
        private int left;

        @Override
        public void arrived() {}

        @Override
        public void answered() {}

        @Override
        public void relayed() {
            relayed++;
        }

        @Override
        public void upstreamBroke(Throwable cause, boolean wrote) {
            broke++;
        }

        @Override
        public void clientLeft(Throwable cause) {
            left++;
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private static void atOnce(Runnable one, Runnable other) {
        Thread first = new Thread(one);
        Thread second = new Thread(other);
        first.start();
        second.start();
        try {
            first.join();
            second.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<ByteBuffer> piece(char letter) {
        return List.of(ByteBuffer.wrap(new byte[] {(byte) letter}));
    }

    @Test
    void an_answer_goes_through_whole_and_in_order_whoever_is_first() {
        Lincheck.runConcurrentTest(300, () -> {
            Client client = new Client(false);
            Ending ending = new Ending();
            Pump pump = new Pump(client, ending);
            pump.open();
            Upstream upstream = new Upstream();
            atOnce(
                    () -> {
                        pump.onSubscribe(upstream);
                        pump.onNext(piece('a'));
                        pump.onComplete();
                    },
                    client::write);
            require("a".contentEquals(client.taken), "the client got: " + client.taken);
            require(ending.relayed == 1 && ending.broke + ending.left == 0, "the end was told: " + ending.relayed);
            require(!client.crowded && !upstream.cancelled, "two wrote at once");
        });
    }

    @Test
    void a_slow_client_is_written_to_when_it_can_take_more_and_never_sooner() {
        Lincheck.runConcurrentTest(300, () -> {
            Client client = new Client(true);
            Ending ending = new Ending();
            Pump pump = new Pump(client, ending);
            pump.open();
            Upstream upstream = new Upstream();
            client.write();
            pump.onSubscribe(upstream);
            require(upstream.answers(), "nothing was asked for");
            pump.onNext(piece('a'));
            boolean[] sent = {false};
            atOnce(client::drain, () -> sent[0] = answer(upstream, pump));
            client.drain();
            if (!sent[0]) {
                require(answer(upstream, pump), "the next piece was never asked for");
                client.drain();
            }
            pump.onComplete();
            client.drain();
            require("ab".contentEquals(client.taken), "the client got: " + client.taken);
            require(ending.relayed == 1, "the end was told: " + ending.relayed);
            require(!client.crowded, "two wrote at once");
        });
    }

    private static boolean answer(Upstream upstream, Pump pump) {
        boolean asked = upstream.answers();
        if (asked) {
            pump.onNext(piece('b'));
        }
        return asked;
    }

    @Test
    void a_stop_in_the_middle_leaves_no_half_told_end() {
        Lincheck.runConcurrentTest(300, () -> {
            Client client = new Client(false);
            Ending ending = new Ending();
            Pump pump = new Pump(client, ending);
            pump.open();
            client.write();
            pump.onSubscribe(new Upstream());
            pump.onNext(piece('a'));
            atOnce(
                    () -> {
                        pump.onNext(piece('b'));
                        pump.onComplete();
                    },
                    pump::stop);
            String got = client.taken.toString();
            require(got.equals("ab") || (got.equals("a") && ending.relayed == 0), "the client got: " + got);
            require(ending.relayed <= 1 && ending.broke + ending.left == 0, "the end was told: " + ending.relayed);
            require(!client.crowded, "two wrote at once");
        });
    }
}
