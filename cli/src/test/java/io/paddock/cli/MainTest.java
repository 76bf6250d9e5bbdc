// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    Path folder;

    private FakeHome home;

    @BeforeEach
    void prepare() throws IOException {
        home = new FakeHome(folder, "");
    }

    @Test
    void every_verb_explains_itself() {
        List<String> verbs = Help.OVERVIEW
                .lines()
                .filter(line -> line.startsWith("  "))
                .map(line -> line.strip().substring(0, line.strip().indexOf(' ')))
                .toList();
        assertEquals(11, verbs.size());
        for (String verb : verbs) {
            assertEquals(0, home.run(verb, "--help"), verb);
            assertTrue(home.out().startsWith("usage: paddock " + verb), home.out());
        }
    }

    @Test
    void without_a_verb_it_shows_the_overview() {
        assertEquals(0, home.run());
        assertEquals(Help.OVERVIEW, home.out());
    }

    @Test
    void an_unknown_verb_is_a_wrong_line() {
        assertEquals(2, home.run("dance"));
        assertTrue(home.err().contains("no verb dance"), home.err());
        assertEquals(2, home.run("help", "dance"));
        assertEquals(2, home.run("exec"));
        assertEquals(2, home.run("logs", "-x"));
        assertEquals(2, home.run("prepare", "me"));
    }

    @Test
    void the_version_is_the_build_s() {
        assertEquals(0, home.run("version"));
        assertTrue(home.out().matches("paddock [0-9]\\S* \\(Java \\S+\\)\n"), home.out());
    }

    @Test
    void words_of_a_line_stay_words() {
        assertEquals("paddock:chat 'two words' x", ExecVerb.line(List.of("paddock:chat", "two words", "x")));
        assertEquals("paddock:chat \"it's\"", ExecVerb.line(List.of("paddock:chat", "it's")));
        assertEquals("paddock:models --json", ExecVerb.line(List.of("paddock:models --json")));
    }

    @Test
    void prepare_notes_which_process_becomes_the_runtime() throws Exception {
        assertEquals(
                0, home.run("prepare", Long.toString(ProcessHandle.current().pid())), home::err);
        Running running = new RunFile(home.install().data()).live().orElseThrow();
        assertEquals(home.install().port(), running.port());
        assertEquals(1, home.run("prepare", "1"));
        assertTrue(home.err().contains("running already"), home.err());
    }
}
