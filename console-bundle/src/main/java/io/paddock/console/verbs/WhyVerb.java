// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.Cause;
import io.paddock.api.CauseChain;
import io.paddock.api.Events;
import io.paddock.api.VerbOutput;
import io.paddock.console.Arguments;
import io.paddock.console.Choice;
import io.paddock.console.JsonText;
import io.paddock.console.Operand;
import io.paddock.console.Option;
import io.paddock.console.Printable;
import io.paddock.console.Usage;
import io.paddock.console.Verb;
import io.paddock.console.VerbRunner;
import java.time.ZoneId;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Says why an instance or a lease is as it is. */
@Component(service = Verb.class)
public final class WhyVerb implements Verb {
    private static final Usage USAGE = new Usage(
            "why",
            "says why an instance or a lease is as it is, also when it is gone",
            List.of(Operand.required("ID", Choice.INSTANCE_OR_LEASE, "an instance, or the whole ref of a lease")),
            List.of(Option.JSON),
            """
            > paddock:why llamacpp-3f9a2c81b04d-1
            llamacpp-3f9a2c81b04d-1 is ready and healthy
                 14:02:10.377  llamacpp-3f9a2c81b04d-1 became ready: it answers and is well
              <- 14:02:09.812  llamacpp-3f9a2c81b04d-1 was started: it was its turn to start
              <- 14:02:09.810  llamacpp-3f9a2c81b04d-1 was planned: 'run-123' asked for paddock-demo (spawned, generation 1)
              <- 14:01:55.020  backend 'llamacpp' was registered: a service with this id appeared (version 0.1.0)
            """);

    private static final String LEASE = "lease-";

    private final Events events;
    private final ZoneId zone;

    @Activate
    public WhyVerb(@Reference Events events) {
        this(events, ZoneId.systemDefault());
    }

    WhyVerb(Events events, ZoneId zone) {
        this.events = events;
        this.zone = zone;
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Arguments arguments, VerbOutput output) {
        String id = arguments.operand(0).orElseThrow();
        CauseChain chain = id.startsWith(LEASE) ? events.whyLease(id) : events.whyInstance(id);
        output.out(arguments.has(Option.JSON) ? JsonText.value(chain) : text(chain));
        return VerbRunner.OK;
    }

    private String text(CauseChain chain) {
        StringBuilder text = new StringBuilder(Printable.line(chain.text())).append('\n');
        String arrow = "     ";
        for (Cause cause : chain.items()) {
            text.append(arrow)
                    .append(ClockText.of(cause.at(), zone))
                    .append("  ")
                    .append(Printable.line(cause.text()))
                    .append('\n');
            arrow = "  <- ";
        }
        return chain.complete()
                ? text.toString()
                : text.append("  <- (no longer remembered)\n").toString();
    }
}
