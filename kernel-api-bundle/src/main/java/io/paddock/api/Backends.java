// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/** The backends that are registered now, and whether they fit a request. Thread-safe; no method blocks. */
@ProviderType
public interface Backends {
    /** All registered backends and those that were refused, sorted by id; of one id the newest version first. */
    List<BackendSnapshot> list();

    /** One backend by id: its newest version that can work, else its newest. */
    Optional<BackendSnapshot> find(String backend);

    /** Answers from manifests alone; starts nothing, calls nobody, never fails. */
    Compatibility compatibility(String backend, ConsumerManifest consumer);

    /**
     * The same about one model. Where the manifest leaves open a capability that decides, the backend is asked what it
     * knows about the model, and the basis is then {@code model}. What could not be found out is in the metadata as
     * {@code model_facts}. Fails only with {@link InferenceException}, for a name that no model can have.
     *
     * @param model the model, or null for the backend's default
     */
    CompletableFuture<Compatibility> compatibility(String backend, String model, ConsumerManifest consumer);

    /**
     * What {@link Endpoints#ensure} would do with the same request, for the backend that it names or for all of them,
     * ranked. Nothing is started, joined or leased; backends are asked for their models, their plans and what they know
     * about a model only, and one that fails costs its own verdict. Neither a backend nor a model need be named. Fails only with {@link InferenceException},
     * for a request that is wrong whatever the backend.
     */
    CompletableFuture<Explanation> explain(EnsureRequest request);
}
