// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.itests.support.Answer;
import io.paddock.itests.support.EnsureBody;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.Requirement;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The engine inside the runtime, where the configuration asks for it. */
class InProcessIT {
    private static final String MODEL = "paddock-demo";

    @Test
    void it_serves_on_the_jdk_of_the_build() throws Exception {
        itServes(Jdk.running());
    }

    @Test
    void it_serves_on_the_newest_jdk() throws Exception {
        itServes(Requirement.need(
                Jdk.newest(), "no JDK newer than " + Jdk.running() + " was found; PADDOCK_NEWEST_JDK may name one"));
    }

    private static void itServes(Jdk jdk) throws Exception {
        Map<String, String> inside = Map.of("PADDOCK_LLAMACPP_ENGINE", "in-process");
        try (Paddock paddock = Paddock.started("in-process", jdk, inside)) {
            Answer ensured = paddock.post("/api/v1/endpoints", EnsureBody.forModel(MODEL));
            assertEquals(201, ensured.status(), ensured.body());
            Answer instance = paddock.get("/api/v1/instances/" + ensured.text("/instance_id"));
            assertEquals("embedded", instance.text("/startup_kind"), instance.body());
            assertTrue(instance.json().at("/pid").isNull(), instance.body());

            assertAnswers(paddock);
            assertCannotBeAskedFor(paddock);
            assertSpawnedIsAnother(paddock, ensured.text("/instance_id"));
            assertReused(paddock, ensured);
        }
    }

    private static void assertAnswers(Paddock paddock) throws Exception {
        Answer whole = paddock.post("/v1/chat/completions", chat(false));
        assertEquals(200, whole.status(), whole.body());
        Sse stream = Sse.post(paddock, "/v1/chat/completions", chat(true));
        assertTrue(stream.done(), stream.toString());
        assertEquals(whole.text("/choices/0/message/content"), stream.text());
        Answer embedded = paddock.post("/v1/embeddings", "{\"model\":\"" + MODEL + "\",\"input\":\"one\"}");
        assertTrue(embedded.json().at("/data/0/embedding").size() > 0, embedded.body());
    }

    /** What shares the life of the runtime is for its operator to choose. */
    private static void assertCannotBeAskedFor(Paddock paddock) throws Exception {
        Answer refused = paddock.post(
                "/api/v1/endpoints",
                "{\"request\":{\"target_preference\":{\"backend\":\"llamacpp\",\"backend_options\":"
                        + "{\"model_identity\":\"" + MODEL + "\",\"engine\":\"in-process\"}}}}");
        assertEquals(422, refused.status(), refused.body());
        assertEquals("option_not_allowed", refused.text("/code"), refused.body());
    }

    private static void assertSpawnedIsAnother(Paddock paddock, String embedded) throws Exception {
        Answer spawned = paddock.post(
                "/api/v1/endpoints",
                "{\"request\":{\"target_preference\":{\"backend\":\"llamacpp\",\"startup_kind\":\"spawned\"},"
                        + "\"model_preference\":{\"id\":\"" + MODEL + "\"}}}");
        assertEquals(201, spawned.status(), spawned.body());
        assertNotEquals(embedded, spawned.text("/instance_id"));
        Answer instance = paddock.get("/api/v1/instances/" + spawned.text("/instance_id"));
        assertTrue(instance.json().at("/pid").asLong() > 0, instance.body());
    }

    private static void assertReused(Paddock paddock, Answer ensured) throws Exception {
        Answer again = paddock.post("/api/v1/endpoints", EnsureBody.forModel(MODEL));
        assertEquals(ensured.text("/instance_id"), again.text("/instance_id"), again.body());
        assertTrue(again.json().at("/reused").asBoolean(), again.body());
    }

    private static String chat(boolean stream) {
        return "{\"model\":\"" + MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":\"What is Paddock?\"}],"
                + "\"temperature\":0,\"max_tokens\":60,\"stream\":" + stream + "}";
    }
}
