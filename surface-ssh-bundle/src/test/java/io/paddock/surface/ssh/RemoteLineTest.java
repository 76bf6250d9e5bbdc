// SPDX-License-Identifier: Apache-2.0
package io.paddock.surface.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.SurfaceKind;
import io.paddock.spi.LaunchSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RemoteLineTest {
    static final List<String> HOSTILE = List.of(
            "",
            " ",
            "-n",
            "--",
            "-",
            "'",
            "''",
            "\"",
            "it's; echo \"no\"",
            "two\nlines\n",
            "tab\there",
            "cr\rhere",
            "$(touch owned)",
            "`touch owned`",
            "${HOME} $HOME $0 $$ !! !x",
            "; touch owned #",
            "& touch owned &",
            "| touch owned",
            "> owned",
            "*",
            "?[a-z]*",
            "~ ~root",
            "{a,b}",
            "\\",
            "\\'\\",
            "a\\nb",
            "# no comment",
            "=x",
            "A=b",
            "größer \u4e2d\u6587 \ud83d\ude00",
            "%s%n");

    @TempDir
    Path folder;

    /** The shells of this machine; a login shell may be any of them. */
    static Stream<String> shells() {
        return Stream.of("/bin/sh", "/bin/dash", "/bin/bash", "/bin/zsh", "/bin/ksh", "/bin/busybox")
                .filter(shell -> Files.isExecutable(Path.of(shell)));
    }

    private String run(String shell, RemoteLine line) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(shell));
        if (shell.endsWith("busybox")) {
            command.add("sh");
        }
        command.addAll(List.of("-c", line.text()));
        Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
        try {
            process.getOutputStream().write(line.input().getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.getOutputStream().close();
            process.waitFor();
        }
    }

    private static LaunchSpec spec(Map<String, String> environment, Set<String> secrets, List<String> command) {
        return new LaunchSpec(command, null, environment, secrets, SurfaceKind.SSH_EXEC, "x", List.of(), 0);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void hostile_words_arrive_as_they_are(String shell) throws Exception {
        List<String> command = new ArrayList<>(List.of("/usr/bin/printf", "%s\\0"));
        command.addAll(HOSTILE);
        String said = run(shell, RemoteLine.run(spec(Map.of(), Set.of(), command), "", 4));
        assertEquals(HOSTILE, List.of(said.split("\0", -1)).subList(0, HOSTILE.size()));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count(), "no word was run");
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void hostile_values_and_folders_arrive_as_they_are(String shell) throws Exception {
        for (String word : HOSTILE) {
            boolean secret = !word.contains("\n") && !word.contains("\r");
            String name = word.isBlank() || word.contains("/") || word.matches("-+") ? "plain" : word;
            Path directory = Files.createDirectories(folder.resolve(name));
            LaunchSpec launch = spec(
                    Map.of("VALUE", word, "HIDDEN", secret ? word : "x"),
                    Set.of("HIDDEN"),
                    List.of(
                            "/bin/sh",
                            "-c",
                            "printf '%s|%s|' \"$VALUE\" \"$HIDDEN\"; printf %s \"$(pwd -P; echo .)\""));
            String said = run(shell, RemoteLine.run(launch, "./" + name, 4));
            String there = directory.toRealPath() + "\n.";
            assertEquals(word + "|" + (secret ? word : "x") + "|" + there, said);
        }
        assertFalse(Files.exists(folder.resolve("owned")));
    }

    @Test
    void a_secret_is_in_the_input_only() {
        RemoteLine line =
                RemoteLine.run(spec(Map.of("KEY", "s3cret"), Set.of("KEY"), List.of("server")), "/some where", 4);
        assertFalse(line.text().contains("s3cret"), line.text());
        assertFalse(line.toString().contains("s3cret"));
        assertEquals("s3cret\n", line.input());
        assertTrue(line.text().startsWith("CDPATH= cd -- '/some where' && exec /bin/sh -c '"), line.text());
        assertTrue(line.text().endsWith("' paddock '4' 'KEY' '--' 'server'"), line.text());
    }

    @Test
    void what_cannot_travel_is_refused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> RemoteLine.run(spec(Map.of("KEY", "a\nb"), Set.of("KEY"), List.of("x")), "", 4));
        assertThrows(
                IllegalArgumentException.class,
                () -> RemoteLine.run(spec(Map.of("A;B", "a"), Set.of(), List.of("x")), "", 4));
        assertThrows(
                IllegalArgumentException.class, () -> RemoteLine.run(spec(Map.of(), Set.of(), List.of("a\0b")), "", 4));
    }
}
