// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.itests.support.Answer;
import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.Upstreams;
import io.paddock.testkit.FakeModelServer;
import io.paddock.testkit.Mood;
import io.paddock.testkit.TlsIdentity;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several OpenAI-compatible servers at once, among them those that only one's own authority vouches for. */
class OpenAiUpstreamsIT {
    private static Paddock paddock;
    private static Upstreams upstreams;

    @BeforeAll
    static void start() throws Exception {
        paddock = Paddock.started("openai-upstreams", Jdk.running(), Map.of());
        upstreams = new Upstreams(paddock);
    }

    @AfterAll
    static void stop() throws Exception {
        if (paddock != null) {
            paddock.close();
        }
    }

    private static Answer ensure(String backend, String options) throws Exception {
        return paddock.post(
                "/api/v1/endpoints",
                "{\"wait_ms\":5000,\"request\":{\"target_preference\":{\"backend\":\"openai-" + backend
                        + "\",\"backend_options\":{" + options + "}}}}");
    }

    private static Answer chat(boolean stream) throws Exception {
        return paddock.post(
                "/v1/chat/completions",
                "{\"model\":\"tiny\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}");
    }

    @Test
    void several_are_told_apart_and_each_goes_alone() throws Exception {
        try (FakeModelServer one = FakeModelServer.start();
                FakeModelServer two = FakeModelServer.start()) {
            upstreams.write("one", "base_url = " + one.url());
            upstreams.write("two", "base_url = " + two.url());
            upstreams.await("one", "available");
            upstreams.await("two", "available");
            assertEquals(one.url() + "/v1", ensure("one", "\"model\":\"tiny\"").text("/endpoint/base_url"));
            assertEquals(two.url() + "/v1", ensure("two", "\"model\":\"tiny\"").text("/endpoint/base_url"));

            upstreams.remove("one");
            upstreams.awaitGone("one");
            assertEquals(200, chat(false).status());

            two.mood(Mood.WRONG_MODEL);
            Eventually.holds(
                    "the server's other model", () -> upstreams.models().contains("another"));
            assertTrue(!upstreams.models().contains("tiny"), upstreams.models()::toString);
            upstreams.remove("two");
            upstreams.awaitGone("two");
            Eventually.holds("its end", () -> !upstreams.models().contains("another"));
        }
    }

    @Test
    void a_file_that_cannot_be_used_says_why_and_nobody_is_contacted() throws Exception {
        try (FakeModelServer server = FakeModelServer.start()) {
            upstreams.write("bad", "base_url = " + server.url(), "api_key = s3cret", "health_interval_ms = soon");
            JsonNode bad = upstreams.await("bad", "unavailable");
            assertTrue(bad.toString().contains("api_key: is no place for a key"), bad::toString);
            assertTrue(bad.toString().contains("health_interval_ms: must be a whole number"), bad::toString);
            Answer refused = ensure("bad", "\"model\":\"tiny\"");
            assertEquals(503, refused.status(), refused.body());
            assertTrue(refused.text("/detail").contains("api_key_file"), refused.body());
            assertEquals(0, server.requestCount());

            upstreams.write("bad", "base_url = " + server.url());
            upstreams.await("bad", "available");
            int asked = server.requestCount();
            Answer option = ensure("bad", "\"base_url\":\"http://elsewhere\"");
            assertEquals(400, option.status(), option.body());
            assertEquals("request.target_preference.backend_options.base_url", option.text("/field"));
            Answer name = ensure("bad", "\"model\":\"" + "x".repeat(300) + "\"");
            assertEquals(422, name.status(), name.body());
            assertTrue(server.requestCount() - asked < 5, "only the runtime's own looks");
            upstreams.remove("bad");
            upstreams.awaitGone("bad");
        }
    }

    @Test
    void an_authority_of_ones_own_is_enough_for_the_looks_and_for_the_gateway(@TempDir Path folder) throws Exception {
        TlsIdentity identity = TlsIdentity.in(folder);
        try (FakeModelServer server = FakeModelServer.start(identity)) {
            upstreams.write("tls", "base_url = " + server.url());
            JsonNode untrusted = upstreams.await("tls", "unavailable");
            assertTrue(untrusted.toString().contains("certificate is not trusted"), untrusted::toString);

            upstreams.write("tls", "base_url = " + server.url(), "tls_ca_file = " + identity.authority());
            upstreams.await("tls", "available");
            Eventually.holds("its model", () -> upstreams.models().contains("tiny"));

            Answer whole = chat(false);
            assertEquals(200, whole.status(), whole.body());
            assertEquals("one two three", whole.text("/choices/0/message/content"));
            assertTrue(chat(true).body().contains("data: [DONE]"));
            upstreams.remove("tls");
            upstreams.awaitGone("tls");
            Eventually.holds("nobody expects it back", () -> chat(false).status() == 404);
        }
    }
}
