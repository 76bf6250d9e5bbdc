// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoVerbTest {
    @TempDir
    Path folder;

    @Test
    void it_resolves_chats_releases_and_leaves_nothing_running() throws Exception {
        FakeHome home = new FakeHome(folder, "");
        assertEquals(0, home.run("demo", "--prompt", "Who are you?"), home::err);
        String out = home.out();
        assertTrue(out.contains("\"model_identity\" : \"paddock-demo\""), out);
        assertTrue(out.contains("\"reason\" : \"protocol_match\""), out);
        assertFalse(out.contains("headers"), out);
        assertTrue(out.contains("> Who are you?"), out);
        assertTrue(out.contains("Paddock is a runtime."), out);
        assertTrue(out.contains("(first token after "), out);
        assertTrue(out.contains("\n204\n"), out);
        assertTrue(out.contains("done in "), out);
        assertTrue(PortCheck.isFree(home.install().port()));
    }

    @Test
    void a_model_without_a_chat_template_goes_on_with_the_text() throws Exception {
        FakeHome home = new FakeHome(folder, "continues");
        assertEquals(0, home.run("demo", "--prompt", "Once upon a time"), home::err);
        String out = home.out();
        assertTrue(out.contains("POST /v1/completions\n(the model has no chat template"), out);
        assertTrue(out.contains("> Once upon a time\n and so on.\n"), out);
    }

    @Test
    void a_refusal_is_told_with_its_reason_and_code() throws IOException {
        FakeHome home = new FakeHome(folder, "refuses");
        assertEquals(1, home.run("demo"));
        assertEquals(
                "paddock: no endpoint for paddock-demo: no such model; put it into models (model_not_found)\n",
                home.err());
    }

    @Test
    void an_answer_that_is_cut_off_fails() throws IOException {
        FakeHome home = new FakeHome(folder, "cuts");
        assertEquals(1, home.run("demo"));
        assertTrue(home.err().contains("cut off"), home.err());
    }

    @Test
    void a_runtime_that_dies_fails_with_what_it_said() throws IOException {
        FakeHome home = new FakeHome(folder, "dies");
        assertEquals(1, home.run("demo"));
        assertTrue(home.err().contains("fake runtime, mood dies"), home.err());
    }
}
