// SPDX-License-Identifier: Apache-2.0
package io.paddock.natives;

import java.util.Arrays;
import java.util.regex.Pattern;

/** The platforms that there are fragments for. */
enum Target {
    LINUX_X86_64("linux-x86_64", "ELF", "x86_64", "libjllama.so", ".*\\.so(\\.[0-9]+)*"),
    LINUX_AARCH64("linux-aarch64", "ELF", "aarch64", "libjllama.so", ".*\\.so(\\.[0-9]+)*"),
    LINUX_X86_64_CUDA("linux-x86_64-cuda", "ELF", "x86_64", "libjllama.so", ".*\\.so(\\.[0-9]+)*"),
    MAC_X86_64("mac-x86_64", "Mach-O", "x86_64", "libjllama.dylib", ".*\\.dylib"),
    MAC_AARCH64("mac-aarch64", "Mach-O", "aarch64", "libjllama.dylib", ".*\\.dylib"),
    WINDOWS_X86_64("windows-x86_64", "PE", "x86_64", "jllama.dll", ".*\\.dll");

    private final String wireName;
    private final String format;
    private final String architecture;
    private final String main;
    private final Pattern libraries;

    Target(String wireName, String format, String architecture, String main, String libraries) {
        this.wireName = wireName;
        this.format = format;
        this.architecture = architecture;
        this.main = main;
        this.libraries = Pattern.compile(libraries);
    }

    static Target of(String wireName) throws WrongLibrary {
        return Arrays.stream(values())
                .filter(target -> target.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(() -> new WrongLibrary("There is no fragment for '" + wireName + "'; there are "
                        + Arrays.stream(values()).map(target -> target.wireName).toList() + "."));
    }

    /** The file that java-llama.cpp loads. */
    String main() {
        return main;
    }

    /** Whether a file of that name is a library on this platform; others in a folder are not packed. */
    boolean isLibrary(String name) {
        return libraries.matcher(name).matches();
    }

    /** Refuses what is for another platform. */
    void check(Library library) throws WrongLibrary {
        if (!library.format().equals(format)) {
            throw new WrongLibrary("is a file of another system: " + wireName + " needs " + format + ", and it is "
                    + library.format());
        }
        if (!library.architectures().contains(architecture)) {
            throw new WrongLibrary("is for another processor: " + wireName + " needs " + architecture
                    + ", and it is for " + String.join(", ", library.architectures()));
        }
    }
}
