// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks a program what it is: one short call each for its version, its flags and its devices, bounded in time and output. */
final class ServerQuestion {
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final long LARGEST = 1 << 20;
    private static final long LOOK_EVERY_MS = 10;

    private static final String FOREIGN = "the llama-server that was found is no program for this machine (another"
            + " architecture, or damaged); install the build for this one";

    private static final String ANOTHER = "the program that was found does not describe itself as llama-server;"
            + " name another one with the option binary_path";

    private ServerQuestion() {}

    /**
     * What came of it.
     *
     * @param build what it says, or null
     * @param problem why it cannot be used, as a sentence without a path, or null
     */
    record Answer(ServerBuild build, String problem) {
        static Answer of(ServerBuild build) {
            return new Answer(build, null);
        }

        static Answer problem(String problem) {
            return new Answer(null, problem);
        }
    }

    /** Asks; takes at most fifteen seconds. */
    static Answer ask(ServerFile file) throws InterruptedException {
        try {
            if (!ProgramFormat.fits(file.program())) {
                return Answer.problem(FOREIGN);
            }
            Said version = call(file, "--version");
            if (version.problem() != null) {
                return Answer.problem(version.problem());
            }
            Said help = call(file, "--help");
            Optional<ServerBuild> build = ServerBuild.read(version.text(), help.text());
            return build.isPresent() ? Answer.of(withDevices(file, build.get())) : Answer.problem(ANOTHER);
        } catch (IOException e) {
            return Answer.problem(refused(e));
        }
    }

    /** Devices are worth a question, not a refusal. */
    private static ServerBuild withDevices(ServerFile file, ServerBuild build)
            throws IOException, InterruptedException {
        if (!build.has(ServerBuild.LIST_DEVICES)) {
            return build;
        }
        Said devices = call(file, ServerBuild.LIST_DEVICES);
        return devices.problem() == null ? build.listing(devices.text()) : build;
    }

    private record Said(String text, String problem) {}

    private static Said call(ServerFile file, String flag) throws IOException, InterruptedException {
        Path output = Files.createTempFile("paddock-question-", ".txt");
        try {
            List<String> words = new ArrayList<>(file.call());
            words.add(flag);
            Process process = new ProcessBuilder(words)
                    .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                boolean ended = await(process, output);
                String text = read(output);
                return new Said(
                        text,
                        ended ? ExitWords.ofQuestion(process.exitValue(), text).orElse(null) : tooLong(flag));
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static java.io.File nothing() {
        return new java.io.File(java.io.File.separatorChar == '\\' ? "NUL" : "/dev/null");
    }

    private static boolean await(Process process, Path output) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < end && Files.size(output) <= LARGEST) {
            if (process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    private static String read(Path output) throws IOException {
        try (var in = Files.newInputStream(output)) {
            return new String(in.readNBytes((int) LARGEST), StandardCharsets.UTF_8);
        }
    }

    private static String tooLong(String flag) {
        return "the llama-server that was found did not answer " + flag + " within " + LONGEST.toMillis() + " ms";
    }

    /** The JDK says the system's error number in words of its own, and the path before it. */
    private static String refused(IOException e) {
        String said = Optional.ofNullable(e.getMessage()).orElse("");
        if (said.contains("error=8") || said.contains("error=193")) {
            return FOREIGN;
        }
        if (said.contains("error=13") || said.contains("error=5")) {
            return "the llama-server that was found may not be executed by this user";
        }
        return "the llama-server that was found could not be started ("
                + e.getClass().getSimpleName() + ")";
    }
}
