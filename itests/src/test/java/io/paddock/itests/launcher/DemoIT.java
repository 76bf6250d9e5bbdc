// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.itests.support.Distribution;
import io.paddock.itests.support.Finished;
import io.paddock.itests.support.GemmaModel;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.Requirement;
import io.paddock.itests.support.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The one command a newcomer types, in a folder with a space in its name and with no Maven on the path. */
class DemoIT {
    @Test
    void the_demo_answers_from_the_archive_alone() throws Exception {
        Finished demo = demo(List.of());
        assertEquals(0, demo.exit(), demo.output());
        for (String part : List.of("POST /api/v1/endpoints", "lease_ref", "protocol_match", "Paddock", "tokens")) {
            assertTrue(demo.output().contains(part), part + " is not in: " + demo.output());
        }
    }

    @Test
    void the_demo_takes_a_model_of_the_users_own() throws Exception {
        Path gemma = Requirement.need(GemmaModel.file(), GemmaModel.reason());
        Finished demo = demo(List.of("--model", gemma.toString(), "--prompt", "The capital of France is"));
        assertEquals(0, demo.exit(), demo.output());
        assertTrue(demo.output().contains(GemmaModel.ID), demo.output());
        assertTrue(demo.output().contains("POST /v1/completions"), demo.output()); // this file has no chat template
        assertFalse(demo.output().contains("<|im_"), demo.output());
    }

    @Test
    void the_demo_says_when_the_model_file_is_missing() throws Exception {
        Finished demo = demo(List.of("--model", "/nowhere/model.gguf"));
        assertEquals(1, demo.exit(), demo.output());
        assertTrue(demo.output().contains("/nowhere/model.gguf"), demo.output());
    }

    private static Finished demo(List<String> arguments) throws Exception {
        Path parent = Files.createDirectories(Path.of("target/runtimes").toAbsolutePath());
        Path home = Distribution.unpackInto(Files.createTempDirectory(parent, "a demo "));
        List<String> command =
                new java.util.ArrayList<>(List.of(home.resolve("bin/paddock").toString(), "demo"));
        command.addAll(arguments);
        return Shell.run(
                home,
                Map.of("JAVA_HOME", Jdk.running().home().toString(), "PATH", "/usr/bin:/bin", "PADDOCK_PORT", ""),
                command);
    }
}
