// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SbomVerbTest {
    @TempDir
    Path folder;

    private FakeHome home;

    @BeforeEach
    void prepare() throws IOException {
        home = new FakeHome(folder, "");
    }

    @Test
    void a_jar_in_the_maven_layout_is_known_by_its_folders() throws IOException {
        put("system/org/example/thing/1.2/thing-1.2.jar", jar(Map.of("a.txt", new byte[1])));
        JsonNode only = bill().path("components").path(0);
        assertEquals("org.example", only.path("group").asText());
        assertEquals("pkg:maven/org.example/thing@1.2", only.path("purl").asText());
        assertEquals(64, only.path("hashes").path(0).path("content").asText().length());
    }

    @Test
    void a_jar_tells_its_own_coordinates_and_licence() throws IOException {
        byte[] pom = "groupId=g\nartifactId=a\nversion=3\n".getBytes(StandardCharsets.US_ASCII);
        byte[] manifest = "Manifest-Version: 1.0\nBundle-License: Apache-2.0\n\n".getBytes(StandardCharsets.US_ASCII);
        put("lib/boot/x.jar", jar(Map.of("META-INF/maven/g/a/pom.properties", pom, "META-INF/MANIFEST.MF", manifest)));
        JsonNode only = bill().path("components").path(0);
        assertEquals("pkg:maven/g/a@3", only.path("purl").asText());
        assertEquals(
                "Apache-2.0",
                only.path("licenses").path(0).path("license").path("name").asText());
    }

    @Test
    void jars_inside_jars_are_counted_too() throws IOException {
        byte[] inner = jar(Map.of("b.txt", new byte[2]));
        put("deploy/outer-1.jar", jar(Map.of("worker/inner-2.0.jar", inner)));
        JsonNode components = bill().path("components");
        assertEquals(2, components.size());
        assertEquals("pkg:generic/inner@2.0", components.path(0).path("purl").asText());
    }

    private JsonNode bill() {
        assertEquals(0, home.run("sbom"), home::err);
        JsonNode bill = Json.parse(home.out());
        assertEquals("CycloneDX", bill.path("bomFormat").asText());
        assertTrue(
                bill.path("metadata").path("component").path("version").asText().matches("[0-9].*"));
        return bill;
    }

    private void put(String path, byte[] bytes) throws IOException {
        Path file = home.home.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private static byte[] jar(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
