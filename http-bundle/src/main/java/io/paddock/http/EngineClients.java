// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import io.paddock.api.Endpoint;
import io.paddock.api.EndpointTrust;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;

/** The clients that call engines: one for all that the JVM trusts, one for each backend with a trust of its own. Thread-safe. */
final class EngineClients {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private record Trusting(EndpointTrust trust, CompletableFuture<HttpClient> client) {}

    private final Executor threads;
    private final CompletableFuture<HttpClient> common;
    private final List<Trusting> own = new CopyOnWriteArrayList<>();

    /** @param threads build the clients: the first one of a JVM takes a while, and the start shall not wait for it */
    EngineClients(Executor threads) {
        this.threads = threads;
        this.common = open(null);
    }

    /** The client for {@code endpoint}. Of several trusts for its backend the oldest counts, as of several backends. */
    CompletableFuture<HttpClient> of(Endpoint endpoint) {
        for (Trusting one : own) {
            if (one.trust().backend().equals(endpoint.sourceRuntime())) {
                return one.client();
            }
        }
        return common;
    }

    void bind(EndpointTrust trust) {
        own.add(new Trusting(trust, open(trust.tls())));
    }

    void unbind(EndpointTrust trust) {
        own.removeIf(one -> one.trust() == trust);
    }

    private CompletableFuture<HttpClient> open(SSLContext tls) {
        return CompletableFuture.supplyAsync(
                () -> {
                    HttpClient.Builder client = HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .connectTimeout(CONNECT)
                            .executor(Runnable::run); // on the thread that reads: whoever takes an answer never blocks
                    return (tls == null ? client : client.sslContext(tls)).build();
                },
                threads);
    }
}
