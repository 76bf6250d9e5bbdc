// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.Endpoints;
import io.paddock.api.Lease;
import io.paddock.api.VerbOutput;
import io.paddock.console.Arguments;
import io.paddock.console.JsonText;
import io.paddock.console.Option;
import io.paddock.console.Table;
import io.paddock.console.Usage;
import io.paddock.console.Verb;
import io.paddock.console.VerbRunner;
import java.time.Clock;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lists the live leases. */
@Component(service = Verb.class)
public final class LeasesVerb implements Verb {
    private static final Usage USAGE =
            new Usage("leases", "lists the live leases", List.of(), List.of(Option.JSON), """
            > paddock:leases
            REF                     OWNER    MODEL         INSTANCE           EXPIRES IN
            l-8Jx2mQv0Tn6yKc4RfWb1  console  paddock-demo  llamacpp-3f9a2c-1         42s
            """);

    private final Endpoints endpoints;
    private final Clock clock;

    @Activate
    public LeasesVerb(@Reference Endpoints endpoints) {
        this(endpoints, Clock.systemUTC());
    }

    LeasesVerb(Endpoints endpoints, Clock clock) {
        this.endpoints = endpoints;
        this.clock = clock;
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Arguments arguments, VerbOutput output) {
        List<Lease> list = endpoints.leases();
        if (arguments.has(Option.JSON)) {
            output.out(JsonText.list(list));
        } else if (list.isEmpty()) {
            output.out("No leases. Get one with: paddock:ensure MODEL\n");
        } else {
            Table table = Table.headed("REF", "OWNER", "MODEL", "INSTANCE", ">EXPIRES IN");
            list.forEach(lease -> table.row(
                    lease.leaseRef(),
                    lease.ownerRef(),
                    lease.modelIdentity(),
                    lease.instanceId(),
                    LeaseText.expiresIn(lease, clock)));
            output.out(table.text());
        }
        return VerbRunner.OK;
    }
}
