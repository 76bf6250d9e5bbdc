// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.ollama;

import io.paddock.backend.http.ConfigValues;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What may be done to the daemon beyond looking at it. Nothing, unless the configuration says so; no request can.
 *
 * @param pull whether a missing model is pulled
 * @param pullHosts registries from which it may be pulled, besides the daemon's own
 * @param warmUp whether a cold model is loaded before it is published
 * @param unloadAfter unload the model this long after its last lease ended, or null for never
 */
record OllamaRights(boolean pull, List<String> pullHosts, boolean warmUp, Duration unloadAfter) {
    static final OllamaRights NONE = new OllamaRights(false, List.of(), false, null);

    OllamaRights {
        pullHosts = List.copyOf(pullHosts);
    }

    static OllamaRights read(ConfigValues values) {
        List<String> hosts = values.list("pull_hosts").stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .toList();
        long unloadAfter = values.number("unload_after_ms", 0, 1, 86_400_000);
        return new OllamaRights(
                values.flag("pull_missing"),
                hosts,
                values.flag("warm_up"),
                unloadAfter == 0 ? null : Duration.ofMillis(unloadAfter));
    }

    /** Whether that model may be pulled: a name can hold the address of any server. */
    boolean mayPull(String model) {
        String host = OllamaModel.host(model);
        return pull && (host == null || pullHosts.contains(host.toLowerCase(Locale.ROOT)));
    }

    /** Whether the daemon may have to work for minutes before a model is ready. */
    boolean takesLong() {
        return pull || warmUp;
    }

    boolean unloads() {
        return unloadAfter != null;
    }

    /** What the manifest says about it; empty when nothing is allowed. */
    Map<String, Object> declared() {
        Map<String, Object> declared = new HashMap<>();
        if (pull) {
            declared.put("pulls_missing_models", true);
            declared.put("pull_hosts", pullHosts);
        }
        if (warmUp) {
            declared.put("warms_up", true);
        }
        if (unloads()) {
            declared.put("unloads_after_ms", unloadAfter.toMillis());
        }
        return declared;
    }
}
