// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.BackendManifest;
import io.paddock.api.Capability;
import io.paddock.api.Endpoint;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.Protocol;
import io.paddock.api.RuntimeKind;
import io.paddock.api.Support;
import io.paddock.api.TargetClass;
import io.paddock.spi.Probe;
import java.util.EnumMap;
import java.util.Map;

/** What the world sees of one instance: its endpoint and its snapshot. Pure. */
final class Publication {
    private Publication() {}

    /** The endpoint behind a ready probe; an {@link InferenceException} when the probe tells an untruth. */
    static Endpoint endpoint(InstanceIdentity identity, Probe.Ready ready) {
        ReadyRules.broken(identity.manifest(), ready).ifPresent(rule -> {
            throw new InferenceException(ErrorCode.UNTRUTHFUL_PLAN, identity.id() + " cannot be published: " + rule);
        });
        return new Endpoint(
                identity.key().endpoint().toString(),
                identity.generation(),
                RuntimeKind.SERVICE,
                identity.managementMode(),
                TargetClass.SELF_HOSTED_ENDPOINT,
                ready.protocol(),
                ready.baseUrl(),
                ready.headers(),
                identity.backend(),
                identity.model(),
                identity.backend(),
                identity.id(),
                null,
                ready.healthRef(),
                null,
                capabilities(identity.manifest(), ready.capabilities()),
                metadata(identity, ready));
    }

    /** With the alias that it was brought up for. */
    private static Map<String, Object> metadata(InstanceIdentity identity, Probe.Ready ready) {
        Map<String, Object> all = PlainValues.map(ready.metadata());
        if (identity.spec().alias() != null) {
            all.put("alias", identity.spec().alias());
        }
        return all;
    }

    /** What the instance says over what the manifest says. */
    private static Map<Capability, Support> capabilities(BackendManifest manifest, Map<Capability, Support> offered) {
        Map<Capability, Support> all = new EnumMap<>(Capability.class);
        all.putAll(manifest.capabilities());
        all.putAll(offered);
        return all;
    }

    /** The endpoint in the protocol that was agreed with one consumer. */
    static Endpoint inProtocol(Endpoint endpoint, Protocol agreed) {
        if (agreed == null || agreed == endpoint.protocol()) {
            return endpoint;
        }
        return new Endpoint(
                endpoint.endpointId(),
                endpoint.endpointGeneration(),
                endpoint.runtimeKind(),
                endpoint.managementMode(),
                endpoint.targetClass(),
                agreed,
                endpoint.baseUrl(),
                endpoint.headers(),
                endpoint.providerIdentity(),
                endpoint.modelIdentity(),
                endpoint.sourceRuntime(),
                endpoint.sourceRuntimeRef(),
                endpoint.leaseRef(),
                endpoint.healthRef(),
                endpoint.boundaryRef(),
                endpoint.capabilities(),
                endpoint.metadata());
    }

    static InstanceSnapshot snapshot(InstanceIdentity identity, View view, int leases, Long pid) {
        return new InstanceSnapshot(
                identity.id(),
                identity.backend(),
                identity.manifest().version(),
                identity.model(),
                identity.startupKind(),
                identity.managementMode(),
                view.state(),
                view.health(),
                view.detail(),
                leases,
                view.endpoint() == null
                        ? null
                        : view.endpoint().withoutSecrets().at(identity.generation()),
                identity.generation(),
                pid,
                identity.insertedAt(),
                view.readyAt() == null ? null : view.readyAt().wall(),
                view.lastError(),
                view.facts());
    }
}
