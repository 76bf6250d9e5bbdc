// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import static java.util.stream.Collectors.joining;

import io.paddock.api.BackendVerdict;
import io.paddock.api.Backends;
import io.paddock.api.Capability;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.EndpointRequest;
import io.paddock.api.EnsureRequest;
import io.paddock.api.Explanation;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Mismatch;
import io.paddock.api.ModelPreference;
import io.paddock.api.RequestContext;
import io.paddock.api.Support;
import io.paddock.api.TargetPreference;
import io.paddock.api.VerbOutput;
import io.paddock.api.WireNamed;
import io.paddock.console.Arguments;
import io.paddock.console.Await;
import io.paddock.console.Choice;
import io.paddock.console.JsonText;
import io.paddock.console.Operand;
import io.paddock.console.Option;
import io.paddock.console.ProblemText;
import io.paddock.console.Table;
import io.paddock.console.Usage;
import io.paddock.console.UsageException;
import io.paddock.console.Verb;
import io.paddock.console.VerbRunner;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Says what ensure would do. */
@Component(service = Verb.class)
public final class ExplainVerb implements Verb {
    private static final Option BACKEND =
            Option.value("--backend", "ID", Choice.BACKEND, "this backend only (default: all of them, the best first)");
    private static final Option OPTION = Option.value(
                    "--option", "NAME=VALUE", Choice.BACKEND_OPTION, "an option of the named backend; may be repeated")
            .orMore();
    private static final Option REQUIRE = Option.value(
                    "--require",
                    "CAPABILITY",
                    Choice.CAPABILITY,
                    "what the endpoint must be able to do; may be repeated")
            .orMore();
    private static final Usage USAGE = new Usage(
            "explain",
            "says what ensure would do for a model or a backend, and why; starts and leases nothing",
            List.of(Operand.optional("MODEL", Choice.MODEL, "the model, as paddock:models shows it")),
            List.of(BACKEND, OPTION, REQUIRE, Option.JSON),
            """
            > paddock:explain paddock-demo
            BACKEND   WOULD   MODEL    INSTANCE                 WHY
            llamacpp  join    offered  llamacpp-3f9a2c81b04d-1  protocol_match
            ollama    refuse  unknown  -                        engine_unavailable: backend 'ollama' cannot work here
            """);

    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final String NAME = "console";

    private final Backends backends;
    private final OptionValues optionValues;

    @Activate
    public ExplainVerb(@Reference Backends backends) {
        this.backends = backends;
        this.optionValues = new OptionValues(backends);
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Arguments arguments, VerbOutput output) throws InterruptedException {
        Explanation told = Await.answer(backends.explain(question(arguments)), WITHIN, "Asking the backends");
        if (arguments.has(Option.JSON)) {
            output.out(JsonText.value(told));
        } else if (told.items().isEmpty()) {
            output.out("No backends. Install one with: feature:install paddock-backend-llamacpp\n");
        } else {
            output.out(table(told));
        }
        return VerbRunner.OK;
    }

    private EnsureRequest question(Arguments arguments) {
        String model = arguments.operand(0).orElse(null);
        String backend = arguments.value(BACKEND).orElse(null);
        if (model == null && backend == null) {
            throw new UsageException("Name a model or a backend.");
        }
        List<String> assignments = arguments.values(OPTION);
        if (backend == null && !assignments.isEmpty()) {
            throw new UsageException("--option needs --backend.");
        }
        Map<String, Object> options = assignments.isEmpty() ? Map.of() : optionValues.read(assignments, backend);
        return new EnsureRequest(
                new EndpointRequest(
                        null,
                        new TargetPreference(null, backend, null, null, options, Map.of()),
                        model == null ? null : new ModelPreference(model),
                        null),
                consumer(arguments),
                RequestContext.none(),
                new LeaseTerms(NAME, null),
                null);
    }

    private static ConsumerManifest consumer(Arguments arguments) {
        Map<Capability, Support> required = new EnumMap<>(Capability.class);
        arguments.values(REQUIRE).forEach(name -> required.put(capability(name), Support.YES));
        ConsumerManifest any = ConsumerManifest.anyChat();
        return new ConsumerManifest(
                any.consumer(),
                any.acceptedRuntimeKinds(),
                any.acceptedManagementModes(),
                any.acceptedProtocols(),
                required,
                Map.of(),
                Map.of(),
                Map.of());
    }

    private static Capability capability(String name) {
        return WireNamed.parse(Capability.class, name)
                .orElseThrow(() -> new UsageException("--require: '" + name + "' is not one of "
                        + Arrays.stream(Capability.values())
                                .map(Capability::wireName)
                                .collect(joining(", "))
                        + "."));
    }

    private static String table(Explanation told) {
        Table table = Table.headed("BACKEND", "WOULD", "MODEL", "INSTANCE", "WHY");
        for (BackendVerdict verdict : told.items()) {
            String why = verdict.problem() == null
                    ? verdict.compatibility().reason().wireName()
                    : ProblemText.line(verdict.problem());
            table.row(verdict.backend(), verdict.action().wireName(), model(told, verdict), verdict.instanceId(), why);
            verdict.compatibility().mismatches().forEach(gap -> table.note(words(gap)));
            List<String> others = verdict.compatibility().alternatives();
            if (!others.isEmpty()) {
                table.note("would fit: " + String.join(", ", others));
            }
        }
        return table.text();
    }

    private static String model(Explanation told, BackendVerdict verdict) {
        if (told.model() == null) {
            return null;
        }
        return verdict.modelOffered() == null ? "unknown" : verdict.modelOffered() ? "offered" : "not listed";
    }

    private static String words(Mismatch gap) {
        return gap.requirement() + ": wanted " + gap.wanted() + ", offered " + gap.offered();
    }
}
