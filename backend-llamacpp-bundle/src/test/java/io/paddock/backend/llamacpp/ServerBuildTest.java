// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ServerBuildTest {
    @Test
    void the_version_is_what_it_prints() {
        assertEquals("0.7.0 (build 11669, commit x)", Builds.NEW.version());
        assertEquals("llama-server 4916 (c6af2161)", Builds.OLD.inWords());
    }

    @Test
    void a_build_with_a_release_number_serves_text_and_embeddings_at_once() {
        assertTrue(Builds.NEW.servesBoth());
        assertFalse(Builds.OLD.servesBoth());
    }

    @Test
    void every_name_of_a_flag_is_known_and_words_of_explanations_are_not() {
        for (String flag : List.of("-ngl", "--n-gpu-layers", "--no-webui", "--pooling", "--api-key-file", "--usage")) {
            assertTrue(Builds.NEW.has(flag), flag);
        }
        assertFalse(Builds.NEW.has("-1"));
        assertFalse(Builds.OLD.has("--api-prefix"));
    }

    @Test
    void explanations_go_on_over_several_lines() {
        assertTrue(Builds.NEW.says("--gpu-layers", "'all'"));
        assertTrue(Builds.NEW.says("--api-key", "LLAMA_API_KEY"));
        assertFalse(Builds.OLD.says("--flash-attn", "auto"));
    }

    @Test
    void its_chat_templates_are_listed() {
        assertEquals(List.of("bailing", "chatml", "gpt-oss", "llama3"), Builds.NEW.templates());
    }

    @Test
    void another_program_is_no_llama_server() {
        assertTrue(ServerBuild.read("ls (GNU coreutils) 9.1", "Usage: ls\n  -a, --all  all\n")
                .isEmpty());
    }
}
