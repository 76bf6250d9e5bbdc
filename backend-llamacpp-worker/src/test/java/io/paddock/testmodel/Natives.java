// SPDX-License-Identifier: Apache-2.0
package io.paddock.testmodel;

import de.kherud.llama.LlamaOutput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** The native library for this machine, taken out of java-llama.cpp's jar. */
public final class Natives {
    private Natives() {}

    /** A folder with the library; the test is skipped when there is none for this machine. */
    public static Path folder(Path into) throws IOException {
        String library = System.mapLibraryName("jllama");
        String resource = system() + "/" + arch() + "/" + library;
        try (InputStream in = LlamaOutput.class.getResourceAsStream(resource)) {
            Needed.here(in != null, "java-llama.cpp has no native library for this machine: " + resource);
            Files.createDirectories(into);
            Files.copy(in, into.resolve(library), StandardCopyOption.REPLACE_EXISTING);
            return into;
        }
    }

    private static String system() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return os.contains("mac") ? "Mac" : os.contains("windows") ? "Windows" : "Linux";
    }

    private static String arch() {
        String arch = System.getProperty("os.arch");
        return arch.equals("amd64") ? "x86_64" : arch;
    }
}
