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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys and bodies of what is kept. Bodies are the wire's JSON. Thread-safe. */
final class StateForms {
    private static final Logger LOG = LoggerFactory.getLogger(StateForms.class);
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

    /**
     * What could be read.
     *
     * @param kept what was kept
     * @param strange keys of entries that are as they were written, and yet not understood
     */
    record Read(Kept kept, List<String> strange) {}

    /** Everything that was kept. One lease with a context beyond all bounds must not cost the others. */
    Read read(Map<String, byte[]> entries) throws DamagedState {
        List<KeptLease> leases = new ArrayList<>();
        List<WantedInstance> instances = new ArrayList<>();
        List<String> strange = new ArrayList<>();
        entries.forEach((key, body) -> {
            try {
                if (key.startsWith(LEASE)) {
                    leases.add(json.read(body, KeptLease.class));
                } else {
                    instances.add(json.read(body, WantedInstance.class));
                }
            } catch (RuntimeException e) {
                LOG.warn("an entry of the kept state is not understood", e);
                strange.add(key);
            }
        });
        if (!strange.isEmpty() && strange.size() == entries.size()) {
            throw new DamagedState("nothing in it is understood");
        }
        String warning = strange.isEmpty()
                ? null
                : strange.size() + " of " + entries.size()
                        + " entries of the kept state are not understood and were left out";
        return new Read(new Kept(leases, instances, warning), strange);
    }
}
