// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.engine.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.backend.llamacpp.engine.EngineFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest {
    @TempDir
    Path work;

    private static SortedMap<String, Content> files(String... namesAndTexts) {
        SortedMap<String, Content> files = new TreeMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            byte[] bytes = namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8);
            files.put(namesAndTexts[i], () -> new ByteArrayInputStream(bytes));
        }
        return files;
    }

    private FolderStore store() {
        return new FolderStore(work.resolve("engines"));
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> entries = Files.list(work.resolve("engines"))) {
            return entries.toList();
        }
    }

    @Test
    void files_lie_in_a_folder_named_after_their_contents() throws Exception {
        FolderStore.Folder folder = store().place(files("a.jar", "one", "native/lib.so", "two"));

        assertEquals(folder.digest(), folder.path().getFileName().toString());
        assertEquals("one", Files.readString(folder.path().resolve("a.jar")));
        assertEquals("two", Files.readString(folder.path().resolve("native/lib.so")));
        assertEquals(1, entries().size());
    }

    @Test
    void the_same_files_are_the_same_folder_and_others_are_not() throws Exception {
        FolderStore.Folder one = store().place(files("a", "x", "b", "y"));
        FolderStore.Folder same = store().place(files("b", "y", "a", "x"));
        FolderStore.Folder other = store().place(files("a", "xb", "y", ""));

        assertEquals(one, same);
        assertNotEquals(one.digest(), other.digest());
    }

    @Test
    void a_damaged_file_is_put_right() throws Exception {
        FolderStore.Folder folder = store().place(files("a", "right"));
        Files.writeString(folder.path().resolve("a"), "wrong");

        store().place(files("a", "right"));

        assertEquals("right", Files.readString(folder.path().resolve("a")));
    }

    @Test
    void many_at_once_get_one_whole_folder() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<FolderStore.Folder>> placed = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                placed.add(threads.submit(() -> store().place(files("a", "x".repeat(100_000)))));
            }
            for (Future<FolderStore.Folder> folder : placed) {
                assertEquals(100_000, Files.size(folder.get().path().resolve("a")));
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(1, entries().size());
    }

    @Test
    void a_write_that_fails_leaves_nothing_behind() throws Exception {
        SortedMap<String, Content> files = files("a", "x");
        int[] reads = {0};
        files.put("b", () -> {
            if (reads[0]++ > 0) {
                throw new IOException("No space left on device");
            }
            return new ByteArrayInputStream(new byte[3]);
        });

        assertThrows(IOException.class, () -> store().place(files));
        assertTrue(entries().isEmpty(), entries().toString());
    }

    @Test
    void a_name_that_leads_out_of_the_folder_is_refused() {
        assertThrows(IOException.class, () -> store().place(files("../out", "x")));
        assertFalse(Files.exists(work.resolve("out")));
    }

    @Test
    void old_folders_go_and_fresh_ones_stay() throws Exception {
        FolderStore.Folder old = store().place(files("a", "old"));
        FolderStore.Folder fresh = store().place(files("a", "fresh"));
        age(old.path());

        store().collect(Instant.now());

        assertEquals(List.of(fresh.path()), entries());
    }

    @Test
    void an_old_folder_that_a_process_holds_stays() throws Exception {
        FolderStore.Folder held = store().place(files("a", "held"));
        age(held.path());
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        held.path().resolve(EngineFiles.IN_USE).toString())
                .redirectErrorStream(true)
                .start();
        try {
            assertEquals('h', holder.getInputStream().read());
            store().collect(Instant.now());
            assertTrue(Files.exists(held.path()));
        } finally {
            holder.destroyForcibly();
        }
        assertTrue(holder.waitFor(10, TimeUnit.SECONDS));

        store().collect(Instant.now());

        assertFalse(Files.exists(held.path()));
    }

    private static void age(Path folder) throws IOException {
        FileTime then = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
        Files.setLastModifiedTime(folder.resolve(EngineFiles.IN_USE), then);
    }

    @Test
    void a_jar_of_the_same_classes_is_the_same_bytes() throws Exception {
        assertArrayEquals(ClassJar.of(files("x/A.class", "1")), ClassJar.of(files("x/A.class", "1")));
    }
}
