// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class LoadedLibraryTest {
    private final Properties jvm = new Properties();

    @Test
    void who_loaded_it_may_use_it_and_nobody_else() throws Exception {
        try (URLClassLoader first = new URLClassLoader(new URL[0]);
                URLClassLoader refreshed = new URLClassLoader(new URL[0])) {
            assertNull(new LoadedLibrary(jvm, refreshed).problem(), "before it is loaded anybody may");
            new LoadedLibrary(jvm, first).pin();
            assertNull(new LoadedLibrary(jvm, first).problem());
            String problem = new LoadedLibrary(jvm, refreshed).problem();
            assertTrue(problem.contains("restart the runtime"), problem);
        }
    }

    @Test
    void other_bundles_with_native_code_stay_named() {
        jvm.setProperty(LoadedLibrary.PINNED, "org.example.other");
        LoadedLibrary library = new LoadedLibrary(jvm, getClass().getClassLoader());
        library.pin();
        library.pin();
        assertEquals("org.example.other,io.paddock.backend.llamacpp.engine", jvm.getProperty(LoadedLibrary.PINNED));
    }
}
