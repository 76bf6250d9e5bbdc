// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

class LedgerTest {
    private static final Change CHANGE = new Change(
            "fake",
            "paddock-revision-fake/1.2.0",
            "file:/x.xml",
            Change.Came.ADDED,
            null,
            null,
            "mvn:a/fake/1",
            "a.fake|a.fake|1.2.0",
            null,
            false);

    @TempDir
    Path parent;

    private Path folder;
    private Ledger ledger;

    @BeforeEach
    void make() {
        folder = parent.resolve("revisions");
        ledger = new Ledger(folder);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void a_change_is_open_until_it_is_struck_and_reads_back_as_it_was() throws IOException {
        assertEquals(List.of(), ledger.open());
        ledger.write(CHANGE);
        assertEquals(List.of(CHANGE), new Ledger(folder).open());
        ledger.write(CHANGE.commit());
        assertTrue(new Ledger(folder).open().get(0).committed());
        ledger.strike(CHANGE);
        assertEquals(List.of(), ledger.open());
        assertEquals(List.of(), files(), "nothing is left");
    }

    @Test
    void what_cannot_be_read_does_not_hide_the_others() throws IOException {
        ledger.write(CHANGE);
        Files.write(folder.resolve("a.change"), new byte[] {(byte) 0xff, (byte) 0xfe});
        Files.writeString(folder.resolve("b.change"), "backend=\\u12");
        assertEquals(List.of(CHANGE), ledger.open());
    }

    @Test
    void a_bundle_is_kept_whole_and_dropped() throws IOException {
        byte[] bytes = {1, 2, 3};
        URI kept = ledger.keepBundle(
                new BundleHead("a.fake", Version.parseVersion("1.2")), file -> Files.write(file, bytes));
        assertArrayEquals(bytes, Files.readAllBytes(Path.of(kept)));
        assertEquals(List.of("a.fake-1.2.0.jar"), files());
        assertTrue(ledger.keeps(kept.toString()));
        ledger.drop(kept.toString());
        assertEquals(List.of(), files());
    }

    @Test
    void what_lies_elsewhere_is_left_alone() throws IOException {
        Path other = Files.writeString(parent.resolve("other.jar"), "x");
        ledger.drop(other.toUri().toString());
        ledger.drop("mvn:a/fake/1");
        ledger.drop(null);
        assertTrue(Files.exists(other));
        assertFalse(ledger.keeps(null));
        assertFalse(ledger.keeps("file:other.jar"));
        assertFalse(ledger.keeps("file:/a b/other.jar"));
    }
}
