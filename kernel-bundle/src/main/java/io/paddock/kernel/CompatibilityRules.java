// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.BackendManifest;
import io.paddock.api.Capability;
import io.paddock.api.Compatibility;
import io.paddock.api.CompatibilityReason;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.ManagementMode;
import io.paddock.api.Mismatch;
import io.paddock.api.Protocol;
import io.paddock.api.Support;
import io.paddock.api.WireNamed;
import io.paddock.spi.ModelFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a consumer and a backend fit, from their manifests and maybe facts about a model. Pure; the order of the rules
 * is part of the contract.
 */
final class CompatibilityRules {
    private static final String MANIFEST = "manifest";
    private static final String MODEL = "model";
    private static final String FACTS = "model_facts";

    private CompatibilityRules() {}

    /** Checks one backend; {@code others} are tried as alternatives when it does not fit. */
    static Compatibility check(BackendManifest backend, ConsumerManifest consumer, Collection<BackendManifest> others) {
        Findings findings = new Findings();
        Optional<ManagementMode> mode = mode(backend, consumer);
        Optional<Protocol> protocol = protocol(backend, consumer);
        if (!consumer.acceptedRuntimeKinds().contains(backend.runtimeKind())) {
            findings.add(
                    CompatibilityReason.RUNTIME_KIND_MISMATCH,
                    new Mismatch(
                            "runtime_kind",
                            words(consumer.acceptedRuntimeKinds()),
                            backend.runtimeKind().wireName()));
        }
        if (mode.isEmpty()) {
            findings.add(
                    CompatibilityReason.MANAGEMENT_MODE_MISMATCH,
                    new Mismatch(
                            "management_mode",
                            consumer.acceptedManagementModes() == null
                                    ? "any"
                                    : words(consumer.acceptedManagementModes()),
                            words(backend.managementModes())));
        }
        if (protocol.isEmpty()) {
            findings.add(
                    CompatibilityReason.UNSUPPORTED_PROTOCOL,
                    new Mismatch("protocol", words(consumer.acceptedProtocols()), words(backend.protocols())));
        }
        startupKind(backend, consumer, findings);
        capabilities(backend, consumer, findings);
        return findings.isEmpty()
                ? fit(backend, consumer, mode.orElseThrow(), protocol.orElseThrow())
                : findings.verdict(alternatives(backend.backend(), consumer, others), Map.of());
    }

    /**
     * Whether facts about a model may turn the answer: nothing stands against it but capabilities that the manifest calls
     * unknown; or nothing at all, but a model may make vectors and nothing else.
     */
    static boolean open(Compatibility answer, BackendManifest backend) {
        if (answer.compatible()) {
            return backend.protocols().size() > 1
                    && backend.capabilities().get(Capability.EMBEDDINGS) == Support.UNKNOWN;
        }
        Set<String> unknown = backend.capabilities().entrySet().stream()
                .filter(declared -> declared.getValue() == Support.UNKNOWN)
                .map(declared -> declared.getKey().wireName())
                .collect(Collectors.toSet());
        return unknown.containsAll(answer.missingRequirements());
    }

    /** Checks {@code backend} again with what is known about a model; facts narrow an unknown and nothing else. */
    static Compatibility check(
            BackendManifest backend,
            ConsumerManifest consumer,
            Collection<BackendManifest> others,
            ModelFacts.Known facts) {
        Map<Capability, Support> narrowed = new EnumMap<>(Capability.class);
        narrowed.putAll(backend.capabilities());
        facts.capabilities()
                .forEach((capability, fact) -> narrowed.computeIfPresent(
                        capability, (same, declared) -> declared == Support.UNKNOWN ? fact : declared));
        List<Protocol> spoken = backend.protocols().stream()
                .filter(protocol ->
                        facts.protocols().isEmpty() || facts.protocols().contains(protocol))
                .toList();
        Compatibility answer = check(with(backend, spoken, narrowed), consumer, others);
        boolean learnt = !narrowed.equals(backend.capabilities()) || !spoken.equals(backend.protocols());
        return learnt ? copy(answer, MODEL, answer.metadata()) : answer;
    }

    /** The answer, with why nothing is known about the model. */
    static Compatibility withoutFacts(Compatibility answer, String trouble) {
        Map<String, Object> metadata = new HashMap<>(answer.metadata());
        metadata.put(FACTS, trouble);
        return copy(answer, answer.basis(), metadata);
    }

    private static Compatibility copy(Compatibility answer, String basis, Map<String, Object> metadata) {
        return new Compatibility(
                answer.compatible(),
                answer.reason(),
                answer.resolvedRuntimeKind(),
                answer.resolvedManagementMode(),
                answer.resolvedProtocol(),
                answer.warnings(),
                answer.missingRequirements(),
                answer.mismatches(),
                answer.alternatives(),
                basis,
                metadata);
    }

    private static BackendManifest with(
            BackendManifest backend, List<Protocol> protocols, Map<Capability, Support> capabilities) {
        return new BackendManifest(
                backend.backend(),
                backend.version(),
                backend.runtimeKind(),
                backend.managementModes(),
                backend.startupKinds(),
                protocols,
                capabilities,
                backend.supportedSurfaces(),
                backend.options(),
                backend.resourceProfile(),
                backend.metadata());
    }

    /** The answer for a backend that is not there. */
    static Compatibility unregistered(String backend, ConsumerManifest consumer, Collection<BackendManifest> others) {
        Findings findings = new Findings();
        String present = others.isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        others.stream().map(BackendManifest::backend).sorted().toList());
        findings.add(CompatibilityReason.BACKEND_UNREGISTERED, new Mismatch("backend", backend, present));
        return findings.verdict(alternatives(backend, consumer, others), Map.of("reason", "backend_unregistered"));
    }

    private static boolean fits(BackendManifest backend, ConsumerManifest consumer) {
        return check(backend, consumer, List.of()).compatible();
    }

    /** How well it fits, and nothing else: 0 it does, 1 its model may turn out to, 2 it does not. */
    static int distance(BackendManifest backend, ConsumerManifest consumer) {
        Compatibility answer = check(backend, consumer, List.of());
        if (answer.compatible()) {
            return 0;
        }
        return open(answer, backend) ? 1 : 2;
    }

    private static List<String> alternatives(
            String backend, ConsumerManifest consumer, Collection<BackendManifest> others) {
        return others.stream()
                .filter(other -> !other.backend().equals(backend) && fits(other, consumer))
                .map(BackendManifest::backend)
                .sorted()
                .toList();
    }

    private static Optional<ManagementMode> mode(BackendManifest backend, ConsumerManifest consumer) {
        return backend.managementModes().stream()
                .filter(mode -> consumer.acceptedManagementModes() == null
                        || consumer.acceptedManagementModes().contains(mode))
                .findFirst();
    }

    private static Optional<Protocol> protocol(BackendManifest backend, ConsumerManifest consumer) {
        return backend.protocols().stream()
                .filter(consumer.acceptedProtocols()::contains)
                .findFirst();
    }

    private static void startupKind(BackendManifest backend, ConsumerManifest consumer, Findings findings) {
        Object wanted = consumer.constraints().get("startup_kind");
        if (wanted == null) {
            return;
        }
        String name = wanted instanceof WireNamed constant ? constant.wireName() : String.valueOf(wanted);
        if (backend.startupKinds().stream().noneMatch(kind -> kind.wireName().equals(name))) {
            findings.add(
                    CompatibilityReason.STARTUP_KIND_UNSUPPORTED,
                    new Mismatch("startup_kind", name, words(backend.startupKinds())));
        }
    }

    /** Equality is strict, and what a manifest does not name is not there. Streaming first, as the most usual wish. */
    private static void capabilities(BackendManifest backend, ConsumerManifest consumer, Findings findings) {
        withAll(consumer.requiredCapabilities()).forEach((capability, wanted) -> {
            Support offered = backend.capabilities().getOrDefault(capability, Support.NO);
            if (wanted != offered) {
                findings.add(
                        capability == Capability.STREAMING
                                ? CompatibilityReason.MISSING_STREAMING
                                : CompatibilityReason.MISSING_CAPABILITY,
                        new Mismatch(capability.wireName(), word(wanted), word(offered)));
            }
        });
    }

    private static EnumMap<Capability, Support> withAll(Map<Capability, Support> some) {
        EnumMap<Capability, Support> ordered = new EnumMap<>(Capability.class);
        ordered.putAll(some);
        return ordered;
    }

    private static Compatibility fit(
            BackendManifest backend, ConsumerManifest consumer, ManagementMode mode, Protocol protocol) {
        List<String> warnings = withAll(consumer.optionalCapabilities()).entrySet().stream()
                .filter(wish -> backend.capabilities().getOrDefault(wish.getKey(), Support.NO) != wish.getValue())
                .map(wish -> wish.getKey().wireName())
                .toList();
        return new Compatibility(
                true,
                CompatibilityReason.PROTOCOL_MATCH,
                backend.runtimeKind(),
                mode,
                protocol,
                warnings,
                List.of(),
                List.of(),
                List.of(),
                MANIFEST,
                Map.of("backend", backend.backend(), "consumer", consumer.consumer()));
    }

    private static String words(Collection<? extends WireNamed> names) {
        return names.isEmpty()
                ? "none"
                : String.join(", ", names.stream().map(WireNamed::wireName).toList());
    }

    private static String word(Support support) {
        return switch (support) {
            case YES -> "true";
            case NO -> "false";
            case UNKNOWN -> "unknown";
        };
    }

    /** What does not fit, in the order of the rules; the first one is the reason. */
    private static final class Findings {
        private final List<Mismatch> mismatches = new ArrayList<>();
        private CompatibilityReason reason;

        void add(CompatibilityReason why, Mismatch mismatch) {
            reason = reason == null ? why : reason;
            mismatches.add(mismatch);
        }

        boolean isEmpty() {
            return mismatches.isEmpty();
        }

        Compatibility verdict(List<String> alternatives, Map<String, Object> metadata) {
            List<String> missing =
                    mismatches.stream().map(Mismatch::requirement).toList();
            return new Compatibility(
                    false, reason, null, null, null, List.of(), missing, mismatches, alternatives, MANIFEST, metadata);
        }
    }

    /** The mismatches in one sentence. */
    static String inWords(Compatibility answer) {
        String gaps = String.join(
                "; ",
                answer.mismatches().stream()
                        .map(gap -> String.format(
                                Locale.ROOT,
                                "%s: wanted %s, offered %s",
                                gap.requirement(),
                                gap.wanted(),
                                gap.offered()))
                        .toList());
        Object trouble = answer.metadata().get(FACTS);
        return trouble == null ? gaps : gaps + " (nothing is known about the model: " + trouble + ")";
    }
}
