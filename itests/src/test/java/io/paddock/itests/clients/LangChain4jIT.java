// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.catalog.ModelDescription;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiModelCatalog;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.SharedPaddock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** LangChain4j's OpenAI module. */
@ExtendWith(SharedPaddock.class)
class LangChain4jIT {
    @ParameterizedTest
    @EnumSource
    void it_lists_models(Door door, Paddock paddock) throws Exception {
        Door.Target target = door.target(paddock);
        List<String> names =
                OpenAiModelCatalog.builder()
                        .baseUrl(target.baseUrl())
                        .apiKey(target.key())
                        .build()
                        .listModels()
                        .stream()
                        .map(ModelDescription::name)
                        .toList();
        assertTrue(names.contains(Door.MODEL), names.toString());
    }

    @ParameterizedTest
    @EnumSource
    void it_chats_and_streams_the_same_text(Door door, Paddock paddock) throws Exception {
        Door.Target target = door.target(paddock);
        String whole = OpenAiChatModel.builder()
                .baseUrl(target.baseUrl())
                .apiKey(target.key())
                .modelName(target.model())
                .temperature(0.0)
                .maxTokens(80)
                .build()
                .chat(Door.QUESTION);
        assertTrue(whole.toLowerCase(Locale.ROOT).contains(Door.ANSWER), whole);

        Collecting collecting = new Collecting();
        OpenAiStreamingChatModel.builder()
                .baseUrl(target.baseUrl())
                .apiKey(target.key())
                .modelName(target.model())
                .temperature(0.0)
                .maxTokens(80)
                .build()
                .chat(List.of(UserMessage.from(Door.QUESTION)), collecting);
        ChatResponse response = collecting.end.get(60, TimeUnit.SECONDS);
        assertEquals(whole, collecting.text.toString());
        assertEquals(whole, response.aiMessage().text());
    }

    @ParameterizedTest
    @EnumSource
    void it_embeds(Door door, Paddock paddock) throws Exception {
        Door.Target target = door.target(paddock);
        List<Embedding> embeddings = OpenAiEmbeddingModel.builder()
                .baseUrl(target.baseUrl())
                .apiKey(target.key())
                .modelName(target.model())
                .build()
                .embedAll(List.of(TextSegment.from("a lease"), TextSegment.from("a story")))
                .content();
        assertEquals(2, embeddings.size());
        assertTrue(
                embeddings.get(0).dimension() >= 32,
                "dimensions: " + embeddings.get(0).dimension());
        assertNotEquals(embeddings.get(0), embeddings.get(1), "different texts, same vector");
    }

    private static final class Collecting implements StreamingChatResponseHandler {
        private final StringBuilder text = new StringBuilder();
        private final CompletableFuture<ChatResponse> end = new CompletableFuture<>();

        @Override
        public void onPartialResponse(String part) {
            text.append(part);
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            end.complete(response);
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }
    }
}
