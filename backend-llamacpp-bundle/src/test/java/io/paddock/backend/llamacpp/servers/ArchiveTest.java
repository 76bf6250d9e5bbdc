// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "making links needs rights there")
class ArchiveTest {
    private static final Limits SMALL = new Limits(1 << 20, 4096, 20, Duration.ofSeconds(1), Duration.ofSeconds(20));

    @TempDir
    Path work;

    private Path outside;
    private Path tree;

    @BeforeEach
    void prepare() throws Exception {
        outside = Files.writeString(work.resolve("outside"), "untouched");
        tree = work.resolve("a/b/tree");
    }

    private void unpack(Path archive) throws IOException {
        Folders.delete(tree);
        Archive.unpack(archive, tree, SMALL, Patience.of(Duration.ofSeconds(20), () -> false));
    }

    private String refused(Path archive) throws Exception {
        InferenceException refusal = assertThrows(InferenceException.class, () -> unpack(archive));
        assertEquals(ErrorCode.ENGINE_REFUSED, refusal.code());
        assertFalse(refusal.getMessage().contains(work.toString()), refusal.getMessage());
        assertEquals("untouched", Files.readString(outside));
        assertEquals(List.of("a", "outside", archive.getFileName().toString()), names(work));
        return refusal.getMessage();
    }

    private static List<String> names(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Path packed(Packed packed) throws Exception {
        return packed.to(work.resolve("x.tar.gz"));
    }

    @Test
    void files_folders_links_and_the_right_to_execute_come_out_as_they_went_in() throws Exception {
        unpack(packed(new Packed()
                .folder("./")
                .link("build/bin/libllama.so", "libllama.so.0")
                .link("build/bin/libllama.so.0", "libllama.so.0.7")
                .file("build/bin/libllama.so.0.7", "library", 0644)
                .file("build/bin/llama-server", "program", 0755)
                .hardLink("build/bin/same", "build/bin/llama-server")
                .link("bin", "build/bin")
                .link("nowhere", "build/missing")
                .file("set-uid", "x", 04755)));

        assertEquals("library", Files.readString(tree.resolve("bin/libllama.so")));
        assertTrue(Files.isExecutable(tree.resolve("build/bin/llama-server")));
        assertTrue(Files.isExecutable(tree.resolve("build/bin/same")));
        assertFalse(Files.isExecutable(tree.resolve("build/bin/libllama.so.0.7")));
        assertEquals("program", Files.readString(tree.resolve("build/bin/same")));
        assertFalse(Files.exists(tree.resolve("nowhere"), LinkOption.NOFOLLOW_LINKS));
        assertEquals(0755, (int) Files.getAttribute(tree.resolve("set-uid"), "unix:mode") & 07777);
    }

    @Test
    void names_that_lead_out_are_refused() throws Exception {
        for (String name : List.of(
                "../outside",
                "../../../outside",
                "/tmp/outside",
                "x/../../../../outside",
                "..",
                "C:/outside",
                "x\\y",
                "new\nline")) {
            String said = refused(packed(new Packed().file(name, "evil", 0644)));
            assertTrue(said.contains("is refused"), said);
            Files.delete(work.resolve("x.tar.gz"));
        }
    }

    @Test
    void links_that_lead_out_are_refused() throws Exception {
        for (String target : List.of("/etc/passwd", "../../../outside", "x/../../../../outside", "..\\..")) {
            refused(packed(new Packed().link("link", target)));
            Files.delete(work.resolve("x.tar.gz"));
        }
    }

    @Test
    void links_that_lead_out_only_together_are_refused() throws Exception {
        String said = refused(packed(new Packed()
                .folder("p/q/r")
                .link("p/q/r/up", "../../..")
                .link("p/x", "q/r/up/../../..")
                .file("y", "", 0644)));

        assertTrue(said.contains("out of its folder"), said);
    }

    @Test
    void nothing_is_written_through_a_link() throws Exception {
        assertTrue(refused(packed(new Packed().link("d", "../../..").file("d/outside", "evil", 0644)))
                .contains("refused"));
        Files.delete(work.resolve("x.tar.gz"));
        assertTrue(refused(packed(new Packed().folder("e").link("d", "e").link("d/l", "e")))
                .contains("below a link"));
        Files.delete(work.resolve("x.tar.gz"));
        assertTrue(refused(packed(new Packed().folder("e").link("d", "e").file("d/f", "x", 0644)))
                .contains("stands where another one is"));
    }

    @Test
    void what_is_no_file_folder_or_link_is_refused() throws Exception {
        for (byte type : new byte[] {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO}) {
            assertTrue(refused(packed(new Packed().entry("device", type, ""))).contains("neither a file"));
            Files.delete(work.resolve("x.tar.gz"));
        }
        assertTrue(refused(packed(new Packed().hardLink("hard", "../../../outside")))
                .contains("leads out"));
        Files.delete(work.resolve("x.tar.gz"));
        assertTrue(refused(packed(new Packed().hardLink("hard", "missing"))).contains("hard link"));
    }

    @Test
    void size_and_number_of_entries_are_bounded() throws Exception {
        assertTrue(refused(packed(new Packed().file("big", "x".repeat(5000), 0644)))
                .contains("larger than"));
        Files.delete(work.resolve("x.tar.gz"));
        assertTrue(refused(packed(new Packed().file("a", "x".repeat(3000), 0644).file("b", "x".repeat(3000), 0644)))
                .contains("larger than"));
        Files.delete(work.resolve("x.tar.gz"));
        Packed many = new Packed();
        for (int i = 0; i < 30; i++) {
            many.folder("f" + i);
        }
        assertTrue(refused(packed(many)).contains("more than 20"));
        Files.delete(work.resolve("x.tar.gz"));
        assertTrue(refused(packed(new Packed().file("twice", "1", 0644).file("twice", "2", 0644)))
                .contains("twice"));
    }

    @Test
    void what_is_skipped_counts_too() throws Exception {
        Path archive = work.resolve("x.tar.gz");
        try (var gzip = new GZIPOutputStream(Files.newOutputStream(archive))) {
            byte[] header = new byte[512];
            TarArchiveEntry entry = new TarArchiveEntry("link", TarConstants.LF_SYMLINK);
            entry.setLinkName("x");
            entry.setSize(1L << 30);
            entry.writeEntryHeader(header);
            gzip.write(header);
            for (int i = 0; i < 1000; i++) {
                gzip.write(new byte[4096]);
            }
        }
        assertTrue(refused(archive).contains("unpacks to more"));
    }

    @Test
    void a_cut_archive_and_another_file_are_refused() throws Exception {
        Path whole = packed(new Packed().file("a", "x".repeat(3000), 0644).file("b", "y", 0755));
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(whole, Arrays.copyOf(bytes, bytes.length / 2));
        assertTrue(refused(whole).contains("unpacking the archive failed"));
        Files.writeString(whole, "hello");
        assertTrue(refused(whole).contains("neither a .tar.gz nor a .zip"));
        Files.write(whole, new byte[] {'P', 'K', 3, 4, 5, 6, 7});
        assertTrue(refused(whole).contains("unpacking the archive failed"));
    }

    @Test
    void a_zip_is_unpacked_with_the_same_rules() throws Exception {
        Path zip = work.resolve("x.zip");
        unpack(Packed.zip(zip, true, "bin/llama-server", "program", "lib/a.so.1", "library", "lib/a.so", "->a.so.1"));
        assertTrue(Files.isExecutable(tree.resolve("bin/llama-server")));
        assertEquals("library", Files.readString(tree.resolve("lib/a.so")));

        for (String[] evil : List.of(
                new String[] {"../../../outside", "evil"},
                new String[] {"/outside", "evil"},
                new String[] {"link", "->../../../outside"},
                new String[] {"link", "->/etc/passwd"},
                new String[] {"big", "x".repeat(5000)})) {
            refused(Packed.zip(zip, true, evil));
        }
    }

    @Test
    void who_gives_up_or_takes_too_long_ends_it() throws Exception {
        Path archive = packed(new Packed().file("a", "x", 0644));
        assertTrue(assertThrows(
                        InferenceException.class,
                        () -> Archive.unpack(archive, tree, SMALL, Patience.of(Duration.ofSeconds(9), () -> true)))
                .getMessage()
                .contains("given up"));
        assertTrue(assertThrows(
                        InferenceException.class,
                        () -> Archive.unpack(archive, tree, SMALL, Patience.of(Duration.ofSeconds(-1), () -> false)))
                .getMessage()
                .contains("too long"));
    }
}
