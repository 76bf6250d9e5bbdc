// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.testkit.EngineSettings;
import io.paddock.testkit.FakeEngine;
import io.paddock.testkit.TokenClock;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SteadyRequestsTest {
    private static final Duration EVERY = Duration.ofMillis(5);

    @Test
    void right_answers_are_counted_and_a_slow_one_holds_up_no_other() throws Exception {
        try (FakeEngine engine = FakeEngine.start(EngineSettings.with(TokenClock.ofMillis(400, 1, 4)))) {
            CountDownLatch sent = new CountDownLatch(20);
            Questions known = Questions.toTheClock("fake", 60);
            SteadyRequests requests = new SteadyRequests(base(engine), EVERY, brief -> {
                sent.countDown();
                return known.next(brief);
            });
            long start = System.nanoTime();
            assertTrue(sent.await(20, TimeUnit.SECONDS));
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            requests.close();

            assertEquals(List.of(), requests.faults());
            assertTrue(
                    requests.waits().count() >= 20,
                    "answered: " + requests.waits().count());
            assertTrue(took < 20 * 400, "one after the other: " + took + " ms");
        }
    }

    @Test
    void another_answer_than_the_right_one_is_a_fault() throws Exception {
        try (FakeEngine engine = FakeEngine.start(EngineSettings.with(TokenClock.ofMillis(1, 1, 4)))) {
            CountDownLatch sent = new CountDownLatch(3);
            SteadyRequests requests = new SteadyRequests(base(engine), EVERY, brief -> {
                sent.countDown();
                return new Questions.Question(ChatBody.of("fake", "mine", 4), FakeEngine.expected("theirs", 4));
            });
            assertTrue(sent.await(20, TimeUnit.SECONDS));
            requests.close();

            assertEquals(0, requests.waits().count());
            assertTrue(requests.faults().size() >= 3, "faults: " + requests.faults());
            assertTrue(
                    requests.faults().get(0).startsWith("content differs"),
                    requests.faults().get(0));
        }
    }

    private static URI base(FakeEngine engine) {
        return URI.create(engine.url() + "/v1");
    }
}
