// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.engine.store;

import io.paddock.backend.llamacpp.engine.NativeSet;
import java.util.List;
import java.util.SortedMap;

/** Where the engine's files come from. */
interface EngineSource {
    /** java-llama.cpp's classes by their path in a jar. */
    SortedMap<String, Content> classes();

    /** Every set of native libraries, sorted by name. */
    List<NativeSet> sets();

    /** Name of the set that is taken unless another is named. */
    String selected();

    /** Native libraries of a set by file name; empty when there are none. */
    SortedMap<String, Content> natives(String name);

    /** What was searched for that set, and how to get it. */
    String howToGet(String name);
}
