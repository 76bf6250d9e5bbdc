// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.Alias;
import io.paddock.api.ModelListing;
import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Moment;
import io.paddock.kernel.work.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

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
    private final AliasTable aliases;
    private final Time time;
    private final ConcurrentMap<Registration, Asked> asked = new ConcurrentHashMap<>();

    ModelTable(BackendTable backends, AliasTable aliases, Time time) {
        this.backends = backends;
        this.aliases = aliases;
        this.time = time;
    }

    /** All models and aliases, sorted by id, then backend; never fails. */
    CompletableFuture<List<ModelListing>> list() {
        return offered().thenApply(this::withAliases);
    }

    private List<ModelListing> withAliases(List<ModelListing> models) {
        List<Alias> named = aliases.list();
        return named.isEmpty()
                ? models
                : sorted(Stream.concat(models.stream(), named.stream().map(one -> listing(one, models)))
                        .toList());
    }

    /** An alias is listed as what it stands for, while that is there. */
    private static ModelListing listing(Alias alias, List<ModelListing> models) {
        Optional<ModelListing> real = models.stream()
                .filter(one -> one.backend().equals(alias.target().backend()))
                .filter(one -> one.answersTo(alias.target().model()))
                .findFirst();
        return new ModelListing(
                alias.name(),
                alias.target().backend(),
                real.map(ModelListing::sizeBytes).orElse(null),
                real.map(ModelListing::contextLength).orElse(null),
                real.map(ModelListing::capabilities).orElse(Map.of()),
                Map.of("stands_for", alias.target().model()));
    }

    /** The models that backends offer, sorted by id, then backend; never fails. */
    CompletableFuture<List<ModelListing>> offered() {
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
        return sorted(all);
    }

    private static List<ModelListing> sorted(List<ModelListing> models) {
        return models.stream()
                .sorted(Comparator.comparing(ModelListing::id).thenComparing(ModelListing::backend))
                .toList();
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
