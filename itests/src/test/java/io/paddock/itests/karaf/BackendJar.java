// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.karaf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes bundles with one backend in them, as many versions as a test likes. */
final class BackendJar {
    private static final String COMPONENT = """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%1$s">
              <implementation class="%1$s"/>
              <service><provide interface="io.paddock.spi.Backend"/></service>
            </scr:component>
            """;

    private BackendJar() {}

    /** A bundle of that name and version whose backend is {@code type}. */
    static InputStream of(String name, String version, Class<? extends ProbeBackend> type) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", name);
        headers.putValue("Bundle-Version", version);
        headers.putValue("Import-Package", "io.paddock.api,io.paddock.spi,org.osgi.framework");
        headers.putValue("Service-Component", "OSGI-INF/backend.xml");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            add(jar, "OSGI-INF/backend.xml", COMPONENT.formatted(type.getName()).getBytes(UTF_8));
            for (Class<?> one :
                    new Class<?>[] {ProbeBackend.class, ProbeBackend.AlwaysReady.class, RivalBackend.class}) {
                String file = one.getName().replace('.', '/') + ".class";
                try (InputStream in = one.getResourceAsStream("/" + file)) {
                    add(jar, file, in.readAllBytes());
                }
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(content);
        jar.closeEntry();
    }
}
