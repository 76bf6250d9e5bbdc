// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import io.paddock.bench.measure.Samples;
import io.paddock.bench.stream.CheckedStream;
import io.paddock.bench.stream.StreamClient;
import io.paddock.bench.stream.StreamTrace;
import io.paddock.bench.stream.Target;
import io.paddock.bench.subject.PaddockApi;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** What goes on in a soak: streams, round after round; short requests, each at its time; leases that are renewed. */
final class SoakClients implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long RENEW_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final Duration EVERY = Duration.ofMillis(100);

    private final PaddockApi api;
    private final List<PaddockApi.Granted> leases;
    private final int streams;
    private final Questions questions;
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final Thread asker = new Thread(this::askOn, "bench-streams");
    private final Thread owner = new Thread(this::renewOn, "bench-leases");
    private final SteadyRequests steady;
    private volatile boolean over;

    /** Begins. */
    SoakClients(PaddockApi api, List<PaddockApi.Granted> leases, int streams, Questions questions) {
        this.api = api;
        this.leases = List.copyOf(leases);
        this.streams = streams;
        this.questions = questions;
        asker.start();
        owner.start();
        steady = new SteadyRequests(api.gateway(), EVERY, questions);
    }

    private void askOn() {
        try (StreamClient client = StreamClient.keepingConnections()) {
            Target gateway = Target.chat(api.gateway(), Map.of());
            while (!over) {
                List<Questions.Question> asked = Stream.generate(() -> questions.next(false))
                        .limit(streams)
                        .toList();
                List<StreamTrace> traces = client.round(
                        gateway, asked.stream().map(Questions.Question::body).toList(), LIMIT);
                for (int i = 0; i < streams; i++) {
                    String fault = CheckedStream.of(traces.get(i), asked.get(i).right())
                            .fault();
                    if (fault == null) {
                        answered.incrementAndGet();
                    } else {
                        faults.add(fault);
                    }
                }
            }
        } catch (IOException e) {
            faults.add("the clients ended: " + e);
        }
    }

    private void renewOn() {
        while (!over) {
            for (PaddockApi.Granted lease : leases) {
                try {
                    api.renew(lease);
                } catch (IOException e) {
                    faults.add("a renewal: " + e.getMessage());
                } catch (InterruptedException e) {
                    return;
                }
            }
            LockSupport.parkNanos(RENEW_NANOS);
        }
    }

    /** Waits until so many more streams were answered, rightly or not. */
    void awaitStreams(int more) throws IOException {
        int from = answered.get() + faults.size();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (answered.get() + faults.size() < from + more) {
            if (System.nanoTime() - deadline > 0 || !asker.isAlive()) {
                throw new IOException("the clients do not go on");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** Streams that were whole and right. */
    int answered() {
        return answered.get();
    }

    /** How long each short request that was answered rightly waited for the head of its answer, in milliseconds. */
    Samples waits() {
        return steady.waits();
    }

    /** What went wrong. */
    List<String> faults() {
        return Stream.concat(faults.stream(), steady.faults().stream()).toList();
    }

    /** Asks no more, and waits for what is under way. */
    void end() {
        over = true;
        steady.close();
        try {
            asker.join(LIMIT.toMillis());
            owner.join(LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end();
    }
}
