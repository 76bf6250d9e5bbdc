// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.Instances;
import io.paddock.api.VerbOutput;
import io.paddock.console.Arguments;
import io.paddock.console.Choice;
import io.paddock.console.JsonText;
import io.paddock.console.Operand;
import io.paddock.console.Option;
import io.paddock.console.ProblemText;
import io.paddock.console.Table;
import io.paddock.console.Times;
import io.paddock.console.Usage;
import io.paddock.console.Verb;
import io.paddock.console.VerbRunner;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lists the instances, or shows one. */
@Component(service = Verb.class)
public final class InstancesVerb implements Verb {
    private static final Usage USAGE = new Usage(
            "instances",
            "lists the live instances and those that failed lately, or shows one with its endpoint",
            List.of(Operand.optional("ID", Choice.INSTANCE, "one instance")),
            List.of(Option.JSON),
            """
            > paddock:instances
            ID                       BACKEND   MODEL         STATE  HEALTH   LEASES     AGE  DETAIL
            llamacpp-3f9a2c81b04d-1  llamacpp  paddock-demo  ready  healthy       1  3m 12s  pid 4711
            """);

    private final Instances instances;
    private final Clock clock;

    @Activate
    public InstancesVerb(@Reference Instances instances) {
        this(instances, Clock.systemUTC());
    }

    InstancesVerb(Instances instances, Clock clock) {
        this.instances = instances;
        this.clock = clock;
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Arguments arguments, VerbOutput output) {
        Optional<String> id = arguments.operand(0);
        if (id.isPresent()) {
            InstanceSnapshot one = find(id.get());
            output.out(arguments.has(Option.JSON) ? JsonText.value(one) : text(one));
            return VerbRunner.OK;
        }
        List<InstanceSnapshot> list = instances.list();
        if (arguments.has(Option.JSON)) {
            output.out(JsonText.list(list));
        } else if (list.isEmpty()) {
            output.out("No instances. Start one with: paddock:ensure MODEL\n");
        } else {
            output.out(table(list));
        }
        return VerbRunner.OK;
    }

    private InstanceSnapshot find(String id) {
        return instances
                .find(id)
                .orElseThrow(() -> new InferenceException(
                        ErrorCode.INSTANCE_NOT_FOUND, "there is no instance '" + id + "'; list the instances"));
    }

    private String text(InstanceSnapshot one) {
        return Table.plain()
                .row("instance", one.instanceId() + " on " + one.backend() + " " + one.backendVersion())
                .row(
                        "state",
                        one.lifecycleStatus().wireName() + ", "
                                + one.healthStatus().wireName())
                .row("endpoint", one.endpoint() == null ? null : one.endpoint().baseUrl())
                .row("model", one.modelIdentity())
                .row(
                        "startup",
                        one.startupKind().wireName() + ", "
                                + one.managementMode().wireName())
                .row("leases", one.leaseCount())
                .row("age", age(one))
                .row("detail", detail(one))
                .text();
    }

    private String table(List<InstanceSnapshot> list) {
        Table table = Table.headed("ID", "BACKEND", "MODEL", "STATE", "HEALTH", ">LEASES", ">AGE", "DETAIL");
        for (InstanceSnapshot instance : list) {
            table.row(
                    instance.instanceId(),
                    instance.backend(),
                    instance.modelIdentity(),
                    instance.lifecycleStatus().wireName(),
                    instance.healthStatus().wireName(),
                    instance.leaseCount(),
                    age(instance),
                    detail(instance));
        }
        return table.text();
    }

    private String age(InstanceSnapshot instance) {
        return instance.insertedAt() == null
                ? null
                : Times.shown(Duration.between(instance.insertedAt(), clock.instant()));
    }

    private static String detail(InstanceSnapshot instance) {
        if (instance.lastError() != null) {
            return ProblemText.line(instance.lastError());
        }
        String process = instance.pid() == null ? "" : "pid " + instance.pid();
        if (instance.detail() == null || instance.detail().isBlank()) {
            return process.isEmpty() ? null : process;
        }
        return process.isEmpty() ? instance.detail() : process + ", " + instance.detail();
    }
}
