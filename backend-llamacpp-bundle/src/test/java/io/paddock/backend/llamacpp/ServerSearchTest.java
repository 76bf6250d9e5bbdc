// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its programs are shell scripts")
class ServerSearchTest {
    @TempDir
    Path work;

    private static Path found(ServerSearch search, String binaryPath) {
        ServerSearch.Sighting sighting = search.look(binaryPath);
        assertNull(sighting.problem());
        return sighting.program();
    }

    @Test
    void an_install_a_build_and_a_plain_folder_are_searched() throws Exception {
        Path install = Programs.script(work.resolve("install/bin/llama-server"), "");
        Path build = Programs.script(work.resolve("source/build/bin/llama-server"), "");
        Path plain = Programs.script(work.resolve("plain/llama-server"), "");

        assertEquals(install, found(Searches.of(work.resolve("install").toString(), null), ""));
        assertEquals(build, found(Searches.of(work.resolve("source").toString(), null), ""));
        assertEquals(plain, found(Searches.of(work.resolve("plain").toString(), null), ""));
        assertEquals(plain, found(Searches.none(), work.resolve("plain").toString()));
    }

    @Test
    void the_option_goes_before_the_environment_and_that_before_the_path() throws Exception {
        Path option = Programs.script(work.resolve("option/llama-server"), "");
        Path folder = Programs.script(work.resolve("folder/llama-server"), "");
        Path onPath = Programs.script(work.resolve("path/llama-server"), "");
        String path = work.resolve("none") + File.pathSeparator + onPath.getParent();
        ServerSearch search = Searches.of(folder.getParent().toString(), path);

        assertEquals(option, found(search, option.toString()));
        assertEquals(folder, found(search, ""));
        assertEquals(onPath, found(Searches.of("", path), ""));
        assertEquals(onPath, found(search, "llama-server"));
    }

    @Test
    void what_is_named_but_not_there_is_not_looked_for_elsewhere() throws Exception {
        Path onPath = Programs.script(work.resolve("path/llama-server"), "");
        ServerSearch search =
                Searches.of(work.resolve("gone").toString(), onPath.getParent().toString());

        assertTrue(search.look("").problem().contains("LLAMA_CPP_DIR"));
        assertTrue(search.look(work.resolve("gone/llama-server").toString())
                .problem()
                .contains("binary_path"));
    }

    @Test
    void a_folder_without_it_and_a_file_that_is_not_executable_say_so_without_a_path() throws Exception {
        Path file = Programs.script(work.resolve("bin/llama-server"), "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        String notExecutable = Searches.of(work.toString(), null).look("").problem();
        String empty = Searches.of(Files.createDirectory(work.resolve("empty")).toString(), null)
                .look("")
                .problem();

        assertTrue(notExecutable.contains("not executable"), notExecutable);
        assertTrue(empty.contains("holds no llama-server"), empty);
        assertFalse((notExecutable + empty).contains(work.toString()));
    }

    @Test
    void nothing_at_all_says_what_was_searched_and_how_to_get_one() {
        String problem = Searches.of(null, "/nowhere" + File.pathSeparator + "/else")
                .look("")
                .problem();

        assertTrue(
                problem.contains("LLAMA_CPP_DIR (not set)") && problem.contains("the 2 folders of the PATH"), problem);
        assertTrue(problem.contains("Install llama.cpp"), problem);
    }
}
