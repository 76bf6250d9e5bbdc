// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.ollama;

import io.paddock.backend.http.CallHeaders;
import io.paddock.backend.http.ConfigValues;
import io.paddock.spi.Timings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the configuration says.
 *
 * @param root the daemon's root
 * @param headers what goes with each call to that daemon, and to no other
 * @param model model of requests that name none, or null
 * @param timings how patient the kernel is
 * @param rights what may be done to the daemon beyond looking
 * @param problems what is wrong with the configuration; empty when it can be used
 */
record OllamaSettings(
        URI root, CallHeaders headers, String model, Timings timings, OllamaRights rights, List<String> problems) {
    static final String PID = "io.paddock.backend.ollama";
    private static final String HOST_VARIABLE = "OLLAMA_HOST";

    /** Reads every value; nothing is left to fail later. */
    static OllamaSettings read(ConfigValues values, Map<String, String> environment) {
        URI root = root(values, environment.getOrDefault(HOST_VARIABLE, ""));
        CallHeaders headers = headers(values);
        OllamaRights rights = OllamaRights.read(values);
        Timings timings = new Timings(
                millis(values, "ready_timeout_ms", rights.takesLong() ? 300_000 : 10_000),
                millis(values, "readiness_interval_ms", 100),
                millis(values, "probe_budget_ms", 2_000),
                millis(values, "health_interval_ms", 2_000),
                Timings.DEFAULT.stopGrace(),
                rights.unloadAfter());
        return new OllamaSettings(root, headers, values.text("model_identity"), timings, rights, values.problems());
    }

    /** Why nothing can be served, in one sentence. */
    String complaint() {
        return "the configuration " + PID + " cannot be used: " + String.join("; ", problems);
    }

    private static URI root(ConfigValues values, String hostVariable) {
        String name = values.text("root_url") == null && values.text("base_url") != null ? "base_url" : "root_url";
        String written = values.text(name);
        try {
            if (written != null) {
                return OllamaUrl.parse(written);
            }
            name = "environment variable " + HOST_VARIABLE;
            return hostVariable.isBlank() ? OllamaUrl.DEFAULT : OllamaUrl.parse(hostVariable);
        } catch (IllegalArgumentException e) {
            values.problem(name, e.getMessage());
            return OllamaUrl.DEFAULT;
        }
    }

    private static CallHeaders headers(ConfigValues values) {
        try {
            return CallHeaders.of(values.pairs("headers")).withBearer(values.text("api_key"));
        } catch (IllegalArgumentException e) {
            values.problem("headers or api_key", e.getMessage());
            return CallHeaders.none();
        }
    }

    private static Duration millis(ConfigValues values, String name, long absent) {
        return Duration.ofMillis(values.number(name, absent, 1, 86_400_000));
    }
}
