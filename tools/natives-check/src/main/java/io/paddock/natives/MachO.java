// SPDX-License-Identifier: Apache-2.0
package io.paddock.natives;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reads Mach-O, 64 bit, and universal files of several. */
final class MachO {
    static final long MAGIC = 0xfeedfacfL;
    static final long UNIVERSAL = 0xcafebabeL;

    private static final Map<Long, String> MACHINES = Map.of(0x01000007L, "x86_64", 0x0100000cL, "aarch64");
    private static final long DYLIB = 6;
    private static final long SYMTAB = 2;
    private static final long SEGMENT = 0x19;
    private static final int MOST_SLICES = 16;
    private static final int SYMBOL = 16;

    private MachO() {}

    static Library read(Bytes file) throws WrongLibrary {
        if (file.u32(0) == MAGIC) {
            return one(file);
        }
        Set<String> machines = new HashSet<>();
        Set<String> exported = new HashSet<>();
        long slices = file.u32BigEndian(4);
        if (slices > MOST_SLICES) {
            throw new WrongLibrary("is no library (a Java class begins like a universal one)");
        }
        for (int i = 0; i < slices; i++) {
            long entry = 8 + 20L * i;
            Library slice = one(file.slice(file.u32BigEndian(entry + 8), file.u32BigEndian(entry + 12)));
            machines.addAll(slice.architectures());
            if (i == 0) {
                exported.addAll(slice.exported());
            }
            exported.retainAll(slice.exported());
        }
        return new Library("Mach-O", machines, exported);
    }

    private static Library one(Bytes file) throws WrongLibrary {
        if (file.u32(0) != MAGIC) {
            throw new WrongLibrary("is for 32 bit");
        }
        if (file.u32(12) != DYLIB) {
            throw new WrongLibrary("is no dynamic library");
        }
        String machine = MACHINES.getOrDefault(file.u32(4), "machine " + file.u32(4));
        Set<String> names = new HashSet<>();
        long command = 32;
        for (long i = file.u32(16); i > 0; i--) {
            if (file.u32(command) == SEGMENT) {
                file.last(file.u64(command + 40), file.u64(command + 48));
            }
            if (file.u32(command) == SYMTAB) {
                symbols(file, command, names);
            }
            command += Math.max(8, file.u32(command + 4));
        }
        return new Library("Mach-O", Set.of(machine), names);
    }

    private static void symbols(Bytes file, long command, Set<String> names) {
        long from = file.u32(command + 8);
        long strings = file.u32(command + 16);
        for (long i = file.u32(command + 12); i > 0; i--) {
            int type = file.u8(from + 4);
            boolean external = (type & 0x01) != 0 && (type & 0xe0) == 0;
            if (external && (type & 0x0e) == 0x0e) {
                String name = file.text(strings + file.u32(from));
                names.add(name.startsWith("_") ? name.substring(1) : name);
            }
            from += SYMBOL;
        }
    }
}
