// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a consumer can live with.
 *
 * @param consumer its name
 * @param acceptedRuntimeKinds kinds it accepts
 * @param acceptedManagementModes modes it accepts; null means every mode, empty means none
 * @param acceptedProtocols protocols it speaks
 * @param requiredCapabilities must equal the backend's, strictly
 * @param optionalCapabilities a difference is a warning
 * @param constraints open map; understood are {@code startup_kind}, and {@code accept_unavailable}: true to be leased
 *     an instance that does not answer its health check
 * @param metadata open map
 */
public record ConsumerManifest(
        String consumer,
        Set<RuntimeKind> acceptedRuntimeKinds,
        Set<ManagementMode> acceptedManagementModes,
        List<Protocol> acceptedProtocols,
        Map<Capability, Support> requiredCapabilities,
        Map<Capability, Support> optionalCapabilities,
        Map<String, Object> constraints,
        Map<String, Object> metadata) {
    /** Name of the consumer that stands in when a request names none. */
    public static final String ANY = "any-openai-chat-consumer";

    public ConsumerManifest {
        requireNonNull(consumer, "consumer is null");
        acceptedRuntimeKinds = Set.copyOf(acceptedRuntimeKinds);
        acceptedManagementModes = acceptedManagementModes == null ? null : Set.copyOf(acceptedManagementModes);
        acceptedProtocols = List.copyOf(acceptedProtocols);
        requiredCapabilities = Map.copyOf(requiredCapabilities);
        optionalCapabilities = Map.copyOf(optionalCapabilities);
        constraints = Map.copyOf(constraints);
        metadata = Map.copyOf(metadata);
    }

    /** A consumer that takes any service that speaks OpenAI chat. */
    public static ConsumerManifest anyChat() {
        return any(Protocol.OPENAI_CHAT_COMPLETIONS);
    }

    /** A consumer that takes any service that speaks {@code protocol}. */
    public static ConsumerManifest any(Protocol protocol) {
        return new ConsumerManifest(
                ANY, Set.of(RuntimeKind.SERVICE), null, List.of(protocol), Map.of(), Map.of(), Map.of(), Map.of());
    }
}
