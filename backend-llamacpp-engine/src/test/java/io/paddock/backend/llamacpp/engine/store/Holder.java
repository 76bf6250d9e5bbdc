// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.engine.store;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A process that holds a folder as a worker does, until its standard input ends. */
final class Holder {
    private Holder() {}

    public static void main(String[] args) throws Exception {
        try (FileChannel mark = FileChannel.open(Path.of(args[0]), StandardOpenOption.READ);
                FileLock lock = mark.lock(0, Long.MAX_VALUE, true)) {
            System.out.print(lock.isShared() ? 'h' : 'x');
            System.out.flush();
            while (System.in.read() >= 0) {
                // nothing is said
            }
        }
    }
}
