// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.FileNotFoundException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndingsTest {
    private static final URI FILE = URI.create("file:/next-features.xml");

    @TempDir
    Path folder;

    private final FakeKaraf karaf = new FakeKaraf();
    private Ledger ledger;
    private Endings endings;

    @BeforeEach
    void make() {
        ledger = new Ledger(folder);
        Tailor tailor = new Tailor(new Settings(new FakeConfigurations().admin()), null);
        endings = new Endings(new Features(karaf.service()), ledger, tailor, new FakeContext("/opt/karaf").context());
    }

    private static Change undone(String repository, Change.Came came) {
        return new Change(
                "fake", "revision-fake/1.2.0", repository, came, null, null, "mvn:a/fake/1", null, null, false);
    }

    @Test
    void a_change_whose_own_features_file_is_gone_is_over() {
        String gone = folder.resolve("gone-features.xml").toUri().toString();
        Change change = undone(gone, Change.Came.MADE);
        ledger.write(change);
        karaf.failing.put("createRepository", new FileNotFoundException("gone-features.xml"));
        endings.end(change);
        assertEquals(List.of(), ledger.open());
    }

    @Test
    void a_features_file_that_came_with_the_revision_goes_with_it() {
        karaf.repositories.add(FILE);
        endings.end(undone(FILE.toString(), Change.Came.ADDED));
        assertEquals(List.of(), karaf.repositories);
    }

    @Test
    void a_features_file_that_was_known_before_stays() {
        karaf.repositories.add(FILE);
        endings.end(undone(FILE.toString(), Change.Came.KNOWN));
        assertEquals(List.of(FILE), karaf.repositories);
    }
}
