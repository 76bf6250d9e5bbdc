// SPDX-License-Identifier: Apache-2.0
package io.paddock.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.api.BackendManifest;
import io.paddock.api.Compatibility;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.Endpoint;
import io.paddock.api.EndpointRequest;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.Lease;
import io.paddock.api.Problem;
import java.util.Set;

/** The records that other systems know as contracts: on the wire each says which version of the contract it follows. */
final class Contracts {
    /** The field that says so. An {@link EndpointRequest} has it as a component of its own. */
    static final String VERSION = "contract_version";

    private static final Set<Class<?>> TYPES = Set.of(
            BackendManifest.class,
            Compatibility.class,
            ConsumerManifest.class,
            Endpoint.class,
            InstanceSnapshot.class,
            Lease.class);

    private Contracts() {}

    static boolean include(Class<?> type) {
        return TYPES.contains(type);
    }

    /** Refuses every version but ours; an absent one is ours. */
    static void check(JsonNode version, String path) {
        boolean ours = version == null
                || version.isNull()
                || (version.isTextual() && version.textValue().equals(EndpointRequest.CONTRACT_VERSION));
        if (!ours) {
            throw new InferenceException(Problem.ofField(
                    ErrorCode.UNSUPPORTED_CONTRACT_VERSION,
                    path,
                    "the only contract version is '" + EndpointRequest.CONTRACT_VERSION + "'"));
        }
    }
}
