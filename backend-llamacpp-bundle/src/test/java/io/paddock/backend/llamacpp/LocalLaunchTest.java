// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.gguf.GgufFile;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.Timings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a llama-server on this machine has looked at before each start. */
class LocalLaunchTest {
    private static final Path PATH = Path.of("models", "tiny.gguf");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static LaunchSpec launch(Map<String, Object> options) {
        ServerFile program = new ServerFile(Path.of("llama-server"), 1, 1, List.of());
        ModelFile model = new ModelFile("tiny", PATH, 9, 1, new GgufFile(3, 0, Map.of(), List.of(), List.of()), null);
        StartupPlan plan = ServerPlans.plan(
                new ServerScout.Found("server", program, Builds.NEW, "the test", null, false),
                LlamaCppOptions.defaults().with(options).resolved(model, 2),
                model,
                new Timings(SECOND, SECOND, SECOND, SECOND, SECOND, null));
        return assertInstanceOf(StartupPlan.Spawn.class, plan).launch();
    }

    @Test
    void its_model_file_is_needed() {
        LaunchSpec launch = launch(Map.of());
        assertEquals(List.of(PATH.toAbsolutePath().toString()), launch.files());
        assertEquals(0, launch.port());
    }

    @Test
    void a_fixed_port_is_told_to_the_kernel_which_fills_it_in() {
        LaunchSpec launch = launch(Map.of("port", 4711));
        assertEquals(4711, launch.port());
        assertTrue(launch.command().contains(LaunchSpec.PORT), launch.command().toString());
    }
}
