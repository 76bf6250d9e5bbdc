// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A bundle of classes of a test with one component.
 *
 * @param name its symbolic name
 * @param version its version
 * @param imports the packages that it needs
 * @param component the component's XML
 * @param headers more headers
 * @param classes what is in it
 */
public record TestBundle(
        String name,
        String version,
        String imports,
        String component,
        Map<String, String> headers,
        List<Class<?>> classes) {
    public TestBundle {
        headers = Map.copyOf(headers);
        classes = List.copyOf(classes);
    }

    /** Writes it to {@code file}. */
    public void write(Path file) throws IOException {
        Manifest manifest = new Manifest();
        Attributes head = manifest.getMainAttributes();
        head.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        head.putValue("Bundle-ManifestVersion", "2");
        head.putValue("Bundle-SymbolicName", name);
        head.putValue("Bundle-Version", version);
        head.putValue("Import-Package", imports);
        head.putValue("Service-Component", "OSGI-INF/component.xml");
        headers.forEach(head::putValue);
        try (OutputStream to = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(to, manifest)) {
            add(jar, "OSGI-INF/component.xml", component.getBytes(UTF_8));
            for (Class<?> one : classes) {
                String path = one.getName().replace('.', '/') + ".class";
                try (InputStream code = one.getResourceAsStream("/" + path)) {
                    add(jar, path, code.readAllBytes());
                }
            }
        }
    }

    private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(content);
        jar.closeEntry();
    }
}
