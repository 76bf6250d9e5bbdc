// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its programs are shell scripts")
class ServerScoutTest {
    private static final Duration PATIENT = Duration.ofSeconds(10);

    @TempDir
    Path work;

    private final ServerScout scout = new ServerScout();

    @AfterEach
    void close() {
        scout.close();
    }

    private ServerScout.Found find(Path program) {
        return scout.ask(Searches.none().look(program.toString()), List.of(), PATIENT);
    }

    private String problemOf(String body) throws Exception {
        String problem =
                find(Programs.script(work.resolve("llama-server"), body)).problem();
        assertFalse(problem.contains(work.toString()), problem);
        return problem;
    }

    @Test
    void a_program_is_asked_once_until_its_file_changes() throws Exception {
        Path count = work.resolve("count");
        Path help = Files.writeString(work.resolve("help"), Builds.NEW_HELP);
        Path program = Programs.script(
                work.resolve("llama-server"),
                "echo x >> '" + count + "'; case \"$1\" in --version) echo 'version: 0.7.0';; *) cat '" + help
                        + "';; esac");

        ServerScout.Found found = find(program);
        find(program);

        assertNull(found.problem());
        assertEquals("0.7.0", found.build().version());
        assertEquals(2, Files.readAllLines(count).size());

        Files.setLastModifiedTime(program, FileTime.fromMillis(1_000_000));
        find(program);
        assertEquals(4, Files.readAllLines(count).size());
    }

    @Test
    void launcher_arguments_stand_before_the_question() throws Exception {
        Path help = Files.writeString(work.resolve("help"), Builds.NEW_HELP);
        Path program = Programs.script(
                work.resolve("wrap"),
                "[ \"$1\" = inner ] || exit 9; case \"$2\" in --version) echo 'version: 1.0';; *) cat '" + help
                        + "';; esac");

        assertNull(scout.ask(Searches.none().look(program.toString()), List.of("inner"), PATIENT)
                .problem());
        assertTrue(find(program).problem().contains("exit code 9"));
    }

    @Test
    void a_program_for_another_machine_says_so() throws Exception {
        byte[] elf = Files.readAllBytes(Path.of("/bin/sh").toRealPath());
        elf[18] = (byte) (elf[18] == (byte) 0xb7 ? 0x3e : 0xb7);
        Path program = Programs.script(work.resolve("llama-server"), "");
        Files.write(program, elf);

        assertTrue(
                find(program).problem().contains("no program for this machine"),
                find(program).problem());
    }

    @Test
    void a_missing_shared_library_is_named() throws Exception {
        String problem =
                problemOf("echo 'llama-server: error while loading shared libraries: libcudart.so.12: cannot open"
                        + " shared object file: No such file or directory' >&2; exit 127");

        assertTrue(problem.contains("the shared library libcudart.so.12"), problem);
    }

    @Test
    void a_processor_that_is_too_old_and_a_crash_say_so() throws Exception {
        assertTrue(problemOf("kill -ILL $$").contains("another processor"));
        Files.delete(work.resolve("llama-server"));
        assertTrue(problemOf("kill -SEGV $$; true").contains("signal 11"));
    }

    @Test
    void another_program_is_not_taken_for_it() throws Exception {
        assertTrue(problemOf("echo hello").contains("does not describe itself as llama-server"));
    }

    @Test
    void one_that_hangs_or_floods_is_ended() throws Exception {
        assertTimeout(PATIENT, () -> assertTrue(problemOf("exec sleep 60").contains("did not answer --version")));
        Files.delete(work.resolve("llama-server"));
        assertTimeout(PATIENT, () -> assertTrue(problemOf("exec yes").contains("did not answer --version")));
    }

    @Test
    void who_has_no_patience_is_told_that_it_is_being_asked() throws Exception {
        Path program = Programs.script(work.resolve("llama-server"), "exec sleep 60");

        String problem = scout.ask(Searches.none().look(program.toString()), List.of(), Duration.ofMillis(20))
                .problem();

        assertTrue(problem.contains("is being asked"), problem);
    }
}
