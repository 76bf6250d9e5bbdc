// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.Lease;
import io.paddock.console.Arguments;
import io.paddock.console.Choice;
import io.paddock.console.Operand;
import io.paddock.console.Option;
import io.paddock.console.ProblemText;
import io.paddock.console.Table;
import io.paddock.console.Times;
import java.time.Clock;
import java.time.Duration;

/** What the verbs that deal with leases have in common. */
final class LeaseText {
    /** Whose lease it is. */
    static final Option OWNER =
            Option.value("--owner", "REF", Choice.ANYTHING, "owner of the lease (default: " + LeaseText.CONSOLE + ")");
    /** How long it lasts. */
    static final Option TTL = Option.value(
            "--ttl", "TIME", Choice.ANYTHING, "how long the lease lasts without renewal, 1ms to 24h (default: 1m)");
    /** Which one. */
    static final Operand LEASE = Operand.required("LEASE", Choice.LEASE, "the lease, as paddock:leases shows it");

    private static final String CONSOLE = "console";

    private LeaseText() {}

    /** The owner that the line names, else the console. */
    static String owner(Arguments arguments) {
        return arguments.value(OWNER).orElse(CONSOLE);
    }

    /** The time that is left, or {@code never}. */
    static String expiresIn(Lease lease, Clock clock) {
        return lease.expiresAt() == null ? "never" : Times.shown(Duration.between(clock.instant(), lease.expiresAt()));
    }

    /** One lease as people read it. */
    static String of(Lease lease, Clock clock) {
        Table table = Table.plain()
                .row("lease", lease.leaseRef() + ", owner " + lease.ownerRef())
                .row("state", lease.state().wireName())
                .row("expires in", expiresIn(lease, clock))
                .row("model", lease.modelIdentity())
                .row("instance", lease.instanceId() + " on " + lease.backend())
                .row("generation", lease.endpointGeneration());
        if (lease.cause() != null) {
            table.row("because", ProblemText.line(lease.cause()));
        }
        return table.text();
    }
}
