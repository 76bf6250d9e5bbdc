// SPDX-License-Identifier: Apache-2.0
package io.paddock.example.spawned;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineFolderTest {
    @TempDir
    private Path folder;

    @Test
    void the_files_outlive_where_they_came_from() throws IOException {
        Path source = Files.writeString(folder.resolve("source"), "one");
        EngineFolder engine = EngineFolder.unpack(files(source), folder.resolve("data"));
        Files.delete(source);
        assertNull(engine.problem());
        assertEquals("one", Files.readString(engine.folder().resolve("a.jar")));
    }

    @Test
    void the_same_files_share_a_folder_and_others_have_their_own() throws IOException {
        Path source = Files.writeString(folder.resolve("source"), "one");
        EngineFolder first = EngineFolder.unpack(files(source), folder.resolve("data"));
        assertEquals(first, EngineFolder.unpack(files(source), folder.resolve("data")));
        Files.writeString(source, "two");
        EngineFolder second = EngineFolder.unpack(files(source), folder.resolve("data"));
        assertNotEquals(first, second);
        assertEquals("one", Files.readString(first.folder().resolve("a.jar")));
        try (Stream<Path> left = Files.list(folder.resolve("data"))) {
            assertEquals(2, left.count(), "drafts were left behind");
        }
    }

    @Test
    void a_data_folder_that_cannot_be_written_is_said_without_its_path() throws IOException {
        Path source = Files.writeString(folder.resolve("source"), "one");
        EngineFolder engine = EngineFolder.unpack(files(source), source);
        assertFalse(engine.problem().contains(folder.toString()), engine::problem);
        EchoBackend backend = new EchoBackend("1.0.0", engine, List.of("tiny"));
        assertEquals(List.of(false, engine.problem()), answer(backend));
        backend.close();
    }

    private static List<Object> answer(EchoBackend backend) {
        return List.of(backend.availability().usable(), backend.availability().detail());
    }

    private static SortedMap<String, URL> files(Path source) throws IOException {
        return new TreeMap<>(Map.of("a.jar", source.toUri().toURL()));
    }
}
