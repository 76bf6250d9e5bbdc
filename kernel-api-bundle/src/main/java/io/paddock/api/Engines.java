// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The engines that models can be served by: those that were found, and those that were added. A backend with
 * engines brings it. Thread-safe; no method blocks. What fails does so with {@link InferenceException}.
 */
@ConsumerType
public interface Engines {
    /** Stands for no choice in {@link #use}. */
    String AUTO = "auto";

    /** All engines, those that do not work too; sorted by kind and name. Programs that are not known are asked first. */
    CompletableFuture<List<Engine>> list();

    /**
     * Adds a {@code llama-server}. An archive is checked, unpacked into the runtime's data and kept there; a folder is
     * used where it lies. The program is asked what it is before it counts. Whoever gives up the answer ends the work.
     * Fails with {@link ErrorCode#ENGINE_REFUSED} and the field that is wrong, if any.
     */
    CompletableFuture<Engine> add(EngineSource source);

    /**
     * Removes an engine that was added, and what was unpacked for it; a folder that was added stays as it is. Choices for
     * it end. Fails with {@link ErrorCode#ENGINE_NOT_FOUND}, or with {@link ErrorCode#ENGINE_IN_USE} while instances run
     * on it.
     */
    CompletableFuture<Void> remove(String name);

    /**
     * Chooses the engine for instances to come; it holds until another choice, across restarts. Fails with {@link
     * ErrorCode#ENGINE_NOT_FOUND}, or with {@link ErrorCode#ENGINE_UNAVAILABLE} when it does not work.
     *
     * @param name an engine, or {@link #AUTO} to choose none
     * @param model the model to choose it for, or null for all that nothing else is chosen for
     */
    CompletableFuture<Void> use(String name, String model);
}
