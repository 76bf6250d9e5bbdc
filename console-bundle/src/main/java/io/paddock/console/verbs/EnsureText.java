// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.Compatibility;
import io.paddock.api.Endpoint;
import io.paddock.api.EnsureResult;
import io.paddock.api.WireNamed;
import io.paddock.console.Table;
import java.time.Clock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The answer to an ensure call as people read it. Header values are secrets and stay out. */
final class EnsureText {
    private EnsureText() {}

    static String of(EnsureResult result, Clock clock) {
        Endpoint endpoint = result.endpoint();
        Table table = Table.plain()
                .row("endpoint", endpoint.baseUrl())
                .row("model", endpoint.modelIdentity())
                .row("instance", result.instanceId() + " on " + endpoint.sourceRuntime())
                .row(
                        "lease",
                        result.lease().leaseRef() + ", owner " + result.lease().ownerRef())
                .row("expires in", LeaseText.expiresIn(result.lease(), clock))
                .row("reused", result.reused() ? "yes" : "no")
                .row("compatibility", agreed(result.compatibility()));
        if (!result.compatibility().warnings().isEmpty()) {
            table.row("warnings", String.join(", ", result.compatibility().warnings()));
        }
        if (!endpoint.headers().isEmpty()) {
            String names = endpoint.headers().keySet().stream().sorted().collect(Collectors.joining(", "));
            table.row("headers", names + " (--json shows the values)");
        }
        return table.text();
    }

    private static String agreed(Compatibility compatibility) {
        String agreement = Stream.<WireNamed>of(
                        compatibility.resolvedProtocol(), compatibility.resolvedManagementMode())
                .filter(part -> part != null)
                .map(WireNamed::wireName)
                .collect(Collectors.joining(", "));
        String reason = compatibility.reason().wireName();
        return agreement.isEmpty() ? reason : reason + ": " + agreement;
    }
}
