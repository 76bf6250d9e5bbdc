// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.Paddock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The file of a backend that serves is edited: it is replaced in place, and nothing fails. */
class EditedConfigurationIT {
    @Test
    void an_edited_file_counts_under_load_and_nothing_fails() throws Exception {
        try (Paddock paddock =
                Paddock.started("edited-configuration", Jdk.running(), Map.of("PADDOCK_LLAMACPP_ENGINE", "worker"))) {
            Path file = paddock.home().resolve("etc/io.paddock.backend.llamacpp.cfg");
            String written = Files.readString(file);
            try (SwapLoad load = SwapLoad.on(paddock, "paddock-demo", Questions.toTheDemo(paddock), 4, 4)) {
                for (int context : new int[] {1024, 512, 1024}) {
                    load.goOn(8);
                    JsonNode before = serving(paddock);
                    assertNotEquals(context, context(before), "it would change nothing");
                    Files.writeString(file, written + "\nctx_size = " + context + "\n");
                    Eventually.holds("a context of " + context, () -> context(serving(paddock)) == context);
                    load.goOn(8);
                    load.assertWell("a context of " + context);
                    assertNotEquals(before.at("/pid"), serving(paddock).at("/pid"));
                }
                load.end();
                load.assertWell("at the end");
                System.out.println("Three edited configurations: " + load);
            }
        }
    }

    private static int context(JsonNode instance) {
        return instance.at("/endpoint/metadata/context_length").asInt();
    }

    private static JsonNode serving(Paddock paddock) throws Exception {
        return ServingInstance.of(paddock, "paddock-demo");
    }
}
