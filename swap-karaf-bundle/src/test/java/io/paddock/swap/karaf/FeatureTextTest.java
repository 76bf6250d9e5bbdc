// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.paddock.swap.karaf.FeatureText.Needed;
import io.paddock.swap.karaf.FeatureText.Part;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureTextTest {
    @Test
    void everything_of_the_old_feature_is_there_with_another_bundle_for_the_backend() {
        FeatureText text = new FeatureText(
                "paddock-revision-fake",
                "1.2.0",
                List.of(new Needed("kernel", null, false), new Needed("scr", "[1,2)", true)),
                List.of(new Part("mvn:a/lib/1?x&y", 30, true, true), new Part("mvn:a/fragment/1", 0, false, false)),
                new Part("mvn:a/fake/1", 80, true, false).at(URI.create("file:/data/fake-1.2.0.jar")));
        assertEquals("""
                <?xml version="1.0" encoding="UTF-8"?>
                <features name="paddock-revision-fake-1.2.0" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
                  <feature name="paddock-revision-fake" version="1.2.0">
                    <feature>kernel</feature>
                    <feature version="[1,2)" dependency="true">scr</feature>
                    <bundle start-level="30" dependency="true">mvn:a/lib/1?x&amp;y</bundle>
                    <bundle start="false">mvn:a/fragment/1</bundle>
                    <bundle start-level="80">file:/data/fake-1.2.0.jar</bundle>
                  </feature>
                </features>
                """, text.xml());
    }
}
