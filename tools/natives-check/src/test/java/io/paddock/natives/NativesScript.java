// SPDX-License-Identifier: Apache-2.0
package io.paddock.natives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs {@code make-natives.sh} in a folder, with programs of its own before those of this machine, or instead of them. */
final class NativesScript {
    static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();

    private static final Path FILE = PROJECT.resolve("tools/natives/make-natives.sh");
    private static final List<String> BASIC =
            List.of("cp", "dirname", "find", "head", "mkdir", "mv", "readlink", "rm", "sed", "uname");
    private static final long LONGEST_SECONDS = 120;

    private final Path folder;
    private final Path programs;
    private final boolean withMachine;

    private NativesScript(Path folder, boolean withMachine) throws IOException {
        this.folder = folder;
        this.programs = Files.createDirectories(folder.resolve("programs"));
        this.withMachine = withMachine;
        Path java = Files.createDirectories(folder.resolve("jdk/include"));
        Files.writeString(java.resolve("jni.h"), "");
    }

    /** How it ended. */
    record Ended(int exit, String output, String error) {}

    /** Every program of this machine is there. */
    static NativesScript onThisMachine(Path folder) throws IOException {
        return new NativesScript(folder, true);
    }

    /** Only what every system has is there, and what {@link #program} adds. */
    static NativesScript onABareMachine(Path folder) throws IOException {
        NativesScript script = new NativesScript(folder, false);
        for (String name : BASIC) {
            Path real = onThePath(name).findFirst().orElseThrow(() -> new IOException("there is no " + name));
            script.program(name, "exec '" + real + "' \"$@\"");
        }
        return script;
    }

    /** Where a program is on this machine. */
    static Stream<Path> onThePath(String name) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(part -> Path.of(part, name))
                .filter(Files::isExecutable);
    }

    /** Puts a program there that is one line of shell. */
    NativesScript program(String name, String line) throws IOException {
        Path file = programs.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make a program of " + file);
        }
        return this;
    }

    NativesScript without(String name) throws IOException {
        Files.delete(programs.resolve(name));
        return this;
    }

    /** As if this were another machine. */
    NativesScript on(String system, String machine) throws IOException {
        return program("uname", "[ \"$1\" = -s ] && echo " + system + " || echo " + machine);
    }

    Ended run(String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("/bin/sh", FILE.toString()));
        line.addAll(List.of(words));
        Path output = folder.resolve("output.txt");
        Path error = folder.resolve("error.txt");
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(error.toFile());
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().put("PATH", programs + (withMachine ? ":" + System.getenv("PATH") : ""));
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IOException(line + " did not end: " + Files.readString(error));
        }
        return new Ended(process.exitValue(), Files.readString(output), Files.readString(error));
    }
}
