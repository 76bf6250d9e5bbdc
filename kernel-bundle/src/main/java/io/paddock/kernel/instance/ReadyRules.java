// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.BackendManifest;
import io.paddock.api.Capability;
import io.paddock.api.Support;
import io.paddock.spi.Probe;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether what a driver calls ready can be published: it must be callable and keep what the manifest says. Pure. */
final class ReadyRules {
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "[::]", "[::0]", "[0:0:0:0:0:0:0:0]");

    private ReadyRules() {}

    /** The first rule that {@code ready} breaks, in words. */
    static Optional<String> broken(BackendManifest manifest, Probe.Ready ready) {
        return callable(ready.baseUrl())
                .or(() -> protocol(manifest, ready))
                .or(() -> capabilities(manifest, ready.capabilities()));
    }

    private static Optional<String> callable(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme) || url.getHost() == null) {
            return Optional.of("its base URL is not an absolute http or https URL with a host");
        }
        if (url.getUserInfo() != null) {
            return Optional.of("its base URL carries user info, which belongs into headers");
        }
        return WILDCARDS.contains(url.getHost())
                ? Optional.of("its base URL names a wildcard address, which nobody can call")
                : Optional.empty();
    }

    private static Optional<String> protocol(BackendManifest manifest, Probe.Ready ready) {
        return manifest.protocols().contains(ready.protocol())
                ? Optional.empty()
                : Optional.of("it answers in protocol " + ready.protocol().wireName()
                        + ", which the manifest does not declare");
    }

    /** An unknown may be narrowed by the instance; a yes or no of the manifest may not be contradicted. */
    private static Optional<String> capabilities(BackendManifest manifest, Map<Capability, Support> offered) {
        return offered.entrySet().stream()
                .filter(entry ->
                        contradicts(manifest.capabilities().getOrDefault(entry.getKey(), Support.NO), entry.getValue()))
                .map(entry -> "its capability " + entry.getKey().wireName() + " contradicts the manifest")
                .sorted()
                .findFirst();
    }

    private static boolean contradicts(Support declared, Support offered) {
        return declared != Support.UNKNOWN && declared != offered;
    }
}
