// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.subject;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The bundle of a backend that a distribution brings, in other versions: the same classes, another head. */
public final class Revision {
    private final Path shipped;
    private final Path folder;
    private int made;

    private Revision(Path shipped, Path folder) {
        this.shipped = shipped;
        this.folder = folder;
    }

    /** Versions of a backend of {@code distribution}; their files go with it. */
    public static Revision of(Distribution distribution, String backend) throws IOException {
        Path folder = distribution.home().resolve("system/io/paddock/paddock-backend-" + backend);
        try (Stream<Path> files = Files.walk(folder)) {
            Path jar = files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no backend " + backend + " in the distribution"));
            return new Revision(jar, distribution.folder());
        }
    }

    /** A file with the next version. */
    public Path next() throws IOException {
        String version = "0.1." + ++made;
        Path revised = folder.resolve("backend-" + version + ".jar");
        try (JarFile from = new JarFile(shipped.toFile())) {
            Manifest head = new Manifest(from.getManifest());
            head.getMainAttributes().putValue("Bundle-Version", version);
            try (OutputStream file = Files.newOutputStream(revised);
                    JarOutputStream to = new JarOutputStream(file, head)) {
                for (JarEntry entry : from.stream().toList()) {
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        to.putNextEntry(new JarEntry(entry.getName()));
                        from.getInputStream(entry).transferTo(to);
                        to.closeEntry();
                    }
                }
            }
        }
        return revised;
    }
}
