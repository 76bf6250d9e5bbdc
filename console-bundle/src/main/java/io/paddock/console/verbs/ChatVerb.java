// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.ConsumerManifest;
import io.paddock.api.Endpoint;
import io.paddock.api.EndpointRequest;
import io.paddock.api.Endpoints;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Models;
import io.paddock.api.RequestContext;
import io.paddock.api.VerbOutput;
import io.paddock.console.Arguments;
import io.paddock.console.Await;
import io.paddock.console.Choice;
import io.paddock.console.JsonText;
import io.paddock.console.Operand;
import io.paddock.console.Option;
import io.paddock.console.Printable;
import io.paddock.console.Times;
import io.paddock.console.Usage;
import io.paddock.console.Verb;
import io.paddock.console.VerbRunner;
import io.paddock.console.chat.ChatClient;
import io.paddock.console.chat.ChatRequest;
import io.paddock.console.chat.ChatSummary;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Asks a model and prints its answer as it comes. The lease is held while it runs and given back on every way out. */
@Component(service = Verb.class)
public final class ChatVerb implements Verb {
    private static final Usage USAGE = new Usage(
            "chat",
            "asks a model and prints the answer as it comes",
            List.of(
                    Operand.optional("MODEL", Choice.MODEL, "the model; without it the bundled or the only one"),
                    Operand.oneOrMore("PROMPT", Choice.ANYTHING, "what to ask")),
            List.of(ChatLine.MODEL, ChatLine.SYSTEM, ChatLine.MAX_TOKENS, ChatLine.TEMPERATURE, Option.JSON),
            """
            > paddock:chat "What is a lease?"
            A lease is the right to use an endpoint until it expires or is given back.
            [paddock-demo: 19 tokens, 61.3 tokens/s, first token after 48ms]
            """);

    private static final String OWNER = "console-chat";

    private final ModelLookup models;
    private final Leasing leasing;
    private final ChatClient client;

    @Activate
    public ChatVerb(@Reference Endpoints endpoints, @Reference Models models) {
        this(endpoints, models, Await.PATIENCE);
    }

    /** @param silence how long the engine may send nothing */
    ChatVerb(Endpoints endpoints, Models models, Duration silence) {
        this.models = new ModelLookup(models);
        this.leasing = new Leasing(endpoints);
        this.client = new ChatClient(silence);
    }

    /** Breaks off the answers that still run. */
    @Deactivate
    public void close() {
        client.close();
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Arguments arguments, VerbOutput output) throws InterruptedException {
        ChatLine line = ChatLine.of(arguments, models);
        EnsureResult granted = leasing.take(request(line.model()));
        try {
            if (arguments.has(Option.JSON)) {
                output.out(JsonText.value(client.ask(granted.endpoint(), line.request(), piece -> {})));
            } else {
                stream(granted.endpoint(), line.request(), output);
            }
        } finally {
            leasing.giveBack(granted.lease());
        }
        return VerbRunner.OK;
    }

    private static EnsureRequest request(String model) {
        return new EnsureRequest(
                EndpointRequest.forModel(model),
                ConsumerManifest.anyChat(),
                RequestContext.none(),
                new LeaseTerms(OWNER, null), // no TTL: it ends with the verb
                Await.PATIENCE);
    }

    private void stream(Endpoint endpoint, ChatRequest request, VerbOutput output) throws InterruptedException {
        StreamedText text = new StreamedText(output);
        ChatSummary summary;
        try {
            summary = client.ask(endpoint, request, text::print);
        } finally {
            text.endLine(); // also when it was broken off, so that the message starts a line
        }
        output.out(speed(summary));
    }

    private static String speed(ChatSummary summary) {
        String rate = summary.tokensPerSecond() == null
                ? ""
                : String.format(Locale.ROOT, ", %.1f tokens/s", summary.tokensPerSecond());
        String first = summary.timeToFirstToken() == null
                ? ""
                : ", first token after " + Times.shown(summary.timeToFirstToken());
        String cut = "length".equals(summary.finishReason()) ? ", cut at the longest answer" : "";
        return "[" + Printable.line(summary.model()) + ": " + summary.completionTokens() + " tokens" + rate + first
                + cut + "]\n";
    }
}
