// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.InstanceSnapshot;
import io.paddock.api.Instances;
import io.paddock.api.VerbOutput;
import io.paddock.console.Arguments;
import io.paddock.console.JsonText;
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
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lists the instances. */
@Component(service = Verb.class)
public final class InstancesVerb implements Verb {
    private static final Usage USAGE = new Usage(
            "instances", "lists the live instances and those that failed lately", List.of(), List.of(Option.JSON), """
            > paddock:instances
            ID                 BACKEND   MODEL         STATE  HEALTH   LEASES     AGE  DETAIL
            llamacpp-3f9a2c-1  llamacpp  paddock-demo  ready  healthy       1  3m 12s  pid 4711
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
