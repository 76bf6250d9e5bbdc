// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

class RequalifiedTest {
    @TempDir
    Path folder;

    private static String next(String served, String... taken) {
        return Requalified.next(
                        Version.parseVersion(served), one -> Set.of(taken).contains(one.toString()))
                .toString();
    }

    private URL file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toUri().toURL();
    }

    @Test
    void versions_are_counted_from_the_one_that_serves() {
        assertEquals("1.2.0.cfg001", next("1.2.0"));
        assertEquals("1.2.0.cfg002", next("1.2.0.cfg001"));
        assertEquals("1.2.0.beta-1_cfg001", next("1.2.0.beta-1"));
        assertEquals("1.2.0.beta-1_cfg010", next("1.2.0.beta-1_cfg009"));
        assertEquals("1.2.0.cfg1000", next("1.2.0.cfg999"));
        assertEquals("1.2.0.cfg003", next("1.2.0", "1.2.0.cfg001", "1.2.0.cfg002"));
    }

    @Test
    void a_bundle_keeps_all_but_its_version_and_its_signature() throws Exception {
        String head = """
                Manifest-Version: 1.0
                Bundle-SymbolicName: a.b
                Bundle-Version: 1.2.0
                Provide-Capability: x

                Name: io/X.class
                SHA-256-Digest: abc
                """;
        Map<String, URL> contents = Map.of(
                JarFile.MANIFEST_NAME,
                file("head", head),
                "META-INF/A.SF",
                file("sf", "signed"),
                "io/X.class",
                file("x", "class"));
        Path jar = folder.resolve("made.jar");
        Requalified.write(contents, new Version("1.2.0.cfg001"), jar);
        try (JarFile made = new JarFile(jar.toFile())) {
            var main = made.getManifest().getMainAttributes();
            assertEquals("1.2.0.cfg001", main.getValue("Bundle-Version"));
            assertEquals("x", main.getValue("Provide-Capability"));
            assertEquals(Map.of(), made.getManifest().getEntries());
            assertEquals(
                    "class",
                    new String(made.getInputStream(made.getEntry("io/X.class")).readAllBytes(), UTF_8));
            assertNull(made.getEntry("META-INF/A.SF"));
        }
        assertThrows(IOException.class, () -> Requalified.write(Map.of(), Version.emptyVersion, jar));
    }
}
