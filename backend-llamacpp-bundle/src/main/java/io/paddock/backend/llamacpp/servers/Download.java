// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.servers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches an archive from a URL into a file: bounded in size, in time, and in how long the server may be silent. */
final class Download {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Set<String> WEB = Set.of("http", "https");
    private static final long LOOK_EVERY_MS = 50;

    private final Limits limits;
    private final Patience patience;

    Download(Limits limits, Patience patience) {
        this.limits = limits;
        this.patience = patience;
    }

    /** The URL, if it is one that can be fetched. */
    static URI url(String place) {
        URI url;
        try {
            url = URI.create(place);
        } catch (IllegalArgumentException e) {
            throw Refusal.of("place", "the URL is not well-formed");
        }
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        boolean web = WEB.contains(scheme) && url.getHost() != null;
        if (!web && !(scheme.equals("file") && url.getPath() != null)) {
            throw Refusal.of("place", "only http, https and file URLs can be fetched");
        }
        if (url.getUserInfo() != null) {
            throw Refusal.of("place", "a URL with a password is refused; fetch the archive first, then add the file");
        }
        return url;
    }

    /** Fetches into {@code file}, which is new. */
    void fetch(URI url, Path file) {
        try {
            if ("file".equalsIgnoreCase(url.getScheme())) {
                copy(url, file);
            } else {
                web(url, file);
            }
        } catch (IOException e) {
            throw Refusal.failed("fetching the archive", e);
        }
    }

    private void copy(URI url, Path file) throws IOException {
        Path source = Path.of(URI.create("file://" + url.getRawPath()));
        if (!Files.isRegularFile(source)) {
            throw Refusal.of("place", "there is no file at that URL");
        }
        size(Files.size(source));
        Files.copy(source, file);
    }

    private void web(URI url, Path file) throws IOException {
        // Redirects that leave https are not followed.
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        HttpRequest request =
                HttpRequest.newBuilder(url).timeout(limits.silence()).GET().build();
        try (FileBody body = new FileBody(file, limits.archiveBytes())) {
            CompletableFuture<HttpResponse<Void>> answer = client.sendAsync(request, head -> {
                body.status(head.statusCode());
                return HttpResponse.BodySubscribers.fromSubscriber(body);
            });
            try {
                await(answer, body);
            } finally {
                answer.cancel(true);
                body.stop();
            }
        }
    }

    private void await(CompletableFuture<HttpResponse<Void>> answer, FileBody body) throws IOException {
        long seen = -1;
        long since = System.nanoTime();
        while (true) {
            try {
                answer.get(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
                body.check();
                return;
            } catch (TimeoutException e) {
                patience.check();
                body.check();
                long now = System.nanoTime();
                since = body.received() == seen ? since : now;
                seen = body.received();
                if (now - since > limits.silence().toNanos()) {
                    throw Refusal.of(
                            "place",
                            "the server has sent nothing for "
                                    + limits.silence().toSeconds() + " s");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                patience.check();
            } catch (ExecutionException e) {
                body.check();
                throw Refusal.of(
                        "place",
                        "the server could not be reached, or broke off ("
                                + e.getCause().getClass().getSimpleName() + ")");
            }
        }
    }

    private void size(long bytes) {
        if (bytes > limits.archiveBytes()) {
            throw FileBody.tooLarge(limits.archiveBytes());
        }
    }
}
