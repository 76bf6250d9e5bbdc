// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.paddock.spi.revision.RevisionChange.Names;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

class FeatureChangeTest {
    private static final int LASTING = 0;

    @TempDir
    Path folder;

    @Test
    void a_revision_comes_up_with_the_next_run_only_once_it_is_committed() {
        FakeContext framework = new FakeContext("/opt/karaf");
        framework.with("a.fake", "1.2.0", "file:/fake-1.2.0.jar");
        Tailor tailor = new Tailor(new Settings(new FakeConfigurations().admin()), null);
        Endings endings =
                new Endings(new Features(new FakeKaraf().service()), new Ledger(folder), tailor, framework.context());
        BundleHead head = new BundleHead("a.fake", Version.parseVersion("1.2.0"));
        Change change = new Change(
                "fake",
                "fake/1.2.0",
                "mvn:a/features/1/xml",
                Change.Came.KNOWN,
                null,
                null,
                "mvn:a/fake/1",
                null,
                null,
                false);
        FeatureChange changing = new FeatureChange(
                new FeatureChange.Plan(new Names("a.fake 1.1.0", "a.fake 1.2.0"), head, change, Overlay.NONE),
                endings,
                framework.context());
        changing.start();
        assertEquals(List.of(Bundle.START_TRANSIENT), framework.starts);
        changing.commit();
        assertEquals(List.of(Bundle.START_TRANSIENT, LASTING), framework.starts);
    }
}
