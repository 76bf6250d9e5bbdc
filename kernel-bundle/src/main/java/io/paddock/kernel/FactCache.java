// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Moment;
import io.paddock.kernel.work.Time;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.ModelFacts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What a backend said about models a moment ago; who asks while it is being asked gets the same answer. Bounded;
 * thread-safe.
 */
final class FactCache {
    static final Duration FRESH = Duration.ofSeconds(5);
    /** A model that is missing may be there in a moment. */
    static final Duration FRESH_TROUBLE = Duration.ofSeconds(1);

    private static final int MOST = 256;

    /**
     * What is known about one model.
     *
     * @param known what it can do and how it is talked to; the rest is unknown
     * @param trouble why nothing is known, in words, or null
     */
    record Facts(ModelFacts.Known known, String trouble) {
        private static final ModelFacts.Known NOTHING = new ModelFacts.Known(Map.of(), Set.of());
        static final Facts NONE = new Facts(NOTHING, null);

        static Facts unknown(String trouble) {
            return new Facts(NOTHING, trouble);
        }
    }

    private record Asked(Moment at, CompletableFuture<Facts> facts) {
        boolean fresh(Moment now) {
            if (!facts.isDone()) {
                return true;
            }
            boolean told = !facts.isCompletedExceptionally() && facts.join().trouble() == null;
            return now.since(at).compareTo(told ? FRESH : FRESH_TROUBLE) < 0;
        }
    }

    private final Map<InstanceSpec, Asked> asked = new LinkedHashMap<>(); // guarded by this, oldest first
    private final Time time;
    private boolean closed; // guarded by this

    FactCache(Time time) {
        this.time = time;
    }

    /** What is remembered of {@code spec}, or what {@code question} finds out; it is asked outside of any lock. */
    CompletableFuture<Facts> facts(InstanceSpec spec, Supplier<CompletableFuture<Facts>> question) {
        CompletableFuture<Facts> answer = new CompletableFuture<>();
        synchronized (this) {
            Moment now = time.now();
            Asked known = asked.get(spec);
            if (known != null && known.fresh(now)) {
                return known.facts();
            }
            if (!closed) {
                asked.remove(spec);
                asked.put(spec, new Asked(now, answer));
                if (asked.size() > MOST) {
                    asked.remove(asked.keySet().iterator().next());
                }
            }
        }
        Completion.on(question.get(), (facts, failure) -> {
            if (failure == null) {
                answer.complete(facts);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }

    /** Forgets everything, and remembers nothing any more. */
    synchronized void close() {
        closed = true;
        asked.clear();
    }
}
