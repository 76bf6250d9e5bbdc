// SPDX-License-Identifier: Apache-2.0
package io.paddock.house;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.house.Sizes.Measure;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SizeRulesTest {
    private static final long FILE_LINES = 300;
    private static final long FILE_LINES_P90 = 200;
    private static final long METHOD_LINES = 40;
    private static final long METHOD_LINES_P90 = 16;
    private static final long CONSTRUCTOR_PARAMETERS = 5;
    private static final long ABSTRACT_METHODS = 5;

    private static final List<SourceFile> SOURCES = Sources.ofRepository();

    @Test
    void the_sources_are_found() {
        assertTrue(SOURCES.size() > 50, "only " + SOURCES.size() + " files found");
        assertFalse(SOURCES.stream().filter(SourceFile::isMain).toList().isEmpty());
    }

    @Test
    void a_file_has_at_most_300_lines() {
        Violations.none("Split the file.", above(FILE_LINES, SizeRulesTest::file));
    }

    @Test
    void nine_of_ten_shipped_files_have_at_most_200_lines() {
        assertP90("lines per file", FILE_LINES_P90, SizeRulesTest::file);
    }

    @Test
    void a_method_body_has_at_most_40_lines() {
        Violations.none("Split the method.", above(METHOD_LINES, Sizes::methodBodies));
    }

    @Test
    void nine_of_ten_shipped_method_bodies_have_at_most_16_lines() {
        assertP90("lines per method body", METHOD_LINES_P90, Sizes::methodBodies);
    }

    @Test
    void a_constructor_has_at_most_5_parameters() {
        Violations.none(
                "Split the class, or group what belongs together into a record.",
                above(CONSTRUCTOR_PARAMETERS, Sizes::constructorParameters));
    }

    @Test
    void an_interface_has_at_most_5_abstract_methods() {
        Violations.none("Split the interface.", above(ABSTRACT_METHODS, Sizes::abstractMethods));
    }

    private static List<Measure> file(SourceFile file) {
        return List.of(new Measure(file.path() + ":1", "lines", file.lines().size()));
    }

    private static List<String> above(long limit, Function<SourceFile, List<Measure>> measuring) {
        return SOURCES.stream()
                .flatMap(file -> measuring.apply(file).stream())
                .filter(measure -> measure.value() > limit)
                .map(measure -> measure.above(limit))
                .toList();
    }

    private static void assertP90(String what, long limit, Function<SourceFile, List<Measure>> measuring) {
        long[] values = SOURCES.stream()
                .filter(SourceFile::isMain)
                .flatMap(file -> measuring.apply(file).stream())
                .mapToLong(Measure::value)
                .sorted()
                .toArray();
        long p90 = values[(int) Math.ceil(values.length * 0.9) - 1];
        assertTrue(p90 <= limit, "the 90th percentile of " + what + " is " + p90 + ", at most " + limit);
    }
}
