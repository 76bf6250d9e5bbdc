// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.ModelListing;
import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Moment;
import io.paddock.kernel.work.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The models of all backends, asked in parallel and remembered for a moment. Thread-safe; nothing blocks. */
final class ModelTable {
    static final Duration FRESH = Duration.ofSeconds(1);
    private static final int MOST_NAMES = 20;

    private record Asked(Moment at, CompletableFuture<List<ModelListing>> listing) {
        boolean fresh(Moment now) {
            return !listing.isDone() || now.since(at).compareTo(FRESH) < 0;
        }
    }

    private final BackendTable backends;
    private final Time time;
    private final ConcurrentMap<Registration, Asked> asked = new ConcurrentHashMap<>();

    ModelTable(BackendTable backends, Time time) {
        this.backends = backends;
        this.time = time;
    }

    /** All models, sorted by id, then backend; never fails. */
    CompletableFuture<List<ModelListing>> list() {
        return backends.settled().thenCompose(settled -> ask());
    }

    private CompletableFuture<List<ModelListing>> ask() {
        List<Registration> present = backends.serving();
        asked.keySet().retainAll(present);
        List<CompletableFuture<List<ModelListing>>> parts =
                present.stream().map(this::ask).toList();
        return Completion.allEnded(parts).thenApply(ended -> merge(parts));
    }

    private CompletableFuture<List<ModelListing>> ask(Registration backend) {
        Moment now = time.now();
        Asked known = asked.get(backend);
        if (known == null || !known.fresh(now)) {
            known = new Asked(now, backend.models());
            asked.put(backend, known);
        }
        return known.listing();
    }

    private static List<ModelListing> merge(List<CompletableFuture<List<ModelListing>>> parts) {
        List<ModelListing> all = new ArrayList<>();
        parts.forEach(part -> all.addAll(part.join()));
        all.sort(Comparator.comparing(ModelListing::id).thenComparing(ModelListing::backend));
        return List.copyOf(all);
    }

    /** The ids in a listing, for people: each once, not too many. */
    static String names(List<ModelListing> listing) {
        List<String> ids = listing.stream().map(ModelListing::id).distinct().toList();
        if (ids.isEmpty()) {
            return "none";
        }
        return ids.size() <= MOST_NAMES
                ? String.join(", ", ids)
                : String.join(", ", ids.subList(0, MOST_NAMES)) + " and others";
    }
}
