// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.itests.support.Answer;
import io.paddock.itests.support.EnsureBody;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.SharedPaddock;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page in a browser on this machine must not be able to use the runtime. */
@ExtendWith(SharedPaddock.class)
class WebPageIT {
    private static final String BODY = EnsureBody.forModel("paddock-demo");

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/readyz", "/v1/models", "/api/v1/backends", "/openapi.json", "/nowhere"})
    void a_foreign_host_is_refused_on_every_route(String path, Paddock paddock) throws Exception {
        Answer answer = paddock.send(HttpRequest.newBuilder(paddock.uri(path)).header("Host", "rebound.example"));
        assertEquals(403, answer.status(), answer.body());
        assertTrue(answer.body().contains("foreign_origin"), answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://127.0.0.1.evil.example", "file://"})
    void a_foreign_origin_is_refused(String origin, Paddock paddock) throws Exception {
        Answer answer = paddock.send(post(paddock).header("Origin", origin).header("Content-Type", "application/json"));
        assertEquals(403, answer.status(), answer.body());
        assertEquals("foreign_origin", answer.text("/code"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
    void what_a_form_can_send_is_refused(String type, Paddock paddock) throws Exception {
        Answer answer = paddock.send(post(paddock).header("Content-Type", type));
        assertEquals(415, answer.status(), answer.body());
        assertEquals("unsupported_media_type", answer.text("/code"));

        Answer chat = paddock.send(HttpRequest.newBuilder(paddock.uri("/v1/chat/completions"))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{\"model\":\"paddock-demo\",\"messages\":[]}")));
        assertEquals(415, chat.status(), chat.body());
    }

    @Test
    void no_answer_invites_other_origins(Paddock paddock) throws Exception {
        Answer answer = paddock.send(HttpRequest.newBuilder(paddock.uri("/v1/models"))
                .header("Origin", "http://127.0.0.1:" + paddock.port()));
        assertEquals(200, answer.status(), answer.body());
        assertTrue(answer.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../../etc/passwd",
                "..\\\\secrets.gguf",
                "models/../../x.gguf",
                "%2e%2e/x",
                "file:///etc/passwd"
            })
    void a_file_outside_the_models_folder_is_refused(String model, Paddock paddock) throws Exception {
        Answer answer = paddock.post(
                "/api/v1/endpoints",
                "{\"request\":{\"target_preference\":{\"backend\":\"llamacpp\",\"backend_options\":{\"model_identity\":\""
                        + model + "\"}}}}");
        assertTrue(answer.status() == 422 || answer.status() == 404, answer.status() + " " + answer.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"binary_path", "launcher_args", "environment", "extra_args", "java", "jvm_args", "models_folder"
            })
    void a_program_or_its_arguments_cannot_be_chosen(String option, Paddock paddock) throws Exception {
        Answer answer = paddock.post(
                "/api/v1/endpoints",
                "{\"request\":{\"target_preference\":{\"backend\":\"llamacpp\",\"backend_options\":{\"" + option
                        + "\":\"/bin/sh\"}}}}");
        assertTrue(answer.status() == 400 || answer.status() == 422, answer.status() + " " + answer.body());
        assertEquals("request.target_preference.backend_options." + option, answer.text("/field"), answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer wrong", "Basic YWRtaW46YWRtaW4="})
    void admin_routes_need_the_admin_token(String authorization, Paddock paddock) throws Exception {
        HttpRequest.Builder console = HttpRequest.newBuilder(paddock.uri("/api/v1/console"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"line\":\"paddock:backends\"}"));
        if (!authorization.isEmpty()) {
            console.header("Authorization", authorization);
        }
        Answer answer = paddock.send(console);
        assertEquals(401, answer.status(), answer.body());
        assertEquals("admin_token_required", answer.text("/code"));
    }

    private static HttpRequest.Builder post(Paddock paddock) {
        return HttpRequest.newBuilder(paddock.uri("/api/v1/endpoints")).POST(BodyPublishers.ofString(BODY));
    }
}
