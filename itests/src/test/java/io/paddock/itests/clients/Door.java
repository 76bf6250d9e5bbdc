// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.clients;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.itests.support.Answer;
import io.paddock.itests.support.EnsureBody;
import io.paddock.itests.support.Paddock;
import java.io.IOException;

/** The two ways to a model: through the gateway, or straight to the endpoint that an ensure call published. */
enum Door {
    GATEWAY {
        @Override
        Target target(Paddock paddock) {
            return new Target(paddock.uri("/v1").toString(), "none-needed", MODEL);
        }
    },
    ENDPOINT {
        @Override
        Target target(Paddock paddock) throws IOException, InterruptedException {
            Answer ensured = paddock.post("/api/v1/endpoints", EnsureBody.forModel(MODEL));
            JsonNode endpoint = ensured.json().path("endpoint");
            if (ensured.status() != 201) {
                throw new IOException("no endpoint: " + ensured.body());
            }
            String key = endpoint.at("/headers/Authorization").asText("Bearer none-needed");
            return new Target(
                    endpoint.path("base_url").asText(),
                    key.substring("Bearer ".length()),
                    endpoint.path("model_identity").asText());
        }
    };

    /** The model that comes with the distribution. */
    static final String MODEL = "paddock-demo";
    /** What it is asked; it knows the answer. */
    static final String QUESTION = "What is Paddock?";
    /** Part of the answer. */
    static final String ANSWER = "runtime";

    /** What a client is configured with. */
    record Target(String baseUrl, String key, String model) {}

    abstract Target target(Paddock paddock) throws IOException, InterruptedException;
}
