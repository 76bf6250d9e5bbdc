// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.Endpoints;
import io.paddock.api.Lease;
import io.paddock.api.VerbOutput;
import io.paddock.console.Arguments;
import io.paddock.console.Await;
import io.paddock.console.JsonText;
import io.paddock.console.Option;
import io.paddock.console.Usage;
import io.paddock.console.Verb;
import io.paddock.console.VerbRunner;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Renews a lease. */
@Component(service = Verb.class)
public final class RenewVerb implements Verb {
    private static final Usage USAGE = new Usage(
            "renew",
            "makes a lease last longer, counted from now",
            List.of(LeaseText.LEASE),
            List.of(LeaseText.OWNER, LeaseText.TTL, Option.JSON),
            """
            > paddock:renew l-8Jx2mQv0Tn6yKc4RfWb1 --ttl 5m
            Lease l-8Jx2mQv0Tn6yKc4RfWb1 renewed; it expires in 5m.
            """);

    private final Endpoints endpoints;
    private final Clock clock;

    @Activate
    public RenewVerb(@Reference Endpoints endpoints) {
        this(endpoints, Clock.systemUTC());
    }

    RenewVerb(Endpoints endpoints, Clock clock) {
        this.endpoints = endpoints;
        this.clock = clock;
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Arguments arguments, VerbOutput output) throws InterruptedException {
        String ref = arguments.operand(0).orElseThrow();
        Duration ttl = arguments.time(LeaseText.TTL).orElse(null);
        Lease lease = Await.answer(
                endpoints.renew(ref, LeaseText.owner(arguments), ttl), Await.PATIENCE, "Renewing the lease");
        output.out(
                arguments.has(Option.JSON)
                        ? JsonText.value(lease)
                        : "Lease " + ref + " renewed; it expires in " + LeaseText.expiresIn(lease, clock) + ".\n");
        return VerbRunner.OK;
    }
}
