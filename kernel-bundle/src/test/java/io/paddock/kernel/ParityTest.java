// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that says which test proves what names no test that does not exist. */
class ParityTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern PARENT = Pattern.compile("class \\w+ extends (\\w+)");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)\\.([a-z]\\w+_\\w+)`");

    @Test
    void every_test_that_the_page_names_exists() throws IOException {
        Map<String, String> sources = sources();
        List<String> missing = new ArrayList<>();
        int named = 0;
        Matcher reference = NAMED.matcher(Files.readString(ROOT.resolve("docs/parity.md"), UTF_8));
        while (reference.find()) {
            named++;
            if (!has(sources, reference.group(1), reference.group(2))) {
                missing.add(reference.group());
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(named > 50, "named: " + named);
    }

    /** Whether the class, or the one that it extends, has the method. */
    private static boolean has(Map<String, String> sources, String type, String method) {
        String source = sources.getOrDefault(type, "");
        Matcher parent = PARENT.matcher(source);
        return source.contains("void " + method + "(") || (parent.find() && has(sources, parent.group(1), method));
    }

    /** By class name; of all modules. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> modules = Files.walk(ROOT, 2)) {
            for (Path module : modules.filter(Files::isDirectory).toList()) {
                read(module.resolve("src/test/java"), sources);
                read(module.resolve("src/main/java"), sources);
            }
        }
        return sources;
    }

    private static void read(Path folder, Map<String, String> sources) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                String name = file.getFileName().toString().replace(".java", "");
                sources.merge(name, text(file), String::concat);
            });
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
