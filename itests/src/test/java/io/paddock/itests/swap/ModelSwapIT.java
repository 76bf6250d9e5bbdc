// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paddock.itests.support.Answer;
import io.paddock.itests.support.EnsureBody;
import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.Finished;
import io.paddock.itests.support.GemmaModel;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.Requirement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an alias stands for changes while clients stream from it. */
class ModelSwapIT {
    private static final Map<String, String> WORKERS = Map.of("PADDOCK_LLAMACPP_ENGINE", "worker");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode exec(Paddock paddock, int exit, String line) throws Exception {
        Finished done = paddock.launcher("exec", line + " --json");
        assertEquals(exit, done.exit(), done.output());
        return JSON.readTree(done.output());
    }

    private static String shown(Paddock paddock, String line) throws Exception {
        Finished done = paddock.launcher("exec", line);
        System.out.println("> " + line + System.lineSeparator() + done.output());
        return done.output();
    }

    private static Map<String, Integer> phases(JsonNode swap) {
        Map<String, Integer> took = new LinkedHashMap<>();
        swap.at("/phases")
                .forEach(one ->
                        took.put(one.at("/phase").asText(), one.at("/took_ms").asInt()));
        return took;
    }

    private static JsonNode swap(Paddock paddock, String words) throws Exception {
        JsonNode done = exec(paddock, 0, "paddock:swap-model pet " + words + " --probation 2s --drain 10s");
        assertEquals("switched", done.at("/state").asText(), done.toString());
        System.out.println("Swap of an alias, ms by phase: " + phases(done));
        return done;
    }

    private static Answer ensure(Paddock paddock) throws Exception {
        Answer ensured = paddock.post("/api/v1/endpoints", EnsureBody.forModel("pet"));
        assertEquals(201, ensured.status(), ensured.body());
        return ensured;
    }

    /** Each text is all of what one of the two answers, not a mixture. */
    private static void assertRight(CompletionClients clients, Map<String, String> one, Map<String, String> other) {
        for (String prompt : CompletionClients.PROMPTS) {
            List<String> allowed = List.of(one.get(prompt), other.get(prompt));
            Set<String> texts = clients.texts(prompt);
            assertTrue(allowed.containsAll(texts), texts + " of " + allowed);
        }
    }

    /**
     * Each text is all of the first model's answer, or begins as the second one's does and does not end as the first's. How the
     * larger model goes on depends on what else is in its batch: sums of floats are not associative.
     */
    private static void assertFromOneModel(
            CompletionClients clients, Map<String, String> first, Map<String, String> second) {
        for (String prompt : CompletionClients.PROMPTS) {
            String whole = first.get(prompt);
            String end = whole.substring(Math.max(0, whole.length() - 12));
            String begin = second.get(prompt)
                    .substring(0, Math.min(12, second.get(prompt).length()));
            for (String text : clients.texts(prompt)) {
                boolean ofSecond = text.startsWith(begin) && !text.endsWith(end);
                assertTrue(text.equals(whole) || ofSecond, text + " is neither of " + first + second);
            }
        }
    }

    private static Map<String, String> right(Paddock paddock) throws Exception {
        Map<String, String> right = new HashMap<>();
        for (String prompt : CompletionClients.PROMPTS) {
            right.put(prompt, CompletionClients.ask(paddock, "pet", prompt));
        }
        return right;
    }

    @Test
    void other_options_come_under_load_or_are_undone_and_a_restart_keeps_the_last() throws Exception {
        try (Paddock paddock = Paddock.started("model-swap", Jdk.running(), WORKERS)) {
            assertEquals(
                    "llamacpp",
                    exec(paddock, 0, "paddock:alias pet paddock-demo")
                            .at("/target/backend")
                            .asText());
            Answer before = ensure(paddock);
            assertEquals("paddock-demo", before.text("/endpoint/model_identity"));
            assertEquals("pet", before.text("/endpoint/gateway/model"));
            Map<String, String> right = right(paddock);
            try (CompletionClients clients = new CompletionClients(paddock, "pet", 4)) {
                look(paddock);
                swap(paddock, "paddock-demo --option ctx_size=256");
                JsonNode undone =
                        exec(paddock, 1, "paddock:swap-model pet paddock-demo --canary-expects 'no model says this'");
                assertEquals("rolled_back", undone.at("/state").asText(), undone.toString());
                int soFar = clients.whole();
                Eventually.holds("the clients to go on", () -> clients.whole() > soFar + 10);
                assertEquals(List.of(), clients.failures());
                assertRight(clients, right, right(paddock));
                System.out.println("Streams during two swaps of an alias, whole and right: " + clients.whole());
            }
            Answer moved = ensure(paddock);
            assertEquals(2, moved.json().at("/endpoint/endpoint_generation").asInt());
            assertEquals(before.text("/endpoint/endpoint_id"), moved.text("/endpoint/endpoint_id"));
            shown(paddock, "paddock:aliases");
            shown(paddock, "paddock:models");
            shown(paddock, "paddock:swaps");
            restart(paddock);
        }
    }

    private static void look(Paddock paddock) throws Exception {
        JsonNode plan = exec(paddock, 0, "paddock:swap-model pet paddock-demo --option ctx_size=256 --dry-run");
        assertEquals("side_by_side", plan.at("/strategy").asText(), plan.toString());
        assertEquals(0, plan.at("/expected_gap_ms").asInt(-1), plan.toString());
        assertEquals("paddock-demo ctx_size=256", plan.at("/to").asText());
        assertEquals(1, plan.at("/instances").size());
        assertEquals(0, paddock.get("/api/v1/swaps").json().at("/items").size(), "a look begins nothing");
        shown(paddock, "paddock:swap-model pet paddock-demo --option ctx_size=256 --dry-run");
    }

    private static void restart(Paddock paddock) throws Exception {
        assertEquals(0, paddock.launcher("stop").exit());
        assertEquals(0, paddock.launcher("start").exit());
        JsonNode pet = exec(paddock, 0, "paddock:aliases").at("/items/0");
        assertEquals("pet", pet.at("/name").asText(), pet.toString());
        assertEquals(256, pet.at("/target/options/ctx_size").asInt(), pet.toString());
        assertEquals("paddock-demo", ensure(paddock).text("/endpoint/model_identity"));
        String models = paddock.get("/v1/models").body();
        assertTrue(models.contains("\"id\":\"pet\""), models);
    }

    @Test
    void another_model_comes_and_every_stream_is_whole_and_one_models_own() throws Exception {
        Map<String, String> environment = new HashMap<>(WORKERS);
        environment.put(
                "PADDOCK_MODEL_FILES",
                Requirement.need(GemmaModel.file(), GemmaModel.reason()).toString());
        try (Paddock paddock = Paddock.started("model-swap-gemma", Jdk.running(), environment)) {
            JsonNode made = exec(paddock, 0, "paddock:alias pet paddock-demo");
            assertEquals("pet", made.at("/name").asText());
            Map<String, String> demo = right(paddock);
            try (CompletionClients clients = new CompletionClients(paddock, "pet", 4)) {
                Eventually.holds("the clients to begin", () -> clients.whole() > 10);
                swap(paddock, GemmaModel.ID);
                Map<String, String> gemma = right(paddock);
                int soFar = clients.whole();
                Eventually.holds("the clients to go on", () -> clients.whole() > soFar + 10);
                assertEquals(List.of(), clients.failures());
                CompletionClients.PROMPTS.forEach(
                        prompt -> assertNotEquals(demo.get(prompt), gemma.get(prompt), "nothing to tell them apart"));
                assertFromOneModel(clients, demo, gemma);
                System.out.println("Streams during a swap to another model, whole: " + clients.whole());
            }
            assertEquals(GemmaModel.ID, ensure(paddock).text("/endpoint/model_identity"));
        }
    }
}
