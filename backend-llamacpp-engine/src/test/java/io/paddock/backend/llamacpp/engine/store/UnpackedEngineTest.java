// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.backend.llamacpp.engine.EngineFiles;
import io.paddock.backend.llamacpp.engine.NativeSet;
import io.paddock.backend.llamacpp.engine.Placement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedEngineTest {
    @TempDir
    Path work;

    private static final class Source implements EngineSource {
        private Content library = () -> new ByteArrayInputStream(new byte[] {1, 2, 3});
        private boolean present = true;

        @Override
        public SortedMap<String, Content> classes() {
            return new TreeMap<>(Map.of("de/kherud/llama/X.class", () -> new ByteArrayInputStream(new byte[5])));
        }

        @Override
        public List<NativeSet> sets() {
            return List.of(new NativeSet("here", true, List.of("cpu"), "b1", "a test"));
        }

        @Override
        public String selected() {
            return "here";
        }

        @Override
        public SortedMap<String, Content> natives(String name) {
            Content file = name.equals("here") ? library : () -> new ByteArrayInputStream(new byte[] {9});
            return present ? new TreeMap<>(Map.of("libjllama.so", file)) : new TreeMap<>();
        }

        @Override
        public String howToGet(String name) {
            return "install the fragment";
        }
    }

    private final Source source = new Source();

    private UnpackedEngine engine(Path root) {
        return new UnpackedEngine(new FolderStore(root), source);
    }

    @Test
    void the_engine_is_a_jar_and_a_folder_of_natives() {
        Placement placed = engine(work).engine();

        assertTrue(placed.usable(), placed.problem());
        assertTrue(Files.exists(placed.folder().resolve(EngineFiles.JAR)));
        assertTrue(Files.exists(placed.folder().resolve(EngineFiles.NATIVES).resolve("libjllama.so")));
    }

    @Test
    void no_natives_is_a_value_that_says_what_to_do() {
        source.present = false;

        assertEquals("install the fragment", engine(work).engine().problem());
    }

    @Test
    void a_full_disk_is_a_value_and_is_looked_into_again() {
        UnpackedEngine engine = engine(work.resolve("engines"));
        source.library = () -> {
            throw new IOException("No space left on device");
        };
        Placement full = engine.engine();
        source.library = () -> new ByteArrayInputStream(new byte[1]);

        assertTrue(full.problem().contains("the disk is full"), full.problem());
        assertFalse(full.problem().contains(work.toString()), "a path must not reach a client");
        assertTrue(engine.engine().usable());
    }

    @Test
    void a_folder_that_cannot_be_written_is_a_value() throws Exception {
        Path file = Files.writeString(work.resolve("file"), "not a folder");

        Placement placed = engine(file.resolve("engines")).engine();

        assertTrue(placed.problem().contains("cannot write"), placed.problem());
        assertFalse(placed.problem().contains(work.toString()), "a path must not reach a client");
    }

    @Test
    void other_files_are_placed_too() throws Exception {
        Path jar = Files.writeString(work.resolve("worker.jar"), "jar");

        Placement placed = engine(work.resolve("engines"))
                .place(Map.of("worker.jar", jar.toUri().toURL()));

        assertEquals("jar", Files.readString(placed.folder().resolve("worker.jar")));
    }

    @Test
    void each_set_of_natives_is_an_engine_of_its_own() throws Exception {
        UnpackedEngine engine = engine(work);

        Placement here = engine.engine();
        Placement cuda = engine.engine("here-cuda");

        assertEquals(here, engine.engine("here"));
        assertNotEquals(here.digest(), cuda.digest());
        assertNotEquals(here.folder(), cuda.folder());
    }

    @Test
    void a_configured_folder_is_selected_and_the_fragments_stay() throws Exception {
        Files.write(Files.createDirectory(work.resolve("own")).resolve("libjllama.so"), new byte[] {7});
        FolderSource folder = new FolderSource(work.resolve("own"), source);
        UnpackedEngine engine = new UnpackedEngine(new FolderStore(work.resolve("engines")), folder);

        assertEquals("natives-folder", engine.selected());
        assertEquals(
                List.of("here", "natives-folder"),
                engine.natives().stream().map(NativeSet::name).toList());
        assertTrue(engine.engine().usable());
        assertNotEquals(engine.engine().digest(), engine.engine("here").digest());
        Files.delete(work.resolve("own/libjllama.so"));
        assertTrue(new UnpackedEngine(new FolderStore(work.resolve("engines")), folder)
                .engine()
                .problem()
                .contains("holds no library"));
    }

    @Test
    void natives_are_named_by_platform_and_device() {
        assertEquals("linux-x86_64", Platform.set("linux-x86_64", ""));
        assertEquals("linux-x86_64", Platform.set("linux-x86_64", "cpu"));
        assertEquals("linux-x86_64-cuda", Platform.set("linux-x86_64", "cuda"));
    }

    @Test
    void platforms_have_the_names_of_the_fragments() {
        assertEquals("linux-x86_64", Platform.name("Linux", "amd64"));
        assertEquals("linux-aarch64", Platform.name("Linux", "aarch64"));
        assertEquals("mac-aarch64", Platform.name("Mac OS X", "aarch64"));
        assertEquals("windows-x86_64", Platform.name("Windows 11", "amd64"));
        assertEquals("freebsd-riscv64", Platform.name("FreeBSD", "riscv64"));
    }
}
