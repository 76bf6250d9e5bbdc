// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program as it was when last looked at, and how it is called.
 *
 * @param program absolute
 * @param sizeBytes its size
 * @param modifiedMs when it was last written
 * @param launcherArgs words between it and its flags
 */
record ServerFile(Path program, long sizeBytes, long modifiedMs, List<String> launcherArgs) {
    ServerFile {
        launcherArgs = List.copyOf(launcherArgs);
    }

    /** The words of a call, without flags. */
    List<String> call() {
        List<String> words = new ArrayList<>();
        words.add(program.toString());
        words.addAll(launcherArgs);
        return words;
    }
}
