// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {
    @Test
    void a_url_a_path_and_a_feature_are_told_apart() {
        Source maven = Source.of("mvn:org.example/backend/1.2");
        assertEquals("mvn:org.example/backend/1.2", maven.uri().toString());
        assertNull(maven.feature());
        assertEquals(
                Path.of("next.jar").toAbsolutePath().toUri(),
                Source.of("next.jar").uri());
        Source feature = Source.of("mvn:org.example/features/1.2/xml/features#backend");
        assertEquals("mvn:org.example/features/1.2/xml/features", feature.uri().toString());
        assertEquals("backend", feature.feature());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a b/next one.jar", "C:\\paddock\\next.jar", "next[1].jar"})
    void a_path_may_have_what_a_url_may_not(String written) {
        assertEquals(
                Path.of(written).toAbsolutePath().toUri(), Source.of(written).uri());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "#x", "mvn:a/b/1#", "mvn:a b"})
    void nonsense_is_refused(String written) {
        assertEquals(
                ErrorCode.REVISION_REFUSED,
                assertThrows(InferenceException.class, () -> Source.of(written)).code());
    }
}
