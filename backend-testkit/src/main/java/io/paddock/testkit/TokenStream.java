// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.paddock.testkit.loop.Exchange;

/** Sends one answer token by token when the clock says so; tokens that are late go out together. Loop thread only. */
final class TokenStream {
    private final Generation generation;
    private final TokenClock clock;
    private final long arrived = System.nanoTime();
    private final Exchange exchange;
    private final EngineCounters counters;
    private final EngineAnswers.TimerAt timer;
    private int next;

    TokenStream(
            Generation generation,
            TokenClock clock,
            Exchange exchange,
            EngineCounters counters,
            EngineAnswers.TimerAt timer) {
        this.generation = generation;
        this.clock = clock;
        this.exchange = exchange;
        this.counters = counters;
        this.timer = timer;
    }

    void begin() {
        // The status line goes out before the first token, as llama.cpp does it.
        exchange.begin(200, "text/event-stream");
        timer.at(arrived + clock.dueNanos(0), this::tick);
    }

    private void tick() {
        if (!exchange.open()) {
            return;
        }
        long now = System.nanoTime();
        int from = next;
        StringBuilder events = new StringBuilder();
        while (next < generation.tokens() && arrived + clock.dueNanos(next) - now <= 0) {
            events.append(generation.event(next++));
        }
        counters.tokens(next - from);
        boolean last = next == generation.tokens();
        if (last) {
            events.append(generation.ending());
        }
        if (events.length() > 0) {
            exchange.chunk(events.toString().getBytes(UTF_8));
        }
        if (last) {
            finish();
        } else {
            timer.at(arrived + clock.dueNanos(next), this::tick);
        }
    }

    private void finish() {
        if (exchange.open()) {
            counters.completed();
            exchange.end();
        }
    }
}
