// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Words to put before a command so that the child dies with this runtime even when that is killed: {@code setpriv} on
 * Linux, nothing elsewhere. Used on the forking thread only.
 */
final class ParentDeath {
    private static final Logger LOG = LoggerFactory.getLogger(ParentDeath.class);
    private static final Path USUAL = Path.of(File.separator, "usr", "bin", "setpriv");

    private List<String> prefix;

    ParentDeath() {}

    /** With these words, without a search. */
    ParentDeath(List<String> prefix) {
        this.prefix = prefix;
    }

    /** The words, found and tried once: small systems have a {@code setpriv} that cannot do it. */
    List<String> prefix() {
        if (prefix == null) {
            prefix = find().map(ParentDeath::words).filter(ParentDeath::works).orElse(List.of());
            if (prefix.isEmpty()) {
                LOG.info(
                        "no setpriv here: children do not end with the runtime's thread, but by the end of their input or by the guard");
            }
        }
        return prefix;
    }

    private static Optional<Path> find() {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
            return Optional.empty();
        }
        return Files.isExecutable(USUAL) ? Optional.of(USUAL) : Preflight.onPath("setpriv", System.getenv("PATH"));
    }

    private static List<String> words(Path setpriv) {
        return List.of(setpriv.toString(), "--pdeathsig", "KILL", "--");
    }

    private static boolean works(List<String> words) {
        try {
            Process trial = new ProcessBuilder(words.get(0), words.get(1), words.get(2), words.get(3), "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = trial.waitFor(2, TimeUnit.SECONDS);
            if (!ended) {
                trial.destroyForcibly();
            }
            return ended && trial.exitValue() == 0;
        } catch (IOException e) {
            LOG.debug("setpriv does not start", e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
