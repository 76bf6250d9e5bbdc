// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.paddock.itests.support.Paddock;
import java.time.Duration;
import java.util.List;

/**
 * All that goes on while a backend is replaced.
 *
 * @param clients those who stream
 * @param arrivals short requests, each at its time
 * @param leases leases that their owner renews
 */
record SwapLoad(StreamingClients clients, Arrivals arrivals, LivingLeases leases) implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration EVERY = Duration.ofMillis(100);

    /** Begins. */
    static SwapLoad on(Paddock paddock, String model, Questions questions, int clients, int leases) throws Exception {
        LivingLeases living = new LivingLeases(paddock, model, leases);
        return new SwapLoad(
                new StreamingClients(paddock, questions, clients, PAUSE),
                new Arrivals(paddock, questions, EVERY),
                living);
    }

    /** Waits until so many more streams were whole and right. */
    void goOn(int streams) throws Exception {
        clients.goOn(streams);
    }

    /** Fails unless each lease is active in the end and nothing has gone wrong so far. */
    void assertWell(String when) throws Exception {
        leases.awaitActive();
        assertEquals(List.of(), clients.failures(), when);
        assertEquals(List.of(), arrivals.failures(), when);
        assertEquals(List.of(), leases.failures(), when);
    }

    /** Asks no more, and waits for what is under way. */
    void end() {
        clients.close();
        arrivals.close();
        leases.close();
    }

    @Override
    public void close() {
        end();
    }

    @Override
    public String toString() {
        return "streams whole and right " + clients.whole() + ", short requests " + arrivals.answered() + " ("
                + arrivals.latency() + ")";
    }
}
