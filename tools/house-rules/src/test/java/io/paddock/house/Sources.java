// SPDX-License-Identifier: Apache-2.0
package io.paddock.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Finds and parses the Java files of all modules. */
final class Sources {
    private static final String LANDMARK = "kernel-api-bundle";
    private static final Set<String> SKIPPED = Set.of("target", "node_modules");

    private Sources() {}

    /** Every Java file below {@code src/main/java} and {@code src/test/java} of a directory with a {@code pom.xml}. */
    static List<SourceFile> ofRepository() {
        Path root = root();
        return parse(root, javaFiles(root));
    }

    /** Files of a test's own making. */
    static List<SourceFile> parse(Path root, List<Path> files) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            List<SourceFile> parsed = new ArrayList<>();
            for (CompilationUnitTree tree : task.parse()) {
                Path file = Path.of(tree.getSourceFile().toUri());
                String path = root.relativize(file).toString().replace('\\', '/');
                parsed.add(new SourceFile(path, Files.readAllLines(file), tree, positions));
            }
            return parsed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.isDirectory(at.resolve(LANDMARK))) {
            at = at.getParent();
        }
        if (at == null) {
            throw new IllegalStateException("no directory above holds " + LANDMARK);
        }
        return at;
    }

    private static List<Path> javaFiles(Path directory) {
        List<Path> files = new ArrayList<>();
        if (Files.exists(directory.resolve("pom.xml"))) {
            files.addAll(below(directory.resolve("src/main/java")));
            files.addAll(below(directory.resolve("src/test/java")));
        }
        try (Stream<Path> children = Files.list(directory)) {
            children.filter(Files::isDirectory)
                    .filter(Sources::mayHoldModules)
                    .sorted()
                    .forEach(child -> files.addAll(javaFiles(child)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static boolean mayHoldModules(Path directory) {
        String name = directory.getFileName().toString();
        return !name.startsWith(".") && !name.equals("src") && !SKIPPED.contains(name);
    }

    private static List<Path> below(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
