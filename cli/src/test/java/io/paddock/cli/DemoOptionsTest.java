// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoOptionsTest {
    @TempDir
    Path folder;

    @Test
    void without_options_it_asks_the_bundled_model() throws CliFailure {
        DemoOptions options = DemoOptions.parse(List.of());
        assertEquals("paddock-demo", options.model());
        assertEquals("What is Paddock?", options.prompt());
        assertTrue(options.file().isEmpty());
    }

    @Test
    void a_file_gives_the_model_its_name() throws CliFailure, IOException {
        Path file = Files.createFile(folder.resolve("my model.gguf"));
        DemoOptions options = DemoOptions.parse(List.of("--model", file.toString(), "--prompt", "Hi"));
        assertEquals("my model", options.model());
        assertEquals("Hi", options.prompt());
        assertTrue(options.file().orElseThrow().isAbsolute());
    }

    @Test
    void what_cannot_be_is_refused_with_the_right_exit_code() {
        assertEquals(1, refused("--model", folder.resolve("none.gguf").toString()));
        assertEquals(2, refused("--model", "model.bin"));
        assertEquals(2, refused("--prompt"));
        assertEquals(2, refused("--colour"));
    }

    private static int refused(String... args) {
        return assertThrows(CliFailure.class, () -> DemoOptions.parse(List.of(args)))
                .exitCode();
    }
}
