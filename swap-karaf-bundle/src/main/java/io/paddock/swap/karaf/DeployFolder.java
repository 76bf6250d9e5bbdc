// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import java.net.URI;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;

/**
 * The folder whose jars Karaf installs, and installs again, by itself.
 *
 * @param path absolute
 */
record DeployFolder(Path path) {
    private static final String FILE = "file:";

    static DeployFolder of(BundleContext context) {
        String base = context.getProperty("karaf.base");
        return new DeployFolder(
                Path.of(base == null ? "" : base, "deploy").toAbsolutePath().normalize());
    }

    /** Whether a bundle with that location is from a file in it, maybe by way of a wrapper. */
    boolean holds(String location) {
        int file = location.indexOf(FILE);
        return file >= 0 && place(location.substring(file)).startsWith(path);
    }

    private static Path place(String url) {
        Path place;
        try {
            place = Path.of(URI.create(url));
        } catch (IllegalArgumentException e) { // somebody wrote it by hand
            place = Path.of(url.substring(FILE.length()));
        }
        return place.toAbsolutePath().normalize();
    }
}
