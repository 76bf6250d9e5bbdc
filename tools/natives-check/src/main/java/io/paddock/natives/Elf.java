// SPDX-License-Identifier: Apache-2.0
package io.paddock.natives;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reads ELF, 64 bit. */
final class Elf {
    private static final Map<Integer, String> MACHINES = Map.of(0x3e, "x86_64", 0xb7, "aarch64");
    private static final int SHARED = 3;
    private static final int DYNSYM = 11;
    private static final int SYMBOL = 24;

    private Elf() {}

    static Library read(Bytes file) throws WrongLibrary {
        if (file.u8(4) != 2 || file.u8(5) != 1) {
            throw new WrongLibrary("is for 32 bit or for a big-endian machine");
        }
        if (file.u16(16) != SHARED) {
            throw new WrongLibrary("is no shared library");
        }
        long segments = file.u64(32);
        for (long segment = segments; segment < segments + 56L * file.u16(56); segment += 56) {
            file.last(file.u64(segment + 8), file.u64(segment + 32));
        }
        int machine = file.u16(18);
        String name = MACHINES.getOrDefault(machine, "machine " + machine);
        return new Library("ELF", Set.of(name), symbols(file));
    }

    private static Set<String> symbols(Bytes file) {
        long sections = file.u64(40);
        int size = file.u16(58);
        int count = file.u16(60);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < count; i++) {
            long section = sections + (long) i * size;
            if (file.u32(section + 4) == DYNSYM) {
                long strings = file.u64(sections + file.u32(section + 40) * size + 24);
                read(file, file.u64(section + 24), file.u64(section + 32), strings, names);
            }
        }
        return names;
    }

    /** Defined ones only: the others are what it needs. */
    private static void read(Bytes file, long from, long length, long strings, Set<String> names) {
        for (long symbol = from; symbol < from + length; symbol += SYMBOL) {
            boolean local = file.u8(symbol + 4) >> 4 == 0;
            if (!local && file.u16(symbol + 6) != 0) {
                names.add(file.text(strings + file.u32(symbol)));
            }
        }
    }
}
