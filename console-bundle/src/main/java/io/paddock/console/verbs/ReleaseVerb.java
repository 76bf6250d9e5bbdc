// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.Endpoints;
import io.paddock.api.LeaseState;
import io.paddock.api.VerbOutput;
import io.paddock.console.Arguments;
import io.paddock.console.Await;
import io.paddock.console.JsonText;
import io.paddock.console.Option;
import io.paddock.console.Usage;
import io.paddock.console.Verb;
import io.paddock.console.VerbRunner;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Ends a lease. */
@Component(service = Verb.class)
public final class ReleaseVerb implements Verb {
    private static final Usage USAGE = new Usage(
            "release",
            "gives a lease back; a lease that is gone already is no failure",
            List.of(LeaseText.LEASE),
            List.of(LeaseText.OWNER, Option.JSON),
            """
            > paddock:release l-8Jx2mQv0Tn6yKc4RfWb1
            Lease l-8Jx2mQv0Tn6yKc4RfWb1 released.
            """);

    private final Endpoints endpoints;

    @Activate
    public ReleaseVerb(@Reference Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Arguments arguments, VerbOutput output) throws InterruptedException {
        String ref = arguments.operand(0).orElseThrow();
        Await.answer(endpoints.release(ref, LeaseText.owner(arguments)), Await.PATIENCE, "Releasing the lease");
        output.out(
                arguments.has(Option.JSON)
                        ? JsonText.value(Map.of("lease_ref", ref, "state", LeaseState.RELEASED))
                        : "Lease " + ref + " released.\n");
        return VerbRunner.OK;
    }
}
