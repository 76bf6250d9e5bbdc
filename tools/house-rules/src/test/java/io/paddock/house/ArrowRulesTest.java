// SPDX-License-Identifier: Apache-2.0
package io.paddock.house;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArrowRulesTest {
    private static final String API = "io.paddock.api";
    private static final String SPI = "io.paddock.spi";
    private static final String KERNEL = "io.paddock.kernel";
    private static final String KERNEL_BENCH = "io.paddock.bench.kernel";
    private static final String WIRE = "io.paddock.wire";
    private static final String STORE = "io.paddock.store";
    private static final String BACKEND_HTTP = "io.paddock.backend.http";
    private static final String LLAMACPP_ENGINE = "io.paddock.backend.llamacpp.engine";
    private static final String WORKER = "io.paddock.worker";
    private static final String GGUF = "io.paddock.gguf";
    private static final String CONSOLE = "io.paddock.console";
    private static final String ECHO_ENGINE = "io.paddock.example.spawned.engine";
    private static final String TESTKIT = "io.paddock.testkit";

    private static final Arrows ARROWS = new Arrows(Map.ofEntries(
            Map.entry(API, List.of()),
            Map.entry(SPI, List.of(API)),
            Map.entry(WIRE, List.of(API)),
            Map.entry(KERNEL, List.of(API, SPI)),
            Map.entry(STORE, List.of(API, SPI, WIRE)),
            Map.entry("io.paddock.surface.ssh", List.of(API, SPI)),
            Map.entry("io.paddock.swap.karaf", List.of(API, SPI)),
            Map.entry("io.paddock.http", List.of(API, WIRE)),
            Map.entry(CONSOLE, List.of(API, WIRE)),
            // Backends know the API and the SPI; what two of them share is a part below them.
            Map.entry(BACKEND_HTTP, List.of(API, SPI)),
            Map.entry("io.paddock.backend.ollama", List.of(API, SPI, BACKEND_HTTP)),
            Map.entry("io.paddock.backend.openai", List.of(API, SPI, BACKEND_HTTP)),
            // The engine inside the runtime is the worker's server, in its own copy of the classes.
            Map.entry("io.paddock.backend.llamacpp", List.of(API, SPI, GGUF, LLAMACPP_ENGINE, WORKER)),
            Map.entry(LLAMACPP_ENGINE, List.of(GGUF)),
            // It knows nothing of the runtime, whose process it may share.
            Map.entry(WORKER, List.of(GGUF)),
            Map.entry(GGUF, List.of()),
            Map.entry("io.paddock.cli", List.of()),
            // A tool of the build.
            Map.entry("io.paddock.natives", List.of()),
            // Examples keep to the same arrows as what they are examples of.
            Map.entry("io.paddock.example.spawned", List.of(API, SPI, BACKEND_HTTP, ECHO_ENGINE)),
            Map.entry(ECHO_ENGINE, List.of()),
            Map.entry("io.paddock.example.attached", List.of(API, SPI, BACKEND_HTTP)),
            Map.entry("io.paddock.example.consumer", List.of(API, CONSOLE)),
            Map.entry(TESTKIT, List.of(API, SPI)),
            // It measures the kernel's own calls, without OSGi between.
            Map.entry(KERNEL_BENCH, List.of(API, SPI, KERNEL, STORE, "io.paddock.bench")),
            Map.entry("io.paddock.bench", List.of(API, TESTKIT, KERNEL_BENCH))));

    @Test
    void every_part_uses_only_what_its_arrows_allow() {
        Violations.none(
                "An arrow points the wrong way. Move the code, or change the drawing and this test together.",
                Sources.ofRepository().stream()
                        .filter(SourceFile::isMain)
                        .filter(file -> file.packageName().startsWith("io.paddock"))
                        .flatMap(file -> ARROWS.broken(file).stream())
                        .toList());
    }
}
