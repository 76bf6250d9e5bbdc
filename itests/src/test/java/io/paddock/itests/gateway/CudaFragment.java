// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** A fragment like the one for CUDA, with the library for the processor in it. */
final class CudaFragment {
    private static final String NAME = "paddock-backend-llamacpp-natives-linux-x86_64";
    private static final String CPU = "native/linux-x86_64/";
    private static final String CUDA = "native/linux-x86_64-cuda/";

    private CudaFragment() {}

    /** Puts it where the runtime installs bundles from. */
    static void into(Path home) throws IOException {
        Path target = Files.createDirectories(home.resolve("deploy")).resolve("natives-cuda.jar");
        try (JarFile cpu = new JarFile(published(home).toFile());
                JarOutputStream cuda = new JarOutputStream(Files.newOutputStream(target), manifest(cpu))) {
            for (Enumeration<JarEntry> all = cpu.entries(); all.hasMoreElements(); ) {
                JarEntry entry = all.nextElement();
                if (entry.getName().startsWith(CPU) && !entry.isDirectory()) {
                    cuda.putNextEntry(new JarEntry(CUDA + entry.getName().substring(CPU.length())));
                    cpu.getInputStream(entry).transferTo(cuda);
                    cuda.closeEntry();
                }
            }
        }
    }

    private static Manifest manifest(JarFile cpu) throws IOException {
        Manifest manifest = new Manifest(cpu.getManifest());
        Attributes main = manifest.getMainAttributes();
        main.putValue("Bundle-SymbolicName", main.getValue("Bundle-SymbolicName") + "-cuda");
        main.putValue(
                "Bundle-NativeCode",
                CUDA + "libjllama.so;osname=Linux;processor=x86-64;selection-filter=\"(paddock.natives=cuda)\",*");
        main.putValue("Paddock-Devices", "cpu,cuda");
        return manifest;
    }

    private static Path published(Path home) throws IOException {
        try (Stream<Path> all = Files.walk(home.resolve("system/io/paddock").resolve(NAME))) {
            return all.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("the distribution has no " + NAME));
        }
    }
}
