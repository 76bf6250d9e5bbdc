// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paddock.itests.support.Finished;
import io.paddock.itests.support.OpenAiNode;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.Requirement;
import io.paddock.itests.support.SharedPaddock;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The official OpenAI SDK for Node, in a process of its own. */
@ExtendWith(SharedPaddock.class)
class OpenAiNodeIT {
    @ParameterizedTest
    @EnumSource
    void it_lists_models_chats_streams_and_embeds(Door door, Paddock paddock) throws Exception {
        Path modules = Requirement.need(OpenAiNode.modules(), OpenAiNode.reason());
        Door.Target target = door.target(paddock);

        Finished run = OpenAiNode.run(
                modules,
                "openai-check.cjs",
                Map.of(
                        "CHECK_BASE_URL", target.baseUrl(),
                        "CHECK_API_KEY", target.key(),
                        "CHECK_MODEL", target.model()));

        assertEquals(0, run.exit(), run.output());
        JsonNode said = new ObjectMapper().readTree(run.output());
        assertTrue(said.path("models").toString().contains('"' + Door.MODEL + '"'), run.output());
        String whole = said.path("whole").asText();
        assertTrue(whole.toLowerCase(Locale.ROOT).contains(Door.ANSWER), run.output());
        assertEquals(whole, said.path("streamed").asText());
        assertTrue(said.path("chunks").asInt() > 3, run.output());
        assertTrue(said.path("completion_tokens").asInt() > 3, run.output());
        assertEquals(2, said.path("vectors").size(), run.output());
        assertTrue(said.at("/vectors/0").asInt() >= 32, run.output());
        assertNotEquals(said.path("first"), said.path("second"), "different texts, same vector");
    }
}
