// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

/** What form an engine has. */
public enum EngineKind implements WireNamed {
    /** Native libraries that a bundle brings; a worker process, or the runtime itself, loads them. */
    FRAGMENT,
    /** A program that serves HTTP by itself. */
    LLAMA_SERVER
}
