// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.api;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.itests.support.Answer;
import io.paddock.itests.support.EnsureBody;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.SharedPaddock;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is sent, the answer has a code, a sentence and the field, and the runtime keeps serving. */
@ExtendWith(SharedPaddock.class)
class BadInputIT {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{not json|400|malformed_request|",
                "[]|400|malformed_request|",
                "{\"request\":{},\"extra\":1}|400|unknown_field|extra",
                "{\"request\":{\"target_preference\":{\"backend\":\"llamacpp\",\"colour\":1}}}|400|unknown_field|request.target_preference.colour",
                "{\"request\":{}}|400|missing_field|request.target_preference.backend",
                "{\"request\":{\"target_preference\":{\"backend\":7}}}|422|invalid_value|request.target_preference.backend",
                "{\"request\":{\"target_preference\":{\"backend\":\"nope\"}}}|404|backend_not_registered|",
                "{\"request\":{\"model_preference\":{\"id\":\"no-such-model\"}}}|404|model_not_found|",
                "{\"request\":{\"target_preference\":{\"backend\":\"llamacpp\"}},\"lease\":{\"ttl_ms\":-1}}|422|invalid_value|lease.ttl_ms",
                "{\"request\":{\"target_preference\":{\"backend\":\"llamacpp\"}},\"lease\":{\"ttl_ms\":0}}|422|invalid_value|lease.ttl_ms",
                "{\"request\":{\"target_preference\":{\"backend\":\"llamacpp\"}},\"lease\":{\"ttl_ms\":1.5}}|422|invalid_value|lease.ttl_ms",
                "{\"request\":{\"target_preference\":{\"backend\":\"llamacpp\"}},\"lease\":{\"ttl_ms\":86400001}}|422|invalid_value|lease.ttl_ms",
                "{\"request\":{\"contract_version\":\"inference.v9\",\"target_preference\":{\"backend\":\"llamacpp\"}}}|422|unsupported_contract_version|",
                "{\"request\":{\"target_preference\":{\"backend\":\"llamacpp\",\"backend_options\":{\"ctx_size\":\"big\"}}}}|422|invalid_value|request.target_preference.backend_options.ctx_size",
                "{\"request\":{\"target_preference\":{\"backend\":\"llamacpp\",\"backend_options\":{\"ctx_size\":-5}}}}|422|invalid_value|request.target_preference.backend_options.ctx_size",
            })
    void a_bad_ensure_call_is_told_what_is_wrong(String body, int status, String code, String field, Paddock paddock)
            throws Exception {
        Answer answer = paddock.post("/api/v1/endpoints", body);

        assertAll(
                () -> assertEquals(status, answer.status(), answer.body()),
                () -> assertEquals(code, answer.text("/code"), answer.body()),
                () -> assertFalse(answer.text("/detail").isBlank(), answer.body()),
                () -> assertFalse(answer.text("/request_id").isBlank(), answer.body()),
                () -> assertTrue(
                        answer.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json")));
        if (field != null) {
            assertEquals(field, answer.text("/field"), answer.body());
        }
    }

    @Test
    void ten_mebibytes_are_refused(Paddock paddock) throws Exception {
        String body = "{\"request\":\"" + "x".repeat(10 << 20) + "\"}";
        Answer answer = paddock.post("/api/v1/endpoints", body);
        assertEquals(413, answer.status());
        assertEquals("body_too_large", answer.text("/code"));
    }

    @Test
    void a_model_that_is_no_complete_gguf_is_named_as_such(Paddock paddock) throws Exception {
        Path models = paddock.home().resolve("models");
        Path truncated = models.resolve("truncated.gguf");
        Files.copy(models.resolve("paddock-demo.gguf"), truncated);
        try (RandomAccessFile file = new RandomAccessFile(truncated.toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
        Files.write(models.resolve("noise.gguf"), new byte[4096]);
        for (String model : new String[] {"truncated", "noise"}) {
            Answer answer = paddock.post("/api/v1/endpoints", EnsureBody.full(model, "run", 30_000));
            assertEquals(422, answer.status(), answer.body());
            assertEquals("invalid_value", answer.text("/code"), answer.body());
            assertTrue(answer.text("/detail").contains("GGUF"), answer.body());
            assertFalse(answer.body().contains(models.toString()), "shows a path: " + answer.body());
        }
        Files.delete(truncated);
        Files.delete(models.resolve("noise.gguf"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{not json|400|malformed_request",
                "{\"messages\":[]}|400|missing_field",
                "{\"model\":7,\"messages\":[]}|422|invalid_value",
                "{\"model\":\"no-such-model\",\"messages\":[]}|404|model_not_found"
            })
    void the_gateway_answers_in_openai_form(String body, int status, String code, Paddock paddock) throws Exception {
        Answer answer = paddock.post("/v1/chat/completions", body);
        assertEquals(status, answer.status(), answer.body());
        assertEquals(code, answer.text("/error/code"), answer.body());
        assertFalse(answer.text("/error/message").isBlank(), answer.body());
    }

    @Test
    void unknown_routes_and_methods_are_told_apart(Paddock paddock) throws Exception {
        Answer unknown = paddock.get("/api/v1/nothing");
        assertEquals(404, unknown.status(), unknown.body());
        assertEquals("route_not_found", unknown.text("/code"));
        Answer wrong = paddock.post("/api/v1/backends", "{}");
        assertEquals(405, wrong.status(), wrong.body());
        assertTrue(
                wrong.headers().firstValue("Allow").orElse("").startsWith("GET"),
                () -> wrong.headers().toString());
    }

    @AfterEach
    void the_runtime_keeps_serving(Paddock paddock) throws Exception {
        assertEquals(200, paddock.get("/readyz").status());
    }
}
