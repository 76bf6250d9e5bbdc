// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.Capability;
import io.paddock.api.ModelListing;
import io.paddock.api.Support;
import io.paddock.testmodel.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
    @TempDir
    Path work;

    @Test
    void models_are_listed_by_name_with_their_facts() throws Exception {
        TinyModel.writer().write(work.resolve("tiny.gguf"));
        Files.writeString(work.resolve("notes.txt"), "x");

        ModelFile model = new ModelFolder(work, List.of()).models().get("tiny");
        ModelListing listing = model.listing(Manifests.worker(true, true));

        assertNull(model.problem());
        assertEquals("tiny", listing.id());
        assertEquals("llamacpp", listing.backend());
        assertEquals(2048L, listing.contextLength());
        assertEquals(Files.size(work.resolve("tiny.gguf")), listing.sizeBytes());
        assertEquals("llama", listing.metadata().get("architecture"));
        assertEquals(Support.YES, listing.capabilities().get(Capability.STREAMING));
        assertFalse(listing.toString().contains(work.toString()), "no path may be told");
    }

    @Test
    void a_cut_file_and_an_unknown_architecture_say_why() throws Exception {
        byte[] whole = TinyModel.writer().bytes();
        Files.write(work.resolve("cut.gguf"), Arrays.copyOf(whole, whole.length - 100));
        TinyModel.writer("qwen99").write(work.resolve("new.gguf"));
        TinyModel.writer("clip").write(work.resolve("mmproj.gguf"));
        ModelFolder folder = new ModelFolder(work, List.of());

        assertTrue(folder.find("cut").orElseThrow().problem().contains("not a complete GGUF: it is cut"));
        assertNull(folder.find("new").orElseThrow().problem(), "another engine may know it");
        assertTrue(SupportedModels.problem(folder.find("new").orElseThrow().header())
                .orElseThrow()
                .contains("'qwen99' is not known to this engine"));
        assertTrue(folder.find("mmproj").orElseThrow().problem().contains("image part"));
    }

    @Test
    void a_file_that_appears_or_changes_is_seen_when_it_is_asked_for() throws Exception {
        ModelFolder folder = new ModelFolder(work, List.of());
        assertTrue(folder.find("tiny").isEmpty());

        TinyModel.writer().write(work.resolve("tiny.gguf"));
        assertNull(folder.find("tiny").orElseThrow().problem());

        Files.write(work.resolve("tiny.gguf"), new byte[10]);
        assertTrue(folder.find("tiny").orElseThrow().problem().contains("does not begin"));

        Files.delete(work.resolve("tiny.gguf"));
        assertTrue(folder.find("tiny").isEmpty());
    }

    @Test
    void named_files_come_besides_the_folder_and_a_missing_one_says_so() throws Exception {
        Path elsewhere = Files.createDirectories(work.resolve("elsewhere"));
        TinyModel.writer().write(elsewhere.resolve("mine.gguf"));
        ModelFolder folder = new ModelFolder(
                work.resolve("none"), List.of(elsewhere.resolve("mine.gguf"), elsewhere.resolve("gone.gguf")));

        assertEquals(Set.of("gone", "mine"), folder.models().keySet());
        assertEquals("its file is not there", folder.find("gone").orElseThrow().problem());
    }

    @Test
    void later_parts_of_a_model_are_not_models() throws Exception {
        TinyModel.writer().write(work.resolve("big-00001-of-00002.gguf"));
        TinyModel.writer().write(work.resolve("big-00002-of-00002.gguf"));

        assertEquals(
                Set.of("big-00001-of-00002"),
                new ModelFolder(work, List.of()).models().keySet());
    }
}
