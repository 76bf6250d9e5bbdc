// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.SharedPaddock;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The official OpenAI SDK for Java, unmodified, against the gateway. */
@ExtendWith(SharedPaddock.class)
class OpenAiClientIT {
    private static final String DEMO = "paddock-demo";

    @Test
    void it_lists_models(Paddock paddock) {
        try (Client client = new Client(paddock)) {
            List<String> ids =
                    client.api().models().list().data().stream().map(Model::id).toList();
            assertTrue(ids.contains(DEMO), ids.toString());
        }
    }

    @Test
    void it_chats(Paddock paddock) {
        try (Client client = new Client(paddock)) {
            var completion = client.api().chat().completions().create(question());
            String text = completion.choices().get(0).message().content().orElseThrow();
            assertTrue(text.toLowerCase(java.util.Locale.ROOT).contains("runtime"), text);
            assertTrue(completion.usage().orElseThrow().completionTokens() > 3, completion.toString());
        }
    }

    @Test
    void it_streams_the_same_text(Paddock paddock) {
        try (Client client = new Client(paddock)) {
            String whole = client.api()
                    .chat()
                    .completions()
                    .create(question())
                    .choices()
                    .get(0)
                    .message()
                    .content()
                    .orElseThrow();
            try (var stream = client.api().chat().completions().createStreaming(question())) {
                String streamed = stream.stream()
                        .flatMap(chunk -> chunk.choices().stream())
                        .flatMap(choice -> choice.delta().content().stream())
                        .collect(Collectors.joining());
                assertEquals(whole, streamed);
            }
        }
    }

    @Test
    void it_embeds(Paddock paddock) {
        try (Client client = new Client(paddock)) {
            var embeddings = client.api()
                    .embeddings()
                    .create(EmbeddingCreateParams.builder()
                            .model(DEMO)
                            .inputOfArrayOfStrings(List.of("a lease", "a story"))
                            .build());
            assertEquals(2, embeddings.data().size());
            List<Float> first = embeddings.data().get(0).embedding();
            assertTrue(first.size() >= 32, "dimensions: " + first.size());
            assertFalse(first.equals(embeddings.data().get(1).embedding()), "different texts, same vector");
        }
    }

    private static ChatCompletionCreateParams question() {
        return ChatCompletionCreateParams.builder()
                .model(DEMO)
                .temperature(0)
                .maxCompletionTokens(80)
                .addUserMessage("What is Paddock?")
                .build();
    }

    private record Client(OpenAIClient api) implements AutoCloseable {
        Client(Paddock paddock) {
            this(OpenAIOkHttpClient.builder()
                    .baseUrl(paddock.uri("/v1").toString())
                    .apiKey("none-needed")
                    .build());
        }

        @Override
        public void close() {
            api.close();
        }
    }
}
