// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.paddock.spi.EndpointKey;
import io.paddock.spi.state.Kept;
import io.paddock.spi.state.KeptLease;
import io.paddock.spi.state.WantedInstance;
import io.paddock.wire.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keys and bodies of what is kept. Bodies are the wire's JSON. Thread-safe. */
final class StateForms {
    private static final String LEASE = "lease/";
    private static final String INSTANCE = "instance/";

    private final WireJson json = new WireJson();

    static String key(String leaseRef) {
        return LEASE + leaseRef;
    }

    static String key(EndpointKey endpoint) {
        return INSTANCE + endpoint.backend() + "/" + endpoint.digest();
    }

    byte[] body(Object value) {
        return json.write(value).getBytes(UTF_8);
    }

    /** Everything that was kept. */
    Kept kept(Map<String, byte[]> entries) throws DamagedState {
        List<KeptLease> leases = new ArrayList<>();
        List<WantedInstance> instances = new ArrayList<>();
        try {
            entries.forEach((key, body) -> {
                if (key.startsWith(LEASE)) {
                    leases.add(json.read(body, KeptLease.class));
                } else {
                    instances.add(json.read(body, WantedInstance.class));
                }
            });
        } catch (RuntimeException e) {
            throw new DamagedState("an entry has a form that is not known", e);
        }
        return new Kept(leases, instances, null);
    }
}
