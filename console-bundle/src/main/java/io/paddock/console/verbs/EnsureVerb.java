// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.Backends;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.EndpointRequest;
import io.paddock.api.Endpoints;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.InstanceResult;
import io.paddock.api.Instances;
import io.paddock.api.LeaseRequest;
import io.paddock.api.LeaseTerms;
import io.paddock.api.ModelPreference;
import io.paddock.api.Models;
import io.paddock.api.RequestContext;
import io.paddock.api.TargetPreference;
import io.paddock.api.VerbOutput;
import io.paddock.console.Arguments;
import io.paddock.console.Await;
import io.paddock.console.Choice;
import io.paddock.console.JsonText;
import io.paddock.console.Operand;
import io.paddock.console.Option;
import io.paddock.console.Usage;
import io.paddock.console.UsageException;
import io.paddock.console.Verb;
import io.paddock.console.VerbRunner;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Resolves an endpoint and leases it. */
@Component(service = Verb.class)
public final class EnsureVerb implements Verb {
    private static final Option BACKEND =
            Option.value("--backend", "ID", Choice.BACKEND, "the backend that must serve it");
    private static final Option OPTION = Option.value(
                    "--option",
                    "NAME=VALUE",
                    Choice.BACKEND_OPTION,
                    "an option that the backend declares; may be repeated")
            .orMore();
    private static final Option WAIT =
            Option.value("--wait", "TIME", Choice.ANYTHING, "how long to wait until it is ready (default: 2m)");
    private static final Option INSTANCE =
            Option.value("--instance", "ID", Choice.INSTANCE, "lease this instance; nothing is started");
    private static final Option NO_LEASE =
            Option.flag("--no-lease", "only have it ready; it stays as long as its backend lets it be idle");
    private static final Usage USAGE = new Usage(
            "ensure",
            "resolves an endpoint for a model, starts what it needs and leases it",
            List.of(Operand.optional("MODEL", Choice.MODEL, "the model, as paddock:models shows it")),
            List.of(BACKEND, OPTION, INSTANCE, NO_LEASE, LeaseText.OWNER, LeaseText.TTL, WAIT, Option.JSON),
            """
            > paddock:ensure paddock-demo --ttl 5m
            endpoint       http://127.0.0.1:41377/v1
            model          paddock-demo
            instance       llamacpp-3f9a2c81b04d-1 on llamacpp
            lease          lease-7c1e0b9d4f2a83561e0c9b7da4f35286, owner console
            expires in     5m
            reused         no
            compatibility  protocol_match: openai_chat_completions, runtime_managed
            """);

    private final Leasing leasing;
    private final Instances instances;
    private final ModelLookup models;
    private final OptionValues optionValues;
    private final Clock clock;

    @Activate
    public EnsureVerb(
            @Reference Endpoints endpoints,
            @Reference Backends backends,
            @Reference Models models,
            @Reference Instances instances) {
        this(endpoints, backends, models, instances, Clock.systemUTC());
    }

    EnsureVerb(Endpoints endpoints, Backends backends, Models models, Instances instances, Clock clock) {
        this.instances = instances;
        this.leasing = new Leasing(endpoints);
        this.models = new ModelLookup(models);
        this.optionValues = new OptionValues(backends);
        this.clock = clock;
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Arguments arguments, VerbOutput output) throws InterruptedException {
        if (arguments.has(NO_LEASE)) {
            return start(arguments, output);
        }
        EnsureResult result =
                arguments.value(INSTANCE).isPresent() ? lease(arguments) : leasing.take(request(arguments));
        output.out(arguments.has(Option.JSON) ? JsonText.ensured(result) : EnsureText.of(result, clock));
        return VerbRunner.OK;
    }

    private int start(Arguments arguments, VerbOutput output) throws InterruptedException {
        if (arguments.value(INSTANCE).isPresent()) {
            throw new UsageException("--instance leases and --no-lease does not: give one of them.");
        }
        EnsureRequest request = request(arguments);
        InstanceResult result =
                Await.answer(instances.start(request), request.patience().plus(Leasing.MARGIN), "Starting the model");
        String reused = result.reused() ? " was there" : " was started";
        output.out(
                arguments.has(Option.JSON)
                        ? JsonText.value(result)
                        : "Instance " + result.instance().instanceId() + reused + "; it is "
                                + result.instance().lifecycleStatus().wireName() + " and not leased.\n");
        return VerbRunner.OK;
    }

    private EnsureResult lease(Arguments arguments) throws InterruptedException {
        if (arguments.operand(0).isPresent() || arguments.value(BACKEND).isPresent()) {
            throw new UsageException("--instance says it all: leave out the model and the backend.");
        }
        LeaseRequest request = new LeaseRequest(
                ConsumerManifest.anyChat(), RequestContext.none(), terms(arguments), patience(arguments));
        return leasing.take(instances.lease(arguments.value(INSTANCE).orElseThrow(), request), request.patience());
    }

    private static LeaseTerms terms(Arguments arguments) {
        return new LeaseTerms(
                LeaseText.owner(arguments), arguments.time(LeaseText.TTL).orElse(LeaseTerms.DEFAULT_TTL));
    }

    private static Duration patience(Arguments arguments) {
        return arguments.time(WAIT).orElse(Await.PATIENCE);
    }

    private EnsureRequest request(Arguments arguments) throws InterruptedException {
        String model = arguments.operand(0).orElse(null);
        String backend = arguments.value(BACKEND).orElse(null);
        if (model == null && backend == null) {
            throw new UsageException("Name a model or a backend.");
        }
        TargetPreference target =
                new TargetPreference(null, backend, null, null, options(arguments, model, backend), Map.of());
        return new EnsureRequest(
                new EndpointRequest(null, target, model == null ? null : new ModelPreference(model), null),
                ConsumerManifest.anyChat(),
                RequestContext.none(),
                terms(arguments),
                patience(arguments));
    }

    private Map<String, Object> options(Arguments arguments, String model, String backend) throws InterruptedException {
        List<String> assignments = arguments.values(OPTION);
        return assignments.isEmpty() ? Map.of() : optionValues.read(assignments, optionsOf(model, backend));
    }

    private String optionsOf(String model, String backend) throws InterruptedException {
        if (backend != null) {
            return backend;
        }
        List<String> offering = models.backendsOf(model);
        if (offering.size() == 1) {
            return offering.get(0);
        }
        throw new UsageException("--option needs --backend, because "
                + (offering.isEmpty() ? "no backend lists " : "several backends list ") + model + ".");
    }
}
