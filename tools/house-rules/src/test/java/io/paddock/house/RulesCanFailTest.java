// SPDX-License-Identifier: Apache-2.0
package io.paddock.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.paddock.house.Sizes.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules see what they are meant to see, shown on sources made to break them. */
class RulesCanFailTest {
    private static final String SOURCE = """
            // SPDX-License-Identifier: Apache-2.0
            package io.paddock.wire.deep;

            import io.paddock.api.Lease;
            import io.paddock.kernel.Kernel;
            import static io.paddock.spi.Timings.DEFAULT;

            class Sample {
                Sample(int a, int b) {
                    this.a = a;
                    io.paddock.console.Verb verb = null;
                }

                void empty() {}

                record Value(int a, int b, int c) {
                    Value {
                        check(a);
                    }
                }

                interface Wide {
                    void a();
                    void b();
                    default void c() {}
                    static void d() {}
                }

                sealed interface Shape permits Circle {
                    void draw();
                }
            }
            """;

    @TempDir
    Path root;

    @Test
    void bodies_are_measured_between_their_braces() throws IOException {
        assertEquals(
                List.of(
                        new Measure("Sample.java:9", "lines in method <init>", 2),
                        new Measure("Sample.java:14", "lines in method empty", 0),
                        new Measure("Sample.java:17", "lines in method <init>", 1),
                        new Measure("Sample.java:25", "lines in method c", 0),
                        new Measure("Sample.java:26", "lines in method d", 0)),
                Sizes.methodBodies(sample()));
    }

    @Test
    void constructors_are_measured_except_those_of_records() throws IOException {
        List<Measure> found = Sizes.constructorParameters(sample());
        assertEquals(List.of(new Measure("Sample.java:9", "parameters of constructor Sample", 2)), found);
        assertEquals(
                "Sample.java:9: parameters of constructor Sample has 2, at most 1",
                found.get(0).above(1));
    }

    @Test
    void interfaces_are_measured_except_sealed_ones() throws IOException {
        assertEquals(
                List.of(new Measure("Sample.java:22", "abstract methods in Wide", 2)), Sizes.abstractMethods(sample()));
    }

    @Test
    void arrows_see_imports_static_imports_and_full_names() throws IOException {
        Arrows arrows = new Arrows(Map.of(
                "io.paddock.wire", List.of("io.paddock.api"),
                "io.paddock.api", List.of(),
                "io.paddock.spi", List.of(),
                "io.paddock.kernel", List.of()));
        assertEquals(
                List.of(
                        "Sample.java:5: io.paddock.wire may not use io.paddock.kernel",
                        "Sample.java:6: io.paddock.wire may not use io.paddock.spi",
                        "Sample.java:11: io.paddock.wire may not use io.paddock.console"),
                arrows.broken(sample()));
        assertEquals(
                List.of("Sample.java:1: no arrow names io.paddock.wire.deep; say what it may use"),
                new Arrows(Map.of()).broken(sample()));
    }

    private SourceFile sample() throws IOException {
        Path file = Files.writeString(root.resolve("Sample.java"), SOURCE);
        return Sources.parse(root, List.of(file)).get(0);
    }
}
