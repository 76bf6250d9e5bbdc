// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.api.SurfaceKind;
import io.paddock.spi.LaunchSpec;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks before a launch whether it can work at all, so that the failure has a sentence. Paths go to the log only. */
final class Preflight {
    private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);

    private static final String MODEL = "model";
    private static final String PORT = "port";

    private Preflight() {}

    static void check(String instance, LaunchSpec spec) {
        if (spec.surface() != null && spec.surface() != SurfaceKind.LOCAL_SUBPROCESS) {
            throw new InferenceException(
                    ErrorCode.UNSUPPORTED_EXECUTION_SURFACE,
                    "this runtime places processes on this machine only (local_subprocess), not on "
                            + spec.surface().wireName());
        }
        Path directory = spec.workingDirectory();
        if (directory != null && !Files.isDirectory(directory)) {
            throw refused(instance, "the working directory of its engine does not exist", directory.toString());
        }
        checkProgram(instance, spec);
        spec.files().forEach(file -> checkFile(instance, base(spec).resolve(file)));
        if (LoopbackPorts.taken(spec.port())) {
            throw failed(
                    instance,
                    PORT,
                    "port " + spec.port() + " of 127.0.0.1 is taken; end what listens there, or set another port, or 0"
                            + " for a free one");
        }
    }

    private static Path base(LaunchSpec spec) {
        return spec.workingDirectory() == null ? Path.of("") : spec.workingDirectory();
    }

    /** What is wrong with a file that is needed, as the rest of a sentence, or null. */
    static String wrongWith(Path file, Predicate<Path> readable) {
        if (!Files.exists(file)) {
            return "is gone; put it back or choose another model";
        }
        if (!Files.isRegularFile(file)) {
            return "is no file, such as a folder; put the file there or choose another model";
        }
        return readable.test(file) ? null : "may not be read by the runtime; give its user the right to read it";
    }

    private static void checkFile(String instance, Path file) {
        String wrong = wrongWith(file, Files::isReadable);
        if (wrong != null) {
            LOG.warn("{} was not launched: a file that it needs {}: {}", instance, wrong, file);
            throw failed(instance, MODEL, "the model file " + wrong + "; the log names it");
        }
    }

    private static InferenceException failed(String instance, String field, String sentence) {
        return new InferenceException(
                Problem.ofField(ErrorCode.LAUNCH_FAILED, field, instance + " was not launched: " + sentence));
    }

    private static void checkProgram(String instance, LaunchSpec spec) {
        String program = spec.command().get(0);
        boolean bare = Path.of(program).getNameCount() == 1 && !program.contains(File.separator);
        if (bare) {
            String path = spec.environment().getOrDefault("PATH", System.getenv("PATH"));
            Path found = onPath(program, path)
                    .orElseThrow(() -> refused(instance, "the program of its engine is not on the PATH", program));
            checkFormat(instance, found);
            return;
        }
        Path file = base(spec).resolve(program);
        if (!Files.isRegularFile(file)) {
            throw refused(instance, "the program of its engine does not exist", file.toString());
        }
        if (!Files.isExecutable(file)) {
            throw refused(instance, "the program of its engine is not executable", file.toString());
        }
        checkFormat(instance, file);
    }

    private static void checkFormat(String instance, Path program) {
        if (ProgramFormat.isForeign(program)) {
            throw refused(
                    instance, "the program of its engine was built for another kind of machine", program.toString());
        }
    }

    /** The first executable file of that name on {@code path}. */
    static Optional<Path> onPath(String program, String path) {
        if (path == null) {
            return Optional.empty();
        }
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    static InferenceException refused(String instance, String fact, String secretPart) {
        LOG.warn("{} was not launched: {}: {}", instance, fact, secretPart);
        return new InferenceException(
                ErrorCode.LAUNCH_FAILED, instance + " was not launched: " + fact + "; the log names it");
    }
}
