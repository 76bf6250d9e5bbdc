// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;

class BundleHeadTest {
    static byte[] jar(String name, String version) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (name != null) {
            manifest.getMainAttributes().putValue("Bundle-SymbolicName", name);
        }
        if (version != null) {
            manifest.getMainAttributes().putValue("Bundle-Version", version);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new JarOutputStream(bytes, manifest).close();
        return bytes.toByteArray();
    }

    private static BundleHead read(byte[] bytes) throws IOException {
        return BundleHead.read(new ByteArrayInputStream(bytes));
    }

    private static void assertRefused(byte[] bytes) {
        InferenceException refused = assertThrows(InferenceException.class, () -> read(bytes));
        assertEquals(ErrorCode.REVISION_REFUSED, refused.code());
    }

    @Test
    void a_name_without_its_directives_and_a_version() throws IOException {
        assertEquals("a.b 1.2.0", read(jar("a.b;singleton:=true", "1.2")).toString());
        assertEquals("a.b 0.0.0", read(jar("a.b", null)).toString());
    }

    @Test
    void a_fragment_names_its_host() throws IOException {
        String head = """
                Manifest-Version: 1.0
                Bundle-SymbolicName: a.b
                Fragment-Host: a.host;bundle-version=1
                """;
        Manifest manifest = new Manifest(new ByteArrayInputStream(head.getBytes(UTF_8)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new JarOutputStream(bytes, manifest).close();
        assertEquals("a.host", read(bytes.toByteArray()).host());
    }

    @Test
    void what_is_no_bundle_is_refused() throws IOException {
        assertRefused("no jar at all".getBytes(UTF_8));
        assertRefused(jar(null, "1"));
        assertRefused(jar("a.b", "one"));
    }
}
