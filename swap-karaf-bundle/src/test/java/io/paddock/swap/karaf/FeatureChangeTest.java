// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.spi.revision.RevisionChange.Names;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

class FeatureChangeTest {
    private static final int LASTING = 0;

    @TempDir
    Path folder;

    private final FakeContext framework = new FakeContext("/opt/karaf");
    private final FakeKaraf karaf = new FakeKaraf();

    @BeforeEach
    void install() {
        framework.with("a.fake", "1.2.0", "file:/fake-1.2.0.jar");
    }

    private FeatureChange changing(String oldFeature) {
        Tailor tailor = new Tailor(new Settings(new FakeConfigurations().admin()), null);
        Endings endings = new Endings(new Features(karaf.service()), new Ledger(folder), tailor, framework.context());
        BundleHead head = new BundleHead("a.fake", Version.parseVersion("1.2.0"));
        Change change = new Change(
                "fake",
                "fake/1.2.0",
                "mvn:a/features/1/xml",
                Change.Came.KNOWN,
                oldFeature,
                null,
                "mvn:a/fake/1",
                null,
                null,
                false);
        return new FeatureChange(
                new FeatureChange.Plan(new Names("a.fake 1.1.0", "a.fake 1.2.0"), head, change, Overlay.NONE),
                endings,
                framework.context());
    }

    @Test
    void a_revision_comes_up_with_the_next_run_only_once_it_is_committed() {
        FeatureChange changing = changing(null);
        changing.start();
        assertEquals(List.of(Bundle.START_TRANSIENT), framework.starts);
        changing.commit();
        assertEquals(List.of(Bundle.START_TRANSIENT, LASTING), framework.starts);
    }

    @Test
    void a_feature_that_needs_what_only_the_old_one_brings_is_refused_before_it_runs() {
        karaf.failing.put("uninstallFeature", new IllegalStateException("missing requirement"));
        InferenceException refused = assertThrows(InferenceException.class, changing("old/1.1.0")::install);
        assertEquals(ErrorCode.REVISION_REFUSED, refused.code());
        assertTrue(refused.getMessage().contains("only feature old/1.1.0 brings"), refused.getMessage());
        assertEquals(List.of(), framework.starts);
    }

    /** A swap from {@code mvn:a/fake/1} whose old bundle could not be uninstalled. */
    private void leaveOpen() {
        framework.with("a.fake", "1.1.0", "mvn:a/fake/1");
        framework.stuck.add("mvn:a/fake/1");
        FeatureChange first = changing(null);
        first.install();
        assertThrows(IllegalStateException.class, first::commit);
    }

    @Test
    void the_next_change_ends_first_what_an_earlier_one_left_open() {
        leaveOpen();
        framework.stuck.clear();
        changing(null).install();
        assertEquals(1, framework.bundles.size(), "the old bundle of the earlier one is gone");
        assertFalse(new Ledger(folder).open().get(0).committed(), "what is written down is the next one");
    }

    @Test
    void a_change_is_refused_and_undone_without_a_trace_while_an_earlier_one_cannot_be_ended() {
        leaveOpen();
        List<Change> earlier = new Ledger(folder).open();
        FeatureChange next = changing(null);
        InferenceException refused = assertThrows(InferenceException.class, next::install);
        assertEquals(ErrorCode.REVISION_REFUSED, refused.code());
        assertTrue(refused.getMessage().contains("an earlier swap of backend"), refused.getMessage());
        next.undo();
        assertEquals(earlier, new Ledger(folder).open());
        assertTrue(earlier.get(0).committed());
    }

    @Test
    void an_old_bundle_that_cannot_be_uninstalled_is_told_of_and_left_to_the_next_run() {
        framework.with("a.fake", "1.1.0", "mvn:a/fake/1");
        framework.stuck.add("mvn:a/fake/1");
        IllegalStateException told = assertThrows(IllegalStateException.class, changing(null)::commit);
        assertTrue(told.getMessage().contains("a.fake 1.1.0 cannot be uninstalled"), told.getMessage());
        assertTrue(new Ledger(folder).open().get(0).committed(), "the new one stays");
    }
}
