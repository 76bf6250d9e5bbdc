// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import java.io.IOException;
import java.io.InputStream;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Version;

/**
 * Who a bundle is.
 *
 * @param name its symbolic name
 * @param version its version
 * @param host symbolic name of the bundle that it is a fragment of, or null
 */
record BundleHead(String name, Version version, String host) {
    /** One that is no fragment. */
    BundleHead(String name, Version version) {
        this(name, version, null);
    }

    /** Reads it from a bundle's bytes; fails with {@link ErrorCode#REVISION_REFUSED} when they are none. */
    static BundleHead read(InputStream bytes) throws IOException {
        try (JarInputStream jar = new JarInputStream(bytes)) {
            Manifest manifest = jar.getManifest();
            String name = manifest == null ? null : manifest.getMainAttributes().getValue("Bundle-SymbolicName");
            if (name == null) {
                throw refused("it is no bundle: its manifest does not come first or has no Bundle-SymbolicName");
            }
            return of(name, manifest.getMainAttributes());
        }
    }

    private static BundleHead of(String name, Attributes head) {
        String version = head.getValue("Bundle-Version");
        try {
            String host = head.getValue("Fragment-Host");
            return new BundleHead(
                    symbolicName(name), Version.parseVersion(version), host == null ? null : symbolicName(host));
        } catch (IllegalArgumentException e) {
            throw refused("its Bundle-Version '" + version + "' is none");
        }
    }

    /** Directives follow a semicolon. */
    private static String symbolicName(String written) {
        int end = written.indexOf(';');
        return (end < 0 ? written : written.substring(0, end)).strip();
    }

    private static InferenceException refused(String words) {
        return new InferenceException(ErrorCode.REVISION_REFUSED, words);
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
