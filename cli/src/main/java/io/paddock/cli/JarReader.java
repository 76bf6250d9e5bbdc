// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Finds out what a jar is, and which jars it carries inside. */
final class JarReader {
    private static final String POM = "META-INF/maven/";
    private static final String JAR = ".jar";

    private final List<Component> found = new ArrayList<>();

    /** What was found so far. */
    List<Component> found() {
        return found;
    }

    /**
     * Adds the jar and the jars in it.
     *
     * @param file its name, a hint for what the jar does not tell itself
     */
    void read(String file, byte[] jar) throws IOException {
        Properties pom = new Properties();
        int poms = 0;
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                String name = entry.getName();
                if (name.startsWith(POM) && name.endsWith("/pom.properties")) {
                    pom.load(new ByteArrayInputStream(entries.readAllBytes()));
                    poms++;
                } else if (name.endsWith(JAR)) {
                    read(name, entries.readAllBytes());
                }
            }
        }
        // Several: libraries were merged into it, and none of them is the jar itself.
        found.add(component(file, jar, poms == 1 ? pom : new Properties()));
    }

    private static Component component(String file, byte[] jar, Properties pom) throws IOException {
        Attributes main = manifest(jar).getMainAttributes();
        String stem = file.substring(file.lastIndexOf('/') + 1, file.length() - JAR.length());
        int dash = versionAt(stem);
        String name = pom.getProperty("artifactId", dash < 0 ? stem : stem.substring(0, dash));
        String version = pom.getProperty("version", dash < 0 ? "" : stem.substring(dash + 1));
        String licence = main.getValue("Bundle-License");
        return new Component(
                pom.getProperty("groupId", group(file, name, version)),
                name,
                version,
                licence == null ? "" : licence,
                sha256(jar));
    }

    /** In a Maven layout the folders tell: group/artifact/version/file. */
    private static String group(String file, String name, String version) {
        int at = file.indexOf("/" + name + "/" + version + "/");
        return at < 0 ? "" : file.substring(0, at).replace('/', '.');
    }

    private static int versionAt(String stem) {
        for (int at = stem.indexOf('-'); at >= 0; at = stem.indexOf('-', at + 1)) {
            if (at + 1 < stem.length() && Character.isDigit(stem.charAt(at + 1))) {
                return at;
            }
        }
        return -1;
    }

    private static Manifest manifest(byte[] jar) throws IOException {
        try (InputStream bytes = new ByteArrayInputStream(jar);
                JarInputStream in = new JarInputStream(bytes, false)) {
            Manifest first = in.getManifest();
            return first == null ? laterManifest(jar) : first;
        }
    }

    /** A jar whose manifest is not its first entry. */
    private static Manifest laterManifest(byte[] jar) throws IOException {
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    return new Manifest(entries);
                }
            }
            return new Manifest();
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
