// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.Paddock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Clients that ask one question after the other, streamed, and read each answer to its end: it must be whole and right. */
final class StreamingClients implements AutoCloseable {
    /** So short that a stream is nearly always under way, so long that what is swapped gets a processor too. */
    private static final Duration BREATH = Duration.ofMillis(50);

    private final Paddock paddock;
    private final Questions questions;
    private final Duration pause;
    private final List<Thread> clients = new ArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger whole = new AtomicInteger();
    private volatile boolean over;

    /** Lets so many clients begin, who ask again soon. */
    StreamingClients(Paddock paddock, Questions questions, int count) {
        this(paddock, questions, count, BREATH);
    }

    /** Lets so many clients begin, who pause for so long after each answer. */
    StreamingClients(Paddock paddock, Questions questions, int count, Duration pause) {
        this.paddock = paddock;
        this.questions = questions;
        this.pause = pause;
        for (int i = 0; i < count; i++) {
            String name = "s" + i;
            Thread client = new Thread(() -> askOn(name), "streaming-" + i);
            clients.add(client);
            client.start();
        }
    }

    private void askOn(String name) {
        for (int turn = 0; !over; turn++) {
            try {
                Question question = questions.next(name, turn, false);
                question.check(ChatAnswers.streamed(paddock, question));
                whole.incrementAndGet();
            } catch (Exception | AssertionError e) {
                failures.add(String.valueOf(e));
            }
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    /** How many whole and right answers there were. */
    int whole() {
        return whole.get();
    }

    /** Waits until there were so many more. */
    void goOn(int more) throws Exception {
        int from = whole();
        Eventually.holds("the clients to go on; failures: " + failures, () -> whole() >= from + more);
    }

    /** What went wrong, each time. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        over = true;
        for (Thread client : clients) {
            try {
                client.join(Duration.ofMinutes(2).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            if (client.isAlive()) {
                failures.add(client.getName() + " waits for its answer");
            }
        }
    }
}
