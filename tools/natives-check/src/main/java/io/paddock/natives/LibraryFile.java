// SPDX-License-Identifier: Apache-2.0
package io.paddock.natives;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Reads a library of any of the three formats. */
final class LibraryFile {
    private static final long ELF = 0x464c457f;
    private static final int MZ = 0x5a4d;
    private static final long SMALLEST = 64;

    private LibraryFile() {}

    static Library read(Path file) throws IOException, WrongLibrary {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() < SMALLEST) {
                throw new WrongLibrary("is empty or nearly so");
            }
            if (channel.size() > Integer.MAX_VALUE) {
                throw new WrongLibrary("is larger than 2 GiB");
            }
            return read(new Bytes(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())));
        } catch (BufferUnderflowException e) {
            throw new WrongLibrary("is cut or damaged; copy it again");
        }
    }

    private static Library read(Bytes file) throws WrongLibrary {
        if (file.u32(0) == ELF) {
            return Elf.read(file);
        }
        if (file.u32(0) == MachO.MAGIC || file.u32BigEndian(0) == MachO.UNIVERSAL) {
            return MachO.read(file);
        }
        if (file.u16(0) == MZ) {
            return Pe.read(file);
        }
        throw new WrongLibrary("is no native library (neither ELF nor Mach-O nor PE)");
    }
}
