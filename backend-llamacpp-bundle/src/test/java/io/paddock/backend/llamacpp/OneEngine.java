// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.backend.llamacpp.engine.EngineFiles;
import io.paddock.backend.llamacpp.engine.NativeSet;
import io.paddock.backend.llamacpp.engine.Placement;
import java.nio.file.Path;
import java.util.List;

/** Engine files with one set of natives; for tests. */
interface OneEngine extends EngineFiles {
    @Override
    default Path folder() {
        return Path.of("target", "no-such-folder");
    }

    @Override
    default List<NativeSet> natives() {
        return List.of(new NativeSet("here", true, List.of("cpu"), "b4916", "a test"));
    }

    @Override
    default String selected() {
        return "here";
    }

    @Override
    Placement engine();

    @Override
    default Placement engine(String natives) {
        return natives.equals("here") ? engine() : Placement.missing("there are no natives " + natives);
    }
}
