// SPDX-License-Identifier: Apache-2.0
package io.paddock.natives;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reads PE, 64 bit: the libraries of Windows. */
final class Pe {
    private static final Map<Integer, String> MACHINES = Map.of(0x8664, "x86_64", 0xaa64, "aarch64", 0x14c, "x86");
    private static final long SIGNATURE = 0x4550;
    private static final int WIDE = 0x20b;
    private static final int DLL = 0x2000;

    private Pe() {}

    static Library read(Bytes file) throws WrongLibrary {
        long header = file.u32(0x3c);
        if (file.u32(header) != SIGNATURE) {
            throw new WrongLibrary("is no library");
        }
        int machine = file.u16(header + 4);
        if ((file.u16(header + 22) & DLL) == 0) {
            throw new WrongLibrary("is a program, no library");
        }
        String name = MACHINES.getOrDefault(machine, "machine " + machine);
        whole(file, header);
        boolean wide = file.u16(header + 24) == WIDE;
        return new Library("PE", Set.of(name), wide ? exported(file, header) : Set.of());
    }

    /** Each section is all there. */
    private static void whole(Bytes file, long header) {
        for (long section = sections(file, header); section < end(file, header); section += 40) {
            file.last(file.u32(section + 20), file.u32(section + 16));
        }
    }

    private static Set<String> exported(Bytes file, long header) {
        long directory = file.u32(header + 24 + 112);
        Set<String> names = new HashSet<>();
        if (directory == 0) {
            return names;
        }
        long table = place(file, header, directory);
        long pointers = place(file, header, file.u32(table + 32));
        for (long i = file.u32(table + 24); i > 0; i--) {
            names.add(file.text(place(file, header, file.u32(pointers))));
            pointers += 4;
        }
        return names;
    }

    /** Where in the file lies what is at that address in memory; nowhere, which reads as cut, when no section has it. */
    private static long place(Bytes file, long header, long address) {
        for (long section = sections(file, header); section < end(file, header); section += 40) {
            long from = file.u32(section + 12);
            if (address >= from && address < from + file.u32(section + 16)) {
                return file.u32(section + 20) + address - from;
            }
        }
        return -1;
    }

    private static long sections(Bytes file, long header) {
        return header + 24 + file.u16(header + 20);
    }

    private static long end(Bytes file, long header) {
        return sections(file, header) + 40L * file.u16(header + 6);
    }
}
