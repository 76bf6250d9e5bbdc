// SPDX-License-Identifier: Apache-2.0
package io.paddock.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.kherud.llama.LlamaModel;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published libraries are the real ones; each is broken in every way that the check is for. */
class CheckNativesTest {
    private static final Map<String, String> PUBLISHED = Map.of(
            "linux-x86_64", "Linux/x86_64/libjllama.so",
            "linux-aarch64", "Linux/aarch64/libjllama.so",
            "mac-x86_64", "Mac/x86_64/libjllama.dylib",
            "mac-aarch64", "Mac/aarch64/libjllama.dylib",
            "windows-x86_64", "Windows/x86_64/jllama.dll");
    private static final String METHOD = "Java_de_kherud_llama_LlamaModel_loadModel";

    @TempDir
    Path work;

    private static byte[] published(String path) throws Exception {
        try (InputStream in = LlamaModel.class.getResourceAsStream(path)) {
            return in.readAllBytes();
        }
    }

    private Path folder(String name, byte[] library) throws Exception {
        Path folder = Files.createDirectories(work.resolve("natives"));
        Files.write(folder.resolve(name), library);
        return folder;
    }

    private String refused(String target, String name, byte[] library) throws Exception {
        Path folder = folder(name, library);
        String said = assertThrows(WrongLibrary.class, () -> CheckNatives.pack(target, folder, work.resolve("into")))
                .getMessage();
        assertTrue(Files.notExists(work.resolve("into").resolve(name)), "nothing wrong is packed");
        assertTrue(said.endsWith("."), said);
        Files.delete(folder.resolve(name));
        return said;
    }

    private static String file(String target) {
        String path = PUBLISHED.get(target);
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Test
    void every_published_library_passes_for_its_own_platform_and_for_no_other() throws Exception {
        for (String target : PUBLISHED.keySet()) {
            byte[] library = published(PUBLISHED.get(target));
            assertEquals(
                    List.of(file(target)),
                    CheckNatives.pack(target, folder(file(target), library), work.resolve("packed-" + target)));
            for (String other : PUBLISHED.keySet()) {
                if (!other.equals(target)) {
                    String said = refused(other, file(other), library);
                    assertTrue(said.contains("another system") || said.contains("another processor"), said);
                }
            }
        }
    }

    @Test
    void a_cut_library_is_refused() throws Exception {
        for (String target : PUBLISHED.keySet()) {
            byte[] library = published(PUBLISHED.get(target));
            for (int length : new int[] {100, library.length / 2, library.length * 9 / 10}) {
                String said = refused(target, file(target), Arrays.copyOf(library, length));
                assertTrue(said.contains("is cut or damaged"), target + " " + length + ": " + said);
            }
            assertTrue(refused(target, file(target), new byte[0]).contains("is empty"));
        }
    }

    @Test
    void a_library_without_a_method_is_refused_by_its_name() throws Exception {
        for (String target : PUBLISHED.keySet()) {
            byte[] library = published(PUBLISHED.get(target));
            replace(library, METHOD, "Java_de_kherud_llama_LlamaModel_loadMODEL");
            String said = refused(target, file(target), library);
            assertTrue(said.contains("does not export 1 of") && said.contains(METHOD), target + ": " + said);
        }
    }

    private static void replace(byte[] library, String from, String to) {
        byte[] wanted = from.getBytes(StandardCharsets.US_ASCII);
        int found = 0;
        for (int i = 0; i < library.length - wanted.length; i++) {
            if (Arrays.equals(library, i, i + wanted.length, wanted, 0, wanted.length)) {
                System.arraycopy(to.getBytes(StandardCharsets.US_ASCII), 0, library, i, wanted.length);
                found++;
            }
        }
        assertTrue(found > 0, "the library has the method");
    }

    @Test
    void other_files_and_other_folders_are_refused_with_a_sentence() throws Exception {
        assertTrue(refused("linux-x86_64", "libjllama.so", "hello".repeat(50).getBytes(StandardCharsets.UTF_8))
                .contains("no native library"));
        byte[] random = new byte[10_000];
        new Random(7).nextBytes(random);
        System.arraycopy(published(PUBLISHED.get("linux-x86_64")), 0, random, 0, 64);
        assertTrue(refused("linux-x86_64", "libjllama.so", random).contains("cut or damaged"));
        Path empty = Files.createDirectories(work.resolve("empty"));
        assertTrue(
                assertThrows(WrongLibrary.class, () -> CheckNatives.pack("linux-x86_64", empty, work.resolve("into")))
                        .getMessage()
                        .contains("holds no libjllama.so"));
        assertTrue(assertThrows(
                        WrongLibrary.class,
                        () -> CheckNatives.pack("linux-x86_64", Path.of("none"), work.resolve("into")))
                .getMessage()
                .startsWith("There is no folder " + Path.of("none").toAbsolutePath() + ";"));
        assertTrue(
                assertThrows(WrongLibrary.class, () -> CheckNatives.pack("solaris-sparc", empty, work.resolve("into")))
                        .getMessage()
                        .contains("There is no fragment"));
    }

    @Test
    void what_lies_beside_is_checked_too_and_what_is_no_library_stays_out() throws Exception {
        Path folder = folder("libjllama.so", published(PUBLISHED.get("linux-x86_64")));
        Files.write(folder.resolve("libggml-cuda.so.0"), published(PUBLISHED.get("linux-x86_64")));
        Files.writeString(folder.resolve("README"), "hello");
        Path into = work.resolve("into");
        Files.write(Files.createDirectories(into).resolve("old.so"), new byte[1]);

        assertEquals(
                List.of("libggml-cuda.so.0", "libjllama.so"), CheckNatives.pack("linux-x86_64-cuda", folder, into));
        assertTrue(Files.notExists(into.resolve("old.so")));

        Files.write(folder.resolve("libggml-cuda.so.0"), published(PUBLISHED.get("linux-aarch64")));
        assertTrue(assertThrows(WrongLibrary.class, () -> CheckNatives.pack("linux-x86_64-cuda", folder, into))
                .getMessage()
                .contains("libggml-cuda.so.0 is for another processor"));
    }

    @Test
    void the_methods_are_those_of_the_class() {
        assertTrue(NativeMethods.symbols().contains(METHOD));
        assertTrue(NativeMethods.symbols().size() > 8, NativeMethods.symbols().toString());
    }
}
