// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import io.paddock.bench.stream.CheckedStream;
import io.paddock.bench.stream.StreamClient;
import io.paddock.bench.stream.StreamTrace;
import io.paddock.bench.stream.Target;
import io.paddock.bench.subject.PaddockApi;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Streams that go on all the while, round after round, and leases that are renewed. Each question has one right answer. */
final class SoakClients implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long RENEW_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final List<String> QUESTIONS =
            List.of("What is Paddock?", "What is a lease?", "How do I stop a model?");

    private final PaddockApi api;
    private final List<PaddockApi.Granted> leases;
    private final int streams;
    private final Map<String, String> right = new HashMap<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final Thread asker = new Thread(this::askOn, "bench-streams");
    private final Thread owner = new Thread(this::renewOn, "bench-leases");
    private volatile boolean over;

    /** Learns the answers, then begins. */
    SoakClients(PaddockApi api, List<PaddockApi.Granted> leases, int streams) throws IOException {
        this.api = api;
        this.leases = List.copyOf(leases);
        this.streams = streams;
        try (StreamClient client = StreamClient.keepingConnections()) {
            for (String question : QUESTIONS) {
                right.put(question, ask(client, List.of(question)).get(0).text());
            }
        }
        asker.start();
        owner.start();
    }

    private List<CheckedStream> ask(StreamClient client, List<String> questions) throws IOException {
        List<String> bodies = questions.stream()
                .map(question -> ChatBody.of(EnsurePart.MODEL, question, 60).replaceFirst("\\{", "{\"temperature\":0,"))
                .toList();
        List<StreamTrace> traces = client.round(Target.chat(api.gateway(), Map.of()), bodies, LIMIT);
        List<CheckedStream> checked = new ArrayList<>();
        for (int i = 0; i < traces.size(); i++) {
            checked.add(CheckedStream.of(traces.get(i), right.get(questions.get(i))));
        }
        return checked;
    }

    private void askOn() {
        List<String> questions = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            questions.add(QUESTIONS.get(i % QUESTIONS.size()));
        }
        try (StreamClient client = StreamClient.keepingConnections()) {
            while (!over) {
                for (CheckedStream stream : ask(client, questions)) {
                    if (stream.fault() == null) {
                        answered.incrementAndGet();
                    } else {
                        faults.add(stream.fault());
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

    /** What went wrong. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** Asks no more, and waits for what is under way. */
    void end() {
        over = true;
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
