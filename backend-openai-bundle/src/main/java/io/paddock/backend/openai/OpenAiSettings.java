// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.openai;

import io.paddock.api.Capability;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.api.Protocol;
import io.paddock.api.Support;
import io.paddock.api.WireNamed;
import io.paddock.backend.http.CallHeaders;
import io.paddock.backend.http.ConfigValues;
import io.paddock.spi.Timings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * What one configuration says.
 *
 * @param id id of the backend
 * @param base what {@code /chat/completions} follows, or null when it is missing or wrong
 * @param healthPath where it says how it is, after the root; empty when it must not be asked
 * @param headers what goes with each call
 * @param models models it may be asked for, the default first; empty means all that the server lists
 * @param capabilities what its endpoints can do
 * @param protocols how it is talked to, in order of preference
 * @param tls what is trusted, or null for the JDK's own
 * @param timings how patient the kernel is
 * @param problems what is wrong with the configuration; empty when it can be used
 */
record OpenAiSettings(
        String id,
        URI base,
        String healthPath,
        CallHeaders headers,
        List<String> models,
        Map<Capability, Support> capabilities,
        List<Protocol> protocols,
        SSLContext tls,
        Timings timings,
        List<String> problems) {
    static final String PID = "io.paddock.backend.openai";

    /** Reads every value; nothing is left to fail later. */
    static OpenAiSettings read(ConfigValues values, Map<String, String> environment) {
        String id = OpenAiName.of(values);
        URI base = OpenAiAddress.base(values);
        String healthPath = OpenAiAddress.healthPath(values);
        CallHeaders headers = OpenAiHeaders.read(values, environment);
        List<String> models = models(values);
        Map<Capability, Support> capabilities = capabilities(values);
        List<Protocol> protocols = protocols(values);
        SSLContext tls = OpenAiTrust.read(values);
        Timings timings = new Timings(
                millis(values, "ready_timeout_ms", 30_000),
                millis(values, "readiness_interval_ms", 200),
                millis(values, "probe_budget_ms", 5_000),
                millis(values, "health_interval_ms", 5_000),
                Timings.DEFAULT.stopGrace(),
                null);
        return new OpenAiSettings(
                id, base, healthPath, headers, models, capabilities, protocols, tls, timings, values.problems());
    }

    /** Why nothing can be served, in one sentence. */
    String complaint() {
        return "the configuration of backend '" + id + "' cannot be used: " + String.join("; ", problems);
    }

    /** Fails when nothing can be served, with the first property that is wrong as field. */
    void require() {
        if (!problems.isEmpty()) {
            String first = problems.get(0);
            throw new InferenceException(Problem.ofField(
                    ErrorCode.ENGINE_UNAVAILABLE, PID + "." + first.substring(0, first.indexOf(':')), complaint()));
        }
    }

    private static List<String> models(ConfigValues values) {
        List<String> models = values.list("models");
        if (!models.stream().allMatch(OpenAiModel::possible)) {
            values.problem("models", "must be names of at most 256 printable characters, neither paths nor URLs");
        }
        return models.stream().distinct().toList();
    }

    private static Map<Capability, Support> capabilities(ConfigValues values) {
        Map<Capability, Support> capabilities = new EnumMap<>(Capability.class);
        for (Capability capability : Capability.values()) {
            capabilities.put(capability, capability == Capability.STREAMING ? Support.YES : Support.UNKNOWN);
        }
        values.pairs("capabilities").forEach((name, value) -> {
            Optional<Capability> capability = WireNamed.parse(Capability.class, name);
            Optional<Support> support = support(value);
            if (capability.isEmpty() || support.isEmpty()) {
                values.problem("capabilities", "must be entries like tool_calling=true, with true, false or unknown");
                return;
            }
            capabilities.put(capability.get(), support.get());
        });
        return capabilities;
    }

    private static Optional<Support> support(String value) {
        return switch (value) {
            case "true" -> Optional.of(Support.YES);
            case "false" -> Optional.of(Support.NO);
            case "unknown" -> Optional.of(Support.UNKNOWN);
            default -> Optional.empty();
        };
    }

    private static List<Protocol> protocols(ConfigValues values) {
        List<Protocol> protocols = new ArrayList<>();
        for (String name : values.list("protocols")) {
            Optional<Protocol> protocol = WireNamed.parse(Protocol.class, name);
            if (protocol.isEmpty()) {
                values.problem("protocols", "knows openai_chat_completions, openai_completions and openai_embeddings");
            } else if (!protocols.contains(protocol.get())) {
                protocols.add(protocol.get());
            }
        }
        return protocols.isEmpty() ? List.of(Protocol.values()) : protocols;
    }

    private static Duration millis(ConfigValues values, String name, long absent) {
        return Duration.ofMillis(values.number(name, absent, 1, 86_400_000));
    }
}
