// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.paddock.api.ErrorCode;
import io.paddock.api.ErrorKind;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.wire.WireJson;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request under way, and the one answer it gets. Asynchronous from the start: no method waits for the client. Used by
 * one thread at a time, which may change.
 */
final class Call {
    static final String REQUEST_ID = "X-Request-Id";

    private static final Logger LOG = LoggerFactory.getLogger(Call.class);
    private static final Pattern SANE_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final WireJson json;
    private final String requestId;
    private final AsyncContext async;
    private final ClientLink link;
    private final AtomicBoolean answered = new AtomicBoolean();
    private Map<String, String> variables = Map.of();
    private volatile boolean admin;
    private volatile boolean bodyTaken;

    Call(HttpServletRequest request, HttpServletResponse response, WireJson json) {
        this.request = request;
        this.response = response;
        this.json = json;
        String given = request.getHeader(REQUEST_ID);
        this.requestId = given != null && SANE_ID.matcher(given).matches()
                ? given
                : Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
        response.setHeader(REQUEST_ID, requestId);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        this.async = request.startAsync(request, response);
        async.setTimeout(0);
        this.link = new JettyClientLink(request);
    }

    HttpServletRequest request() {
        return request;
    }

    HttpServletResponse response() {
        return response;
    }

    String requestId() {
        return requestId;
    }

    /** What can be seen of the client while nothing is written to it. */
    ClientLink link() {
        return link;
    }

    /** Whether the request carries the admin token. */
    boolean isAdmin() {
        return admin;
    }

    void openForAdmin() {
        admin = true;
    }

    void variables(Map<String, String> segments) {
        variables = segments;
    }

    void header(String name, String value) {
        response.setHeader(name, value);
    }

    /** A segment of the path, decoded. */
    String variable(String name) {
        return decode(variables.get(name));
    }

    /** A parameter of the URL, decoded, or null. */
    String query(String name) {
        List<String> values = queries().get(name);
        return values == null ? null : values.get(0);
    }

    /** The parameters of the URL, decoded, each with its values in order. Never looks into the body. */
    Map<String, List<String>> queries() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        String query = request.getQueryString();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                all.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
            }
        }
        return all;
    }

    /** Where this client reaches the gateway: at the base URL that is configured, or at the one it used. */
    URI gatewayUrl(URI publicBaseUrl) {
        String base = publicBaseUrl != null
                ? publicBaseUrl.toString()
                : request.getScheme() + "://" + request.getHeader("Host");
        return URI.create(base + "/v1");
    }

    /** The whole body, read without holding a thread. Fails with {@code body_too_large} above {@code limit} bytes. */
    CompletableFuture<byte[]> body(int limit) {
        bodyTaken = true;
        return BodyReader.read(request, limit);
    }

    /** The body of a control request. */
    CompletableFuture<byte[]> body() {
        return body(WireJson.MAX_BYTES);
    }

    /** Sends an answer. The first one counts. */
    void reply(Answer answer) {
        if (answered.compareAndSet(false, true)) {
            sendAfterBody(answer);
        }
    }

    /** Answers with a failure, in the form that the route's clients know. */
    void fail(Throwable failure) {
        if (!answered.compareAndSet(false, true)) {
            LOG.debug("{} failed after its answer", requestId, failure);
            return;
        }
        Problem problem = Problems.of(failure);
        log(problem, failure);
        Problems.retryAfterSeconds(problem).ifPresent(wait -> header("Retry-After", Long.toString(wait)));
        sendAfterBody(failed(problem));
    }

    /** The body and status for a failure, for those who write to the client themselves. */
    Answer failed(Problem problem) {
        int status = Problems.status(problem.code());
        return isGateway()
                ? Answer.json(status, json.openAiError(problem))
                : new Answer(status, "application/problem+json", json.problem(problem, status, requestId));
    }

    /** Takes the answer over from this call: afterwards {@link #reply} and {@link #fail} do nothing. */
    boolean takeOver() {
        return answered.compareAndSet(false, true);
    }

    /** Runs {@code task} when the container ends the exchange by itself, or has seen its end. */
    void onContainerEnd(Runnable task) {
        async.addListener(new AsyncListener() {
            @Override
            public void onComplete(AsyncEvent event) {
                task.run();
            }

            @Override
            public void onTimeout(AsyncEvent event) {
                task.run();
            }

            @Override
            public void onError(AsyncEvent event) {
                task.run();
            }

            @Override
            public void onStartAsync(AsyncEvent event) {
                event.getAsyncContext().addListener(this);
            }
        });
    }

    /** Ends the exchange, once the answer was written. */
    void complete() {
        link.release(() -> {
            try {
                async.complete();
            } catch (IllegalStateException e) {
                LOG.debug("{} was over already", requestId, e);
            }
        });
    }

    void log(Problem problem, Throwable failure) {
        String line = request.getMethod() + " " + request.getRequestURI() + " "
                + problem.code().wireName();
        if (problem.code().kind() == ErrorKind.KERNEL) {
            LOG.error("{} {}", requestId, line, failure);
        } else if (problem.code().kind() == ErrorKind.BACKEND) {
            LOG.warn("{} {}: {} ({})", requestId, line, problem.detail(), String.valueOf(failure.getCause()));
        } else {
            LOG.debug("{} {}: {}", requestId, line, problem.detail());
        }
    }

    /**
     * A body that nobody wanted is let in and thrown away first: the container cuts the connection behind an answer that
     * comes before the body, and a client that goes on with that connection would lose its next request.
     */
    private void sendAfterBody(Answer answer) {
        if (bodyTaken || !announcesBody()) {
            send(answer);
        } else {
            CompletableFuture<?> unused = body(0).whenComplete((none, thrownAway) -> send(answer));
        }
    }

    private boolean announcesBody() {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    private void send(Answer answer) {
        try {
            response.setStatus(answer.status());
            if (answer.contentType() == null) {
                complete();
            } else {
                response.setContentType(answer.contentType());
                byte[] bytes = answer.bytes();
                response.setContentLength(bytes.length);
                AnswerWriter.write(this, bytes);
            }
        } catch (IllegalStateException e) {
            LOG.debug("{} lost its client before the answer", requestId, e);
            complete();
        }
    }

    private boolean isGateway() {
        return request.getRequestURI().startsWith("/v1/");
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InferenceException(ErrorCode.MALFORMED_REQUEST, "the URL has a broken percent escape");
        }
    }
}
