// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Completion;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;

/** New versions of backends that somebody waits for: they take no work until they are told to. Thread-safe. */
final class Expected {
    private static final String SAME = "same_revision: ";

    private final Executor messengers;
    private final ConcurrentMap<String, CompletableFuture<Registration>> awaited = new ConcurrentHashMap<>();

    /** @param messengers threads on which those who wait are told */
    Expected(Executor messengers) {
        this.messengers = messengers;
    }

    /** Completes with the next one that comes when it has said whether it can work; empty when one is expected already. */
    Optional<CompletableFuture<Registration>> expect(String id) {
        CompletableFuture<Registration> one = new CompletableFuture<>();
        return awaited.putIfAbsent(id, one) == null ? Optional.of(one) : Optional.empty();
    }

    boolean awaits(String id) {
        return awaited.containsKey(id);
    }

    void forget(String id) {
        awaited.remove(id);
    }

    /** It came, and is held back. */
    void came(Registration registration) {
        CompletableFuture<Registration> waiting = awaited.get(registration.id());
        if (waiting != null) {
            Completion.on(
                    registration.settled(),
                    (settled, never) -> messengers.execute(() -> waiting.complete(registration)));
        }
    }

    /** One came that cannot be used. */
    void refused(String id, String why) {
        CompletableFuture<Registration> waiting = awaited.get(id);
        if (waiting != null) {
            boolean same = why.startsWith(SAME);
            Problem problem = Problem.of(
                    same ? ErrorCode.SAME_REVISION : ErrorCode.REVISION_REFUSED,
                    same ? why.substring(SAME.length()) : why);
            messengers.execute(() -> waiting.completeExceptionally(new InferenceException(problem)));
        }
    }
}
