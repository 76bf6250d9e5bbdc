// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.ollama;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.OptionDeclaration;
import io.paddock.backend.http.CallHeaders;
import io.paddock.backend.http.Refusals;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Which model of which daemon is wanted, and what goes with the calls.
 *
 * @param root the daemon's root
 * @param headers what goes with each call
 * @param model the model's canonical name
 */
record OllamaTarget(URI root, CallHeaders headers, String model) {
    /** Only the model may come with a request over HTTP: an address there would make this runtime call anybody. */
    static final List<OptionDeclaration> OPTIONS = List.of(
            new OptionDeclaration("model_identity", "string", true, null, "The model; a missing tag means latest."),
            new OptionDeclaration("model", "string", true, null, "The same as model_identity."),
            new OptionDeclaration(
                    "root_url", "string", false, OllamaUrl.DEFAULT.toString(), "The daemon, as OLLAMA_HOST has it."),
            new OptionDeclaration(
                    "base_url", "string", false, null, "The same as root_url; /v1 at its end is ignored."),
            new OptionDeclaration("api_key", "string", false, null, "Bearer for a proxy before the daemon."),
            new OptionDeclaration("headers", "map", false, null, "Headers for a proxy before the daemon."));

    /** Reads a wish; what it leaves open comes from the configuration. */
    static OllamaTarget of(InstanceSpec spec, OllamaSettings settings) {
        if (!settings.problems().isEmpty()) {
            throw new InferenceException(ErrorCode.ENGINE_UNAVAILABLE, settings.complaint());
        }
        Refusals.undeclared(spec, OPTIONS);
        URI root = root(spec, settings);
        CallHeaders headers = headers(spec, root.equals(settings.root()) ? settings.headers() : CallHeaders.none());
        return new OllamaTarget(root, headers, model(spec, settings));
    }

    /** What makes two wishes the same; headers take part as a fingerprint. */
    EndpointKey key() {
        return EndpointKey.of(
                OllamaBackend.ID, Map.of("root_url", root, "model", model, "headers", headers.fingerprint()));
    }

    private static String model(InstanceSpec spec, OllamaSettings settings) {
        String option = Refusals.text(spec, "model_identity");
        String alias = option == null ? Refusals.text(spec, "model") : option;
        String wanted = spec.model() == null ? alias : spec.model();
        return OllamaModel.canonical(wanted == null ? settings.model() : wanted);
    }

    private static URI root(InstanceSpec spec, OllamaSettings settings) {
        URI root = url(spec, "root_url");
        URI alias = url(spec, "base_url");
        if (root != null && alias != null && !root.equals(alias)) {
            throw Refusals.option("base_url", "root_url and base_url name different daemons; give one of them");
        }
        URI wanted = root == null ? alias : root;
        return wanted == null ? settings.root() : wanted;
    }

    private static URI url(InstanceSpec spec, String option) {
        String written = Refusals.text(spec, option);
        try {
            return written == null ? null : OllamaUrl.parse(written);
        } catch (IllegalArgumentException e) {
            throw Refusals.option(option, e.getMessage());
        }
    }

    // Configured secrets go to the configured daemon only.
    private static CallHeaders headers(InstanceSpec spec, CallHeaders configured) {
        CallHeaders headers = configured;
        Object given = spec.options().get("headers");
        if (given != null) {
            if (!(given instanceof Map<?, ?> map)) {
                throw Refusals.option("headers", "headers must be a map of texts");
            }
            headers = refusing("headers", () -> CallHeaders.of(map));
        }
        CallHeaders before = headers;
        String key = Refusals.text(spec, "api_key");
        return refusing("api_key", () -> before.withBearer(key));
    }

    private static CallHeaders refusing(String option, Supplier<CallHeaders> checked) {
        try {
            return checked.get();
        } catch (IllegalArgumentException e) {
            throw Refusals.option(option, e.getMessage());
        }
    }
}
