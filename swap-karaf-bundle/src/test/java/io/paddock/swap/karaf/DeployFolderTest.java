// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeployFolderTest {
    private static final DeployFolder FOLDER = new DeployFolder(Path.of("/deploy/my karaf/deploy"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:/deploy/my%20karaf/deploy/fake.jar",
                "file:/deploy/my karaf/deploy/fake.jar",
                "file:/deploy/my%20karaf/deploy/below/fake.jar",
                "wrap:file:/deploy/my%20karaf/deploy/fake.jar$Bundle-SymbolicName=fake"
            })
    void what_lies_in_it_is_known(String location) {
        assertTrue(FOLDER.holds(location));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:/deploy/my%20karaf/data/paddock/revisions/fake-1.2.0.jar",
                "file:/home/deploy/fake.jar",
                "file:deploy/fake.jar",
                "mvn:a/deploy/1",
                ""
            })
    void another_folder_of_that_name_is_another_folder(String location) {
        assertFalse(FOLDER.holds(location));
    }

    @Test
    void it_is_below_the_base_of_karaf() {
        assertTrue(DeployFolder.of(new FakeContext("/opt/karaf").context()).holds("file:/opt/karaf/deploy/fake.jar"));
    }
}
