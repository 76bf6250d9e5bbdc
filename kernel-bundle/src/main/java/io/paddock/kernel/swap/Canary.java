// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.api.Endpoint;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Protocol;
import io.paddock.api.SwapTerms;
import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Overrun;
import io.paddock.kernel.work.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The first request to a candidate, in the first protocol that its model can: a candidate that answers nothing, nothing
 * valid or not what is expected does not get any other request. Thread-safe; runs on a worker.
 */
final class Canary {
    static final Duration USUAL = Duration.ofSeconds(60);

    private static final int MOST_BYTES = 1 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** The first client of a JVM takes a while to build, which is not the candidate's fault. */
    private static final Duration CLIENT_TAKES = Duration.ofSeconds(30);

    private final Workers workers;
    private volatile HttpClient client; // made when first needed: it owns a thread

    Canary(Workers workers) {
        this.workers = workers;
    }

    /** Fails with {@link ErrorCode#CANARY_FAILED}. */
    CompletableFuture<Void> ask(Endpoint endpoint, SwapTerms terms) {
        Duration limit = terms.canaryWithin() == null ? USUAL : terms.canaryWithin();
        CompletableFuture<Void> answer = new CompletableFuture<>();
        Completion.on(
                workers.call("canary client", CLIENT_TAKES, this::http)
                        .answer()
                        .thenCompose(ready -> workers.call(
                                        "canary " + endpoint.sourceRuntimeRef(),
                                        limit,
                                        () -> askAll(endpoint, terms, limit))
                                .answer()),
                (fault, failure) -> {
                    if (failure instanceof Overrun) {
                        answer.completeExceptionally(
                                failed(endpoint, "did not answer its canary within " + limit.toMillis() + " ms"));
                    } else if (failure != null) {
                        answer.completeExceptionally(
                                failed(endpoint, "could not be asked its canary: " + failure.getMessage()));
                    } else if (fault.isPresent()) {
                        answer.completeExceptionally(failed(endpoint, "failed its canary: " + fault.get()));
                    } else {
                        answer.complete(null);
                    }
                });
        return answer;
    }

    private static InferenceException failed(Endpoint endpoint, String words) {
        return new InferenceException(ErrorCode.CANARY_FAILED, endpoint.sourceRuntimeRef() + " " + words);
    }

    /** A model that cannot chat may complete texts, or turn them into vectors: only then is it asked for that. */
    private Optional<String> askAll(Endpoint endpoint, SwapTerms terms, Duration limit)
            throws IOException, InterruptedException {
        String refused = null;
        for (Protocol protocol : Stream.concat(Stream.of(endpoint.protocol()), Stream.of(Protocol.values()))
                .distinct()
                .toList()) {
            CanaryQuestion question = new CanaryQuestion(protocol);
            HttpResponse<InputStream> answer =
                    http().send(request(endpoint, question, terms, limit), HttpResponse.BodyHandlers.ofInputStream());
            byte[] body;
            try (InputStream in = answer.body()) {
                body = in.readNBytes(MOST_BYTES);
            }
            if (answer.statusCode() == 200) {
                return question.fault(body, terms.canaryExpects());
            }
            if (!question.unknownTo(answer.statusCode(), body)) {
                return Optional.of("it answered with status " + answer.statusCode());
            }
            refused = refused == null ? "it refused with status " + answer.statusCode() : refused;
        }
        return Optional.of(refused);
    }

    private static HttpRequest request(Endpoint endpoint, CanaryQuestion question, SwapTerms terms, Duration limit) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint.baseUrl() + question.path()))
                .timeout(limit)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        question.body(endpoint.modelIdentity(), terms.canaryPrompt())));
        endpoint.headers().forEach(request::setHeader);
        return request.build();
    }

    private synchronized HttpClient http() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT)
                    .executor(workers)
                    .build();
        }
        return client;
    }
}
