// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.SharedPaddock;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The official OpenAI SDK for Java. */
@ExtendWith(SharedPaddock.class)
class OpenAiJavaIT {
    @ParameterizedTest
    @EnumSource
    void it_lists_models(Door door, Paddock paddock) throws Exception {
        try (Client client = new Client(door.target(paddock))) {
            List<String> ids =
                    client.api().models().list().data().stream().map(Model::id).toList();
            assertTrue(ids.contains(Door.MODEL), ids.toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void it_chats_and_streams_the_same_text(Door door, Paddock paddock) throws Exception {
        try (Client client = new Client(door.target(paddock))) {
            var completion = client.api().chat().completions().create(question());
            String whole = completion.choices().get(0).message().content().orElseThrow();
            assertTrue(whole.toLowerCase(Locale.ROOT).contains(Door.ANSWER), whole);
            assertTrue(completion.usage().orElseThrow().completionTokens() > 3, completion.toString());
            try (var stream = client.api().chat().completions().createStreaming(question())) {
                String streamed = stream.stream()
                        .flatMap(chunk -> chunk.choices().stream())
                        .flatMap(choice -> choice.delta().content().stream())
                        .collect(Collectors.joining());
                assertEquals(whole, streamed);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void it_embeds(Door door, Paddock paddock) throws Exception {
        try (Client client = new Client(door.target(paddock))) {
            var embeddings = client.api()
                    .embeddings()
                    .create(EmbeddingCreateParams.builder()
                            .model(Door.MODEL)
                            .inputOfArrayOfStrings(List.of("a lease", "a story"))
                            .build());
            assertEquals(2, embeddings.data().size());
            List<Float> first = embeddings.data().get(0).embedding();
            assertTrue(first.size() >= 32, "dimensions: " + first.size());
            assertNotEquals(first, embeddings.data().get(1).embedding(), "different texts, same vector");
        }
    }

    private static ChatCompletionCreateParams question() {
        return ChatCompletionCreateParams.builder()
                .model(Door.MODEL)
                .temperature(0)
                .maxCompletionTokens(80)
                .addUserMessage(Door.QUESTION)
                .build();
    }

    private record Client(OpenAIClient api) implements AutoCloseable {
        Client(Door.Target target) {
            this(OpenAIOkHttpClient.builder()
                    .baseUrl(target.baseUrl())
                    .apiKey(target.key())
                    .build());
        }

        @Override
        public void close() {
            api.close();
        }
    }
}
