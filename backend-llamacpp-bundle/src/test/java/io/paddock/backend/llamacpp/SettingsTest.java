// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final Path HOME = Path.of("home");

    @Test
    void the_defaults_are_usable() {
        Settings settings = Settings.of(Configs.with(Map.of()), HOME, null);

        assertNull(settings.problem());
        assertEquals(HOME.resolve("models"), settings.modelsFolder());
        assertEquals("paddock-demo", settings.defaultModel());
        assertEquals(Duration.ofMinutes(10), settings.timings().idleAfter());
        assertEquals(LlamaCppOptions.defaults(), settings.options());
    }

    @Test
    void values_are_taken_over() {
        Settings settings = Settings.of(
                Configs.with(Map.of(
                        "models_folder",
                        "elsewhere",
                        "model_files",
                        new String[] {" a.gguf ", ""},
                        "ctx_size",
                        256,
                        "idle_after_ms",
                        0L,
                        "ready_within_ms",
                        5L)),
                HOME,
                "b.gguf" + File.pathSeparator + "c.gguf");

        assertNull(settings.problem());
        assertEquals(Path.of("elsewhere"), settings.modelsFolder());
        assertEquals(List.of(Path.of("a.gguf"), Path.of("b.gguf"), Path.of("c.gguf")), settings.modelFiles());
        assertEquals(256, settings.options().contextSize());
        assertNull(settings.timings().idleAfter());
        assertEquals(Duration.ofMillis(5), settings.timings().readyWithin());
    }

    @Test
    void a_wrong_value_is_named_and_does_not_stop_the_bundle() {
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("parallel", -4), Map.of("engine", "magic"), Map.of("ready_within_ms", 0L))) {
            String name = wrong.keySet().iterator().next();

            String problem = Settings.of(Configs.with(wrong), HOME, null).problem();

            assertTrue(problem.contains(name) && problem.contains(Config.PID), problem);
        }
    }
}
