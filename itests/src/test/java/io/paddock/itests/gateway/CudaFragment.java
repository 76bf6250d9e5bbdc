// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.gateway;

import io.paddock.itests.support.Finished;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The fragment for CUDA, made by its own build. No library with CUDA is here: that for the processor stands in for it. The
 * build runs in a copy of the project, so that what this build made stays as it is.
 */
final class CudaFragment {
    private static final String MODULE = "backend-llamacpp-natives/linux-x86_64-cuda";
    private static final String CPU = "paddock-backend-llamacpp-natives-linux-x86_64";
    private static final Path PROJECT =
            Path.of(System.getProperty("paddock.project")).toAbsolutePath().normalize();
    private static final Set<String> LEFT_OUT = Set.of("target", ".git", "src");

    private CudaFragment() {}

    /** A folder with the stand-in, such as a user gives to the build. */
    static Path natives(Path home, Path work) throws IOException {
        Path folder = Files.createDirectories(work.resolve("natives-cuda"));
        try (JarFile cpu = new JarFile(
                        fragment(home.resolve("system/io/paddock").resolve(CPU)).toFile());
                InputStream library = cpu.getInputStream(cpu.getEntry("native/linux-x86_64/libjllama.so"))) {
            Files.copy(library, folder.resolve("libjllama.so"), StandardCopyOption.REPLACE_EXISTING);
        }
        return folder;
    }

    /** What of the project the build of the fragment reads, in a new folder. */
    static Path project(Path work) throws IOException {
        Path copy = work.resolve("project");
        copy(PROJECT, copy, LEFT_OUT);
        copy(PROJECT.resolve("tools/natives-check/src/main"), copy.resolve("tools/natives-check/src/main"), Set.of());
        return copy;
    }

    /** Builds it as the README says. */
    static Finished build(Path project, Path natives) throws IOException, InterruptedException {
        return Shell.run(
                project,
                Map.of("JAVA_HOME", Jdk.running().home().toString()),
                List.of(
                        Path.of(System.getProperty("paddock.maven"), "bin", "mvn")
                                .toString(),
                        "-B",
                        "-q",
                        "-pl",
                        MODULE,
                        "-am",
                        "package",
                        "-Dllama.natives.cuda=" + natives,
                        "-Dmaven.repo.local=" + System.getProperty("paddock.repository"),
                        "-Dmaven.test.skip",
                        "-Djacoco.skip",
                        "-Dspotless.check.skip"));
    }

    /** The jar that a build made. */
    static Path jar(Path project) throws IOException {
        return fragment(project.resolve(MODULE).resolve("target"));
    }

    /** Makes a distribution what a build of the whole project with the property makes: the jar in it, its feature booted. */
    static void boot(Path home, Path jar) throws IOException {
        String version =
                jar.getFileName().toString().replaceFirst(".*-cuda-", "").replaceFirst("\\.jar$", "");
        Path there = home.resolve("system/io/paddock/" + CPU + "-cuda/" + version);
        Files.copy(jar, Files.createDirectories(there).resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        Path config = home.resolve("etc/org.apache.karaf.features.cfg");
        String before = Files.readString(config);
        String after = before.replaceFirst("featuresBoot = ", "featuresBoot = paddock-llamacpp-cuda, ");
        if (after.equals(before)) {
            throw new IOException("there is no featuresBoot in " + config);
        }
        Files.writeString(config, after);
    }

    private static Path fragment(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("there is no jar in " + folder));
        }
    }

    /** What Maven reads of every module, and what bnd does: not the sources. */
    private static void copy(Path from, Path to, Set<String> without) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes facts) {
                boolean left = without.contains(folder.getFileName().toString());
                return left ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes facts) throws IOException {
                String name = file.getFileName().toString();
                if (without.isEmpty() || name.equals("pom.xml") || name.equals("bnd.bnd")) {
                    Path target = to.resolve(from.relativize(file));
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
