// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.subject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The calls of a runtime's REST interface that the benchmarks make. Thread-safe. */
public final class PaddockApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PROBE_WITHIN = Duration.ofSeconds(2);
    private static final Duration LISTED_WITHIN = Duration.ofSeconds(30);
    private static final long POLL_NANOS = 20_000_000;
    private static final Duration CALL_WITHIN = Duration.ofMinutes(2);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI root;

    /** The interface at {@code root}, for example {@code http://127.0.0.1:8080}. */
    public PaddockApi(URI root) {
        this.root = root;
    }

    /**
     * A granted endpoint.
     *
     * @param instanceId the instance behind it
     * @param leaseRef its lease
     * @param ownerRef who owns the lease
     * @param baseUrl the instance's own base URL
     * @param headers to send to the instance; values are secrets
     */
    public record Granted(
            String instanceId, String leaseRef, String ownerRef, URI baseUrl, Map<String, String> headers) {
        /** Header values are not printed. */
        @Override
        public String toString() {
            return "Granted[" + instanceId + " at " + baseUrl + "]";
        }
    }

    /** The gateway's base URL. */
    public URI gateway() {
        return root.resolve("/v1");
    }

    /** The status of a GET, 0 when nobody answers. */
    public int status(String path) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(root.resolve(path))
                    .timeout(PROBE_WITHIN)
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Leases an endpoint for a model, starting an instance when there is none. */
    public Granted ensure(String model) throws IOException, InterruptedException {
        String body = "{\"request\":{\"model_preference\":{\"id\":\"" + model + "\"}}}";
        JsonNode answer = send(201, request("/api/v1/endpoints").POST(HttpRequest.BodyPublishers.ofString(body)));
        Map<String, String> headers = new HashMap<>();
        answer.at("/endpoint/headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return new Granted(
                answer.at("/instance_id").asText(),
                answer.at("/lease/lease_ref").asText(),
                answer.at("/lease/owner_ref").asText(),
                URI.create(answer.at("/endpoint/base_url").asText()),
                headers);
    }

    /** Gives a lease back. */
    public void release(Granted granted) throws IOException, InterruptedException {
        String path = "/api/v1/leases/" + granted.leaseRef() + "?owner_ref=" + granted.ownerRef();
        send(204, request(path).DELETE());
    }

    /** Waits until the gateway lists {@code model}, at most half a minute. */
    public void awaitListed(String model) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LISTED_WITHIN.toNanos();
        while (!lists(model)) {
            if (deadline - System.nanoTime() < 0) {
                throw new IOException("the gateway does not list " + model);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private boolean lists(String model) throws IOException, InterruptedException {
        for (JsonNode each : send(200, request("/v1/models")).path("data")) {
            if (each.path("id").asText().equals(model)) {
                return true;
            }
        }
        return false;
    }

    /** The instance as its snapshot; a missing node when there is none any more. */
    public JsonNode instance(String id, String adminToken) throws IOException, InterruptedException {
        HttpResponse<String> answer = answer(admin("/api/v1/instances/" + id, adminToken));
        return answer.statusCode() == 404 ? JSON.missingNode() : json(200, answer);
    }

    /** What happened to an instance, oldest first. */
    public JsonNode events(String instanceId, String adminToken) throws IOException, InterruptedException {
        String path = "/api/v1/events?instance=" + instanceId;
        return json(200, answer(admin(path, adminToken))).path("items");
    }

    /** Stops an instance now, whoever holds a lease on it. */
    public void stop(String id, String adminToken) throws IOException, InterruptedException {
        HttpResponse<String> answer = answer(
                admin("/api/v1/instances/" + id + "?force=true", adminToken).DELETE());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("stopping " + id + " answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    /** What happened after the event of that number (0: all that is remembered), oldest first. */
    public JsonNode eventsAfter(long number, String adminToken) throws IOException, InterruptedException {
        return json(200, answer(admin("/api/v1/events?limit=1000&after=" + number, adminToken)))
                .path("items");
    }

    /** Keeps a lease. */
    public void renew(Granted granted) throws IOException, InterruptedException {
        String body = "{\"owner_ref\":\"" + granted.ownerRef() + "\",\"ttl_ms\":60000}";
        send(
                200,
                request("/api/v1/leases/" + granted.leaseRef() + "/renew")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /**
     * Swaps a backend to the bundle in a file and waits for the end, at most two minutes.
     *
     * @param terms members of a JSON object, for example how long the new one is compared with the old one
     * @return the swap, done or undone
     */
    public JsonNode swap(String backend, Path jar, String terms, String adminToken)
            throws IOException, InterruptedException {
        String body = "{\"backend\":\"" + backend + "\",\"source\":\"" + jar + "\",\"terms\":{" + terms + "}}";
        String path = "/api/v1/swaps/"
                + json(202, answer(admin("/api/v1/swaps", adminToken).POST(HttpRequest.BodyPublishers.ofString(body))))
                        .path("swap_id")
                        .asText();
        long deadline = System.nanoTime() + CALL_WITHIN.toNanos();
        while (System.nanoTime() - deadline < 0) {
            JsonNode swap = json(200, answer(admin(path, adminToken)));
            if (swap.hasNonNull("ended_at_ms")) {
                return swap;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new IOException("the swap did not end");
    }

    private HttpRequest.Builder admin(String path, String adminToken) {
        return request(path).header("Authorization", "Bearer " + adminToken);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(root.resolve(path))
                .timeout(CALL_WITHIN)
                .header("Content-Type", "application/json");
    }

    private JsonNode send(int expected, HttpRequest.Builder request) throws IOException, InterruptedException {
        return json(expected, answer(request));
    }

    private HttpResponse<String> answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode json(int expected, HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() != expected) {
            throw new IOException(answer.uri().getPath() + " answered " + answer.statusCode() + " instead of "
                    + expected + ": " + answer.body());
        }
        return answer.body().isEmpty() ? JSON.missingNode() : JSON.readTree(answer.body());
    }
}
