// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import java.util.concurrent.CompletableFuture;

/**
 * One change that waits to be written.
 *
 * @param key where
 * @param value what to keep there; null: nothing any more
 * @param written completes when it is written
 */
record Change(String key, Object value, CompletableFuture<Void> written) {
    Change(String key, Object value) {
        this(key, value, new CompletableFuture<>());
    }

    boolean drops() {
        return value == null;
    }
}
