// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ollama4j.Ollama;
import io.github.ollama4j.models.chat.OllamaChatMessageRole;
import io.github.ollama4j.models.chat.OllamaChatRequest;
import io.github.ollama4j.models.chat.OllamaChatResult;
import io.github.ollama4j.models.embed.OllamaEmbedRequest;
import io.github.ollama4j.models.response.Model;
import io.github.ollama4j.utils.OptionsBuilder;
import io.paddock.itests.support.Answer;
import io.paddock.itests.support.EnsureBody;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.OllamaBuild;
import io.paddock.itests.support.OllamaDaemon;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.Requirement;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** ollama4j on the daemon behind a published endpoint, in the daemon's own protocol. */
class Ollama4jIT {
    private static final String CHAT =
            "{{- range .Messages }}<|im_start|>{{ .Role }}\n{{ .Content }}<|im_end|>\n{{ end }}"
                    + "<|im_start|>assistant\n";

    private static OllamaDaemon daemon;
    private static Paddock paddock;
    private static Ollama client;
    private static String model;

    @BeforeAll
    static void start() throws Exception {
        daemon = OllamaDaemon.started(Requirement.need(OllamaBuild.program(), OllamaBuild.reason()));
        daemon.create(
                "demo", Path.of(System.getProperty("paddock.project"), "tools/demo-model/paddock-demo.gguf"), CHAT);
        paddock = Paddock.started("ollama4j", Jdk.running(), Map.of("OLLAMA_HOST", daemon.host()));
        Answer ensured = paddock.post("/api/v1/endpoints", EnsureBody.forModel("demo"));
        assertEquals(201, ensured.status(), ensured.body());
        client = new Ollama(ensured.text("/endpoint/metadata/root_url"));
        client.setRequestTimeoutSeconds(60);
        model = ensured.text("/endpoint/model_identity");
    }

    @AfterAll
    static void stop() throws Exception {
        if (paddock != null) {
            paddock.close();
        }
        if (daemon != null) {
            daemon.close();
        }
    }

    @Test
    void it_lists_the_models_that_the_runtime_lists_too() throws Exception {
        assertTrue(client.ping());
        List<String> names = client.listModels().stream().map(Model::getName).toList();
        assertEquals(List.of("demo:latest"), names);
        assertTrue(paddock.get("/v1/models")
                .json()
                .path("data")
                .findValuesAsText("id")
                .containsAll(names));
    }

    @Test
    void it_chats_and_streams_the_text_that_the_gateway_gives() throws Exception {
        String whole =
                client.chat(question(), null).getResponseModel().getMessage().getResponse();
        StringBuilder streamed = new StringBuilder();
        OllamaChatResult end = client.chat(
                question(), token -> streamed.append(token.getMessage().getResponse()));
        Answer relayed = paddock.post(
                "/v1/chat/completions",
                "{\"model\":\"" + model + "\",\"temperature\":0,\"max_tokens\":60,\"messages\":[{\"role\":\"user\","
                        + "\"content\":\"" + Door.QUESTION + "\"}]}");

        assertTrue(whole.contains("Paddock"), whole);
        assertEquals(whole, streamed.toString());
        assertTrue(end.getResponseModel().getEvalCount() > 3);
        assertEquals(whole, relayed.text("/choices/0/message/content"));
    }

    @Test
    void it_embeds() throws Exception {
        List<List<Double>> vectors = client.embed(new OllamaEmbedRequest(model, List.of("a lease", "a story")))
                .getEmbeddings();
        assertEquals(2, vectors.size());
        assertTrue(vectors.get(0).size() >= 32, "dimensions: " + vectors.get(0).size());
        assertNotEquals(vectors.get(0), vectors.get(1), "different texts, same vector");
    }

    private static OllamaChatRequest question() {
        return OllamaChatRequest.builder()
                .withModel(model)
                .withMessage(OllamaChatMessageRole.USER, Door.QUESTION)
                .withOptions(
                        new OptionsBuilder().setTemperature(0).setNumPredict(60).build())
                .build();
    }
}
