// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

/** A bundle with the same contents and another version, so that the container takes both. */
final class Requalified {
    private static final Pattern COUNTED = Pattern.compile("(?:(.*)_)?cfg(\\d{3,6})");
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");

    private Requalified() {}

    /** The next version of the same code that is free: {@code 1.2.0.cfg001}, {@code 1.2.0.beta_cfg001}. */
    static Version next(Version served, Predicate<Version> taken) {
        Matcher counted = COUNTED.matcher(served.getQualifier());
        boolean before = counted.matches();
        String own = before ? counted.group(1) : served.getQualifier();
        String kept = own == null || own.isEmpty() ? "" : own + "_";
        int count = before ? Integer.parseInt(counted.group(2)) : 0;
        Version next;
        do {
            count++;
            String qualifier = kept + String.format(Locale.ROOT, "cfg%03d", count);
            next = new Version(served.getMajor(), served.getMinor(), served.getMicro(), qualifier);
        } while (taken.test(next));
        return next;
    }

    /** What a bundle holds by its path. It may have been updated since it came from its location, so that is not read. */
    static SortedMap<String, URL> contents(Bundle bundle) {
        SortedMap<String, URL> all = new TreeMap<>();
        collect(bundle, "/", all);
        return all;
    }

    private static void collect(Bundle bundle, String folder, Map<String, URL> all) {
        Enumeration<String> paths = bundle.getEntryPaths(folder);
        for (String path : paths == null ? Collections.<String>emptyList() : Collections.list(paths)) {
            if (path.endsWith("/")) {
                collect(bundle, path, all);
            } else {
                all.put(path, bundle.getEntry(path));
            }
        }
    }

    /** Writes it to a file. A signature is left out: it would not hold any more. */
    static void write(Map<String, URL> contents, Version version, Path to) throws IOException {
        URL manifest = contents.get(JarFile.MANIFEST_NAME);
        if (manifest == null) {
            throw new IOException("the bundle has no manifest");
        }
        Manifest head;
        try (InputStream in = manifest.openStream()) {
            head = new Manifest(in);
        }
        head.getEntries().clear();
        head.getMainAttributes().putValue("Bundle-Version", version.toString());
        try (OutputStream file = Files.newOutputStream(to);
                JarOutputStream jar = new JarOutputStream(file, head)) {
            for (Map.Entry<String, URL> one : contents.entrySet()) {
                if (!one.getKey().equals(JarFile.MANIFEST_NAME)
                        && !SIGNATURE.matcher(one.getKey()).matches()) {
                    jar.putNextEntry(new JarEntry(one.getKey()));
                    try (InputStream in = one.getValue().openStream()) {
                        in.transferTo(jar);
                    }
                    jar.closeEntry();
                }
            }
        }
    }
}
