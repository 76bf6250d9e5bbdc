// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.engine;

import java.util.List;

/**
 * Native libraries of java-llama.cpp that are installed.
 *
 * @param name platform and, where there is more than the processor, device: {@code linux-x86_64-cuda}
 * @param here whether they are for this machine
 * @param devices what they can compute on, for example {@code cpu} and {@code cuda}
 * @param llamaCpp the build of llama.cpp inside, or null when unknown
 * @param origin the bundle that brings them, or the configuration that names them, in words
 */
public record NativeSet(String name, boolean here, List<String> devices, String llamaCpp, String origin) {
    public NativeSet {
        devices = List.copyOf(devices);
    }
}
