// SPDX-License-Identifier: Apache-2.0
package io.paddock.example.consumer;

import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.paddock.api.Endpoint;
import java.net.http.HttpClient;
import java.util.function.Consumer;

/** One question to an endpoint, with LangChain4j as the OpenAI client. */
final class ModelCall {
    private final StreamingChatModel model;

    /** An endpoint says all that a client has to know: where, which model, which headers. */
    ModelCall(Endpoint endpoint) {
        HttpClient.Builder http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        this.model = OpenAiStreamingChatModel.builder()
                .httpClientBuilder(new JdkHttpClientBuilder().httpClientBuilder(http))
                .baseUrl(endpoint.baseUrl().toString())
                .customHeaders(endpoint.headers())
                .modelName(endpoint.modelIdentity())
                .build();
    }

    /**
     * Asks, and hands over the pieces of the answer on the calling thread.
     *
     * @throws io.paddock.api.InferenceException when the model fails or falls silent
     */
    void ask(String prompt, Consumer<String> pieces) throws InterruptedException {
        try (StreamedAnswer answer = new StreamedAnswer()) {
            model.chat(prompt, answer);
            answer.forEach(pieces);
        }
    }
}
