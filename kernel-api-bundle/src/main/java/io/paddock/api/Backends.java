// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The backends that are registered now, and whether they fit a consumer. Thread-safe; no method blocks. */
@ProviderType
public interface Backends {
    /** All registered backends and those that were refused, sorted by id; of one id the newest version first. */
    List<BackendSnapshot> list();

    /** One backend by id: its newest version that can work, else its newest. */
    Optional<BackendSnapshot> find(String backend);

    /** Answers from manifests alone; starts nothing, calls nobody, never fails. */
    Compatibility compatibility(String backend, ConsumerManifest consumer);
}
