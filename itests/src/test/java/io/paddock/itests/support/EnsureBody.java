// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.support;

/** Bodies of ensure calls. */
public final class EnsureBody {
    private EnsureBody() {}

    /** The full call, as a consumer with a run and an attempt makes it. */
    public static String full(String model, String owner, long ttlMillis) {
        return """
                {"request":  {"request_id": "req-123",
                              "target_preference": {"target_class": "self_hosted_endpoint", "backend": "llamacpp",
                                                    "backend_options": {"model_identity": "%s"}}},
                 "consumer": {"consumer": "my-app", "accepted_runtime_kinds": ["service"],
                              "accepted_management_modes": ["jido_managed", "externally_managed"],
                              "accepted_protocols": ["openai_chat_completions"],
                              "required_capabilities": {"streaming?": true},
                              "optional_capabilities": {}, "constraints": {}, "metadata": {}},
                 "context":  {"run_id": "run-123", "attempt_id": "run-123:1", "boundary_ref": "boundary-123",
                              "observability": {"trace_id": "trace-123"}},
                 "lease":    {"owner_ref": "%s", "ttl_ms": %d}}
                """.formatted(model, owner, ttlMillis);
    }

    /** A call that names the backend too. */
    public static String forModelOf(String backend, String model) {
        return """
                {"request": {"target_preference": {"backend": "%s", "backend_options": {"model_identity": "%s"}}}}
                """.formatted(backend, model);
    }

    /** The shortest call: a model and nothing else. */
    public static String forModel(String model) {
        return "{\"request\": {\"model_preference\": {\"id\": \"" + model + "\"}}}";
    }
}
