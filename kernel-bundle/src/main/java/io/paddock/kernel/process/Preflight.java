// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.SurfaceKind;
import io.paddock.spi.LaunchSpec;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks before a launch whether it can work at all, so that the failure has a sentence. Paths go to the log only. */
final class Preflight {
    private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);

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
            throw failed(instance, "the working directory of its engine does not exist", directory.toString());
        }
        checkProgram(instance, spec);
    }

    private static void checkProgram(String instance, LaunchSpec spec) {
        String program = spec.command().get(0);
        boolean bare = Path.of(program).getNameCount() == 1 && !program.contains(File.separator);
        if (bare) {
            String path = spec.environment().getOrDefault("PATH", System.getenv("PATH"));
            Path found = onPath(program, path)
                    .orElseThrow(() -> failed(instance, "the program of its engine is not on the PATH", program));
            checkFormat(instance, found);
            return;
        }
        Path base = spec.workingDirectory() == null ? Path.of("") : spec.workingDirectory();
        Path file = base.resolve(program);
        if (!Files.isRegularFile(file)) {
            throw failed(instance, "the program of its engine does not exist", file.toString());
        }
        if (!Files.isExecutable(file)) {
            throw failed(instance, "the program of its engine is not executable", file.toString());
        }
        checkFormat(instance, file);
    }

    private static void checkFormat(String instance, Path program) {
        if (ProgramFormat.isForeign(program)) {
            throw failed(
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

    static InferenceException failed(String instance, String fact, String secretPart) {
        LOG.warn("{} was not launched: {}: {}", instance, fact, secretPart);
        return new InferenceException(
                ErrorCode.LAUNCH_FAILED, instance + " was not launched: " + fact + "; the log names it");
    }
}
