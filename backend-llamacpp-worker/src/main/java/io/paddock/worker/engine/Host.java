// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.engine;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The JVM that an engine runs in.
 *
 * @param natives folder with the engine's native library; null where the JVM was told already
 * @param own whether this JVM serves one model and nothing else, so that the engine may write to its output
 * @param notes takes lines for people; must return quickly
 */
public record Host(Path natives, boolean own, Consumer<String> notes) {
    public Host {
        requireNonNull(notes, "notes is null");
    }
}
