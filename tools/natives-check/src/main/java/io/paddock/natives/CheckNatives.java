// SPDX-License-Identifier: Apache-2.0
package io.paddock.natives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Checks a folder of native libraries and copies them to where the build packs them from. Called by the fragments' builds:
 * {@code CheckNatives TARGET FOLDER INTO}. Ends with 1 and one sentence when the folder is wrong.
 */
public final class CheckNatives {
    private static final int SHOWN = 3;

    private CheckNatives() {}

    public static void main(String[] arguments) throws IOException {
        try {
            if (arguments.length != 3) {
                throw new WrongLibrary("Say what for, from where, and into which folder: TARGET FOLDER INTO.");
            }
            List<String> packed = pack(arguments[0], Path.of(arguments[1]), Path.of(arguments[2]));
            System.out.println("natives for " + arguments[0] + ": " + String.join(", ", packed));
        } catch (WrongLibrary e) {
            System.err.println("natives: " + e.getMessage());
            System.exit(1);
        }
    }

    /** Names of what was copied. */
    static List<String> pack(String name, Path folder, Path into) throws IOException, WrongLibrary {
        Target target = Target.of(name);
        // Told whole: the build runs in the fragment's own folder, so a relative one is not where it was meant.
        List<Path> libraries = libraries(target, folder.toAbsolutePath().normalize());
        for (Path library : libraries) {
            check(target, library);
        }
        clear(into);
        for (Path library : libraries) {
            Files.copy(library, into.resolve(library.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        return libraries.stream().map(file -> file.getFileName().toString()).toList();
    }

    private static List<Path> libraries(Target target, Path folder) throws IOException, WrongLibrary {
        if (!Files.isDirectory(folder)) {
            throw new WrongLibrary("There is no folder " + folder + "; name the one that holds " + target.main() + ".");
        }
        if (!Files.isRegularFile(folder.resolve(target.main()))) {
            throw new WrongLibrary("The folder " + folder + " holds no " + target.main()
                    + "; make it with tools/natives/make-natives, or copy it there.");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> target.isLibrary(file.getFileName().toString()))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private static void check(Target target, Path file) throws IOException, WrongLibrary {
        try {
            Library library = LibraryFile.read(file);
            target.check(library);
            if (file.endsWith(target.main())) {
                checkSymbols(library);
            }
        } catch (WrongLibrary e) {
            throw new WrongLibrary("The file " + file + " " + e.getMessage() + ".");
        }
    }

    private static void checkSymbols(Library library) throws WrongLibrary {
        SortedSet<String> missing = new TreeSet<>(NativeMethods.symbols());
        missing.removeAll(library.exported());
        if (!missing.isEmpty()) {
            throw new WrongLibrary("does not export " + missing.size() + " of the methods that java-llama.cpp calls ("
                    + String.join(", ", missing.stream().limit(SHOWN).toList())
                    + (missing.size() > SHOWN ? ", ..." : "")
                    + "); build java-llama.cpp of the same version, not llama.cpp alone");
        }
    }

    private static void clear(Path into) throws IOException {
        Files.createDirectories(into);
        try (Stream<Path> old = Files.list(into)) {
            for (Path file : old.toList()) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.delete(file);
                }
            }
        }
    }
}
