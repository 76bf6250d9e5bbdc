// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.Endpoints;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Lease;
import io.paddock.api.VerbOutput;
import io.paddock.console.Arguments;
import io.paddock.console.Choice;
import io.paddock.console.JsonText;
import io.paddock.console.Operand;
import io.paddock.console.Option;
import io.paddock.console.Table;
import io.paddock.console.Usage;
import io.paddock.console.UsageException;
import io.paddock.console.Verb;
import io.paddock.console.VerbRunner;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lists the live leases, or shows one. */
@Component(service = Verb.class)
public final class LeasesVerb implements Verb {
    private static final Option OWNER = Option.value("--owner", "REF", Choice.ANYTHING, "only those of this owner");
    private static final Option INSTANCE =
            Option.value("--instance", "ID", Choice.INSTANCE, "only those on this instance");
    private static final Usage USAGE = new Usage(
            "leases",
            "lists the live leases, or shows one, also when it ended lately",
            List.of(Operand.optional("LEASE", Choice.LEASE, "the whole ref of one lease")),
            List.of(OWNER, INSTANCE, Option.JSON),
            """
            > paddock:leases
            REF                                     OWNER    MODEL         INSTANCE                 EXPIRES IN
            lease-7c1e0b9d4f2a83561e0c9b7da4f35286  console  paddock-demo  llamacpp-3f9a2c81b04d-1         42s
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
        Optional<String> ref = arguments.operand(0);
        if (ref.isPresent()) {
            return one(ref.get(), arguments, output);
        }
        Optional<String> owner = arguments.value(OWNER);
        Optional<String> instance = arguments.value(INSTANCE);
        List<Lease> list = endpoints.leases().stream()
                .filter(lease -> owner.isEmpty() || lease.ownerRef().equals(owner.get()))
                .filter(lease -> instance.isEmpty() || lease.instanceId().equals(instance.get()))
                .toList();
        if (arguments.has(Option.JSON)) {
            output.out(JsonText.list(list));
        } else if (list.isEmpty()) {
            boolean all = owner.isEmpty() && instance.isEmpty();
            output.out(all ? "No leases. Get one with: paddock:ensure MODEL\n" : "No such leases.\n");
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

    private int one(String ref, Arguments arguments, VerbOutput output) {
        if (arguments.value(OWNER).isPresent() || arguments.value(INSTANCE).isPresent()) {
            throw new UsageException("Name one lease, or say whose leases, not both.");
        }
        Lease lease = endpoints
                .lease(ref)
                .orElseThrow(() -> new InferenceException(
                        ErrorCode.LEASE_NOT_FOUND, "there is no such lease, or its owner gave it back"));
        output.out(arguments.has(Option.JSON) ? JsonText.value(lease) : LeaseText.of(lease, clock));
        return VerbRunner.OK;
    }
}
