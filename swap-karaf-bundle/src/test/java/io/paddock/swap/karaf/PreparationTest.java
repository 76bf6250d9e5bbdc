// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.SwapConfiguration;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be swapped is refused in words. */
class PreparationTest {
    @TempDir
    Path folder;

    private final FakeKaraf karaf = new FakeKaraf();
    private final FakeContext framework = new FakeContext("/opt/karaf");

    private String refusal(String location, String source) {
        framework.with("a.fake", "1.1.0", location);
        Features features = new Features(karaf.service());
        Ledger ledger = new Ledger(folder);
        Tailor tailor = new Tailor(new Settings(new FakeConfigurations().admin()), null);
        Endings endings = new Endings(features, ledger, tailor, framework.context());
        Preparation preparation = new Preparation(features, ledger, endings, framework.context());
        InferenceException refused = assertThrows(
                InferenceException.class, () -> preparation.prepare("fake", 7, source, SwapConfiguration.NONE));
        assertEquals(ErrorCode.REVISION_REFUSED, refused.code(), refused.getMessage());
        return refused.getMessage();
    }

    @Test
    void a_jar_in_the_deploy_folder_would_come_back() {
        assertTrue(refusal("file:/opt/karaf/deploy/fake.jar", "next.jar").contains("deploy/"));
    }

    @Test
    void features_that_cannot_be_listed_are_told_of() {
        karaf.failing.put("listInstalledFeatures", new IllegalStateException("not now"));
        String words = refusal("mvn:a/fake/1", folder.resolve("absent.jar").toString());
        assertTrue(words.contains("the log says why"), words);
    }

    @Test
    void a_jar_below_another_folder_of_that_name_may_be_swapped() {
        String words = refusal(
                "file:/home/deploy/fake.jar", folder.resolve("absent.jar").toString());
        assertTrue(words.contains("cannot be read"), words);
    }
}
