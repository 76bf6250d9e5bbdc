// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.StartupPlan;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keys of what stands behind an alias: one endpoint for the alias, whatever it stands for, and one variant of its
 * instances for each thing that it stood for. Pure.
 */
public final class AliasKeys {
    private static final String NONE = "";

    private AliasKeys() {}

    /** The endpoint of an alias. */
    public static EndpointKey endpoint(String backend, String alias) {
        return EndpointKey.of(backend, Map.of("paddock.alias", alias));
    }

    /** The plan for a wish, for the endpoint of the alias when there is one; a plan that is null stays so. */
    public static StartupPlan keyed(InstanceSpec spec, StartupPlan plan) {
        if (spec.alias() == null || plan == null) {
            return plan;
        }
        EndpointKey key = endpoint(plan.key().backend(), spec.alias());
        return plan.fold(
                spawn -> new StartupPlan.Spawn(key, spawn.model(), spawn.launch(), spawn.timings(), spawn.driver()),
                embed -> new StartupPlan.Embed(key, embed.model(), embed.timings(), embed.driver()),
                attach -> new StartupPlan.Attach(key, attach.model(), attach.timings(), attach.driver()));
    }

    /** What tells apart the instances of one alias: what it stands for, as text. Empty without an alias. */
    public static String variant(InstanceSpec spec) {
        return spec.alias() == null
                ? NONE
                : EndpointKey.of(spec.backend(), behaviour(spec)).digest();
    }

    private static Map<String, Object> behaviour(InstanceSpec spec) {
        Map<String, Object> all = new TreeMap<>();
        all.put("model", String.valueOf(spec.model()));
        all.put("options", spec.options());
        return all;
    }
}
