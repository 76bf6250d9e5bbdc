// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndingsTest {
    @TempDir
    Path folder;

    private final FakeKaraf karaf = new FakeKaraf();

    @Test
    void a_change_whose_own_features_file_is_gone_is_over() {
        Ledger ledger = new Ledger(folder);
        Tailor tailor = new Tailor(new Settings(new FakeConfigurations().admin()), null);
        Endings endings =
                new Endings(new Features(karaf.service()), ledger, tailor, new FakeContext("/opt/karaf").context());
        Change change = new Change(
                "fake",
                "paddock-revision-fake/1.2.0",
                folder.resolve("gone-features.xml").toUri().toString(),
                true,
                null,
                null,
                "mvn:a/fake/1",
                null,
                null,
                false);
        ledger.write(change);
        karaf.failing.put("createRepository", new FileNotFoundException("gone-features.xml"));
        endings.end(change);
        assertEquals(List.of(), ledger.open());
    }
}
