// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A number that grows while a model is read. The library tells nothing until it is done, but the memory of this process
 * grows with each page of the file. Thread-safe.
 */
public final class LoadProgress {
    private static final Path MEMORY = Path.of("/proc/self/statm");

    private final AtomicLong most = new AtomicLong();

    /** The most pages this process ever had in memory; 0 where that cannot be seen. */
    public long seen() {
        try {
            String[] pages = Files.readString(MEMORY).split(" ", 3);
            return most.accumulateAndGet(Long.parseLong(pages[1]), Math::max);
        } catch (IOException | RuntimeException e) {
            return most.get();
        }
    }
}
