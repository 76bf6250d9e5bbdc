// SPDX-License-Identifier: Apache-2.0
package io.paddock.example.consumer;

import io.paddock.api.ConsumerManifest;
import io.paddock.api.Endpoint;
import io.paddock.api.EndpointRequest;
import io.paddock.api.Endpoints;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.Lease;
import io.paddock.api.LeaseTerms;
import io.paddock.api.RequestContext;
import io.paddock.api.VerbOutput;
import io.paddock.console.Arguments;
import io.paddock.console.Await;
import io.paddock.console.Choice;
import io.paddock.console.Operand;
import io.paddock.console.Printable;
import io.paddock.console.Usage;
import io.paddock.console.Verb;
import io.paddock.console.VerbRunner;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Asks a model. The lease is held while the model answers and given back on every way out. */
@Component(service = Verb.class)
public final class AskVerb implements Verb {
    private static final Usage USAGE = new Usage(
            "ask-example",
            "asks a model with an OpenAI client, as any bundle could",
            List.of(
                    Operand.required("MODEL", Choice.MODEL, "the model"),
                    Operand.oneOrMore("PROMPT", Choice.ANYTHING, "what to ask")),
            List.of(),
            """
            > paddock:ask-example echo "one two three"
            one two three
            [echo at example-echo, lease released]
            """);

    private static final LeaseTerms TERMS = new LeaseTerms("example-consumer", Duration.ofMinutes(5));
    private static final Duration READY_WITHIN = Duration.ofMinutes(1);

    private final Endpoints endpoints;

    @Activate
    public AskVerb(@Reference Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Arguments arguments, VerbOutput output) throws InterruptedException {
        List<String> words = arguments.operands();
        EnsureResult granted = take(words.get(0));
        Endpoint endpoint = granted.endpoint();
        try {
            String prompt = String.join(" ", words.subList(1, words.size()));
            new ModelCall(endpoint).ask(prompt, piece -> output.out(Printable.lines(piece)));
        } finally {
            CompletableFuture<Void> released = giveBack(granted.lease());
            Await.answer(released, READY_WITHIN, "Releasing the lease");
        }
        output.out("\n[" + Printable.line(endpoint.modelIdentity()) + " at " + endpoint.sourceRuntime()
                + ", lease released]\n");
        return VerbRunner.OK;
    }

    /** Starts the model if nobody did yet, and waits until it answers. A lease that comes too late is given back. */
    private EnsureResult take(String model) throws InterruptedException {
        EnsureRequest request = new EnsureRequest(
                EndpointRequest.forModel(model),
                ConsumerManifest.anyChat(),
                RequestContext.none(),
                TERMS,
                READY_WITHIN);
        return Await.answer(
                endpoints.ensure(request),
                READY_WITHIN.plusSeconds(5), // the kernel's own "not in time" says more, so it comes first
                "Starting the model",
                late -> giveBack(late.lease()));
    }

    private CompletableFuture<Void> giveBack(Lease lease) {
        return endpoints.release(lease.leaseRef(), lease.ownerRef());
    }
}
