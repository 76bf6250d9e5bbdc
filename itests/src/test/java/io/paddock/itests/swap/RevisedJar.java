// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The bundle of a backend in another version: the same classes, another head. */
public final class RevisedJar {
    private RevisedJar() {}

    /** The bundle of that backend, as an unpacked distribution brings it. */
    public static Path shipped(Path home, String backend) throws IOException {
        Path folder = home.resolve("system/io/paddock/paddock-backend-" + backend);
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** A copy of {@code jar} in {@code folder} with that version. */
    public static Path of(Path jar, Path folder, String version) throws IOException {
        return of(jar, folder, version, "", Map.of());
    }

    /** The same with further files, by their names inside. */
    public static Path with(Path jar, Path folder, String version, Map<String, String> more) throws IOException {
        return of(jar, folder, version, "", more);
    }

    /** The same, with something that it needs and nobody has. */
    public static Path unresolvable(Path jar, Path folder, String version) throws IOException {
        return of(jar, folder, version, "org.example.nowhere;ns=x", Map.of());
    }

    private static Path of(Path jar, Path folder, String version, String need, Map<String, String> more)
            throws IOException {
        Path revised = folder.resolve("backend-" + version + ".jar");
        try (JarFile from = new JarFile(jar.toFile())) {
            Manifest head = new Manifest(from.getManifest());
            head.getMainAttributes().putValue("Bundle-Version", version);
            if (!need.isEmpty()) {
                String before = head.getMainAttributes().getValue("Require-Capability");
                head.getMainAttributes().putValue("Require-Capability", before == null ? need : before + "," + need);
            }
            try (OutputStream file = Files.newOutputStream(revised);
                    JarOutputStream to = new JarOutputStream(file, head)) {
                for (JarEntry entry : from.stream().toList()) {
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        to.putNextEntry(new JarEntry(entry.getName()));
                        from.getInputStream(entry).transferTo(to);
                        to.closeEntry();
                    }
                }
                for (Map.Entry<String, String> one : more.entrySet()) {
                    to.putNextEntry(new JarEntry(one.getKey()));
                    to.write(one.getValue().getBytes(UTF_8));
                    to.closeEntry();
                }
            }
        }
        return revised;
    }
}
