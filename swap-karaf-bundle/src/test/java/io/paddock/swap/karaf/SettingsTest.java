// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.SwapConfiguration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class SettingsTest {
    private static final BundleHead FIRST = new BundleHead("a.b", new Version("1.0.0.cfg001"));
    private static final BundleHead SECOND = new BundleHead("a.b", new Version("2.0.0"));
    private static final String OF_FIRST = "p|a.b|1.0.0.cfg001";

    private final FakeConfigurations configurations = new FakeConfigurations();
    private final Settings settings = new Settings(configurations.admin());

    @BeforeEach
    void file() {
        configurations.all.put("p", new HashMap<>(Map.of("size", "1", "felix.fileinstall.filename", "x.cfg")));
    }

    private static Overlay wanted(String key, String value) {
        return Overlay.NONE.and(new SwapConfiguration(Map.of(key, value), List.of()));
    }

    @Test
    void one_revision_has_its_own_and_the_others_have_not() {
        settings.write(OF_FIRST, FIRST, wanted("size", "2"));
        assertEquals(Set.of("p", OF_FIRST), configurations.all.keySet());
        assertEquals("2", configurations.all.get(OF_FIRST).get("size"));
        assertEquals("1", configurations.all.get("p").get("size"));
        assertEquals(Optional.of(OF_FIRST), settings.pidOf(FIRST));
        assertEquals(Optional.empty(), settings.pidOf(SECOND));
        assertEquals(Map.of("size", "2"), settings.overlay(FIRST).set());
        settings.delete(OF_FIRST);
        settings.delete(null);
        assertEquals(Set.of("p"), configurations.all.keySet());
    }

    @Test
    void what_somebody_else_targeted_at_a_revision_is_none_of_ours() {
        configurations.all.put(OF_FIRST, new HashMap<>(Map.of("size", "9")));
        assertEquals(Optional.empty(), settings.pidOf(FIRST));
        configurations.all.put("p|a.b", new HashMap<>(Map.of("size", "7")));
        assertEquals("7", settings.base("p", FIRST).get("size"));
    }

    @Test
    void what_is_as_it_was_changes_nothing() {
        assertFalse(settings.changes("p", FIRST, wanted("size", "1")));
        assertTrue(settings.changes("p", FIRST, wanted("size", "2")));
        settings.write(OF_FIRST, FIRST, wanted("size", "2"));
        assertFalse(settings.changes("p", FIRST, wanted("size", "2")));
        assertTrue(settings.changes("p", FIRST, wanted("size", "1")), "back to what the file says");
        configurations.all.get("p").put("more", "4");
        assertTrue(settings.changes("p", FIRST, wanted("size", "2")), "the file was edited");
    }

    @Test
    void a_revision_that_is_as_the_file_says_has_none_of_its_own() {
        settings.write(OF_FIRST, FIRST, wanted("size", "2"));
        settings.write(OF_FIRST, FIRST, wanted("size", "1"));
        assertEquals(Set.of("p"), configurations.all.keySet());
    }
}
