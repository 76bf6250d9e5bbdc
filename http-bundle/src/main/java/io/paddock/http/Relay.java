// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.paddock.api.CallOutcome;
import io.paddock.api.Endpoint;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.api.Protocol;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One gateway request from its body to its last byte: reads the body, ensures the model, sends the body on, and lets a
 * {@link Pump} bring the answer back. Holds no thread while it waits for any of these. Whatever ends it, it ends once:
 * the engine is cut if it still works, the lease is given back, the place is free.
 *
 * <p>A client that leaves is noticed while the request waits for the model, while the engine is silent and while bytes
 * flow, streamed or not; the engine is cut at once.
 */
final class Relay implements Pump.Outcome, UpstreamCall.Receiver {
    /** How long a client may take nothing while there is something for it. */
    private static final Duration CLIENT_STALL = Duration.ofMinutes(1);

    /** From this status on it is the engine's fault, but for those that speak of what the client wrote. */
    private static final int BROKEN = 400;

    private static final Set<Integer> CLIENTS_FAULT = Set.of(400, 413, 422);

    private static final List<String> COPIED =
            List.of("Content-Type", "Content-Length", "Content-Encoding", "Retry-After");

    private final Call call;
    private final Gateway gateway;
    private final Protocol protocol;
    private final String path;
    private final LeaseHold lease;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile CompletableFuture<EnsureResult> ensuring;
    private volatile UpstreamCall upstream;
    private volatile Pump pump;
    private volatile boolean givenUp;
    private volatile boolean events;
    private volatile int status;
    private volatile long sent; // as System.nanoTime
    private volatile Duration firstByte; // null until it came

    /** @param path what follows the engine's base URL */
    Relay(Call call, Gateway gateway, Protocol protocol, String path) {
        this.call = call;
        this.gateway = gateway;
        this.protocol = protocol;
        this.path = path;
        this.lease = gateway.newHold();
    }

    void begin() {
        call.onContainerEnd(this::cut);
        var unused = call.body(gateway.maxBodyBytes()).thenAccept(this::ensure).exceptionally(this::refuse);
    }

    /** Ends without an answer; the connection is cut. */
    void cut() {
        end(() -> {
            call.link().cut();
            call.complete();
        });
    }

    /** Ends with an error when nothing moved for that long, and without one when not even the error moves. */
    void endIfSilentFor(long nanos) {
        Pump pumping = pump;
        if (pumping == null) {
            return;
        }
        long still = System.nanoTime() - pumping.lastMove();
        if (pumping.waitsForClient() && still > CLIENT_STALL.toNanos()) {
            cut();
        }
        if (still < nanos) {
            return;
        }
        if (givenUp) {
            cut();
        } else {
            givenUp = true;
            pumping.onError(new HttpTimeoutException("nothing came for too long"));
        }
    }

    private void ensure(byte[] body) {
        RequestHead head = RequestHead.of(body);
        ModelNames.check("model", head.model());
        call.link().watch(() -> gateway.execute(this::cut));
        call.link().allowSilence();
        CompletableFuture<EnsureResult> granted = gateway.ensure(call.requestId(), head, protocol);
        ensuring = granted;
        if (over.get()) {
            granted.cancel(true);
        }
        var unused = granted.thenCompose(result -> gateway.clients()
                        .of(result.endpoint())
                        .thenAccept(client -> send(result, client, named(head, result.endpoint(), body))))
                .exceptionally(this::refuse);
    }

    /** An engine knows its model by the model's own name; any other name is one that it may know too. */
    private static byte[] named(RequestHead head, Endpoint endpoint, byte[] body) {
        return head.model().equals(endpoint.metadata().get("alias"))
                ? head.naming(endpoint.modelIdentity(), body)
                : body;
    }

    private void send(EnsureResult result, HttpClient client, byte[] body) {
        if (!lease.take(result.lease())) {
            return;
        }
        HttpRequest request = request(result.endpoint(), body);
        if (openPump()) {
            UpstreamCall sending = new UpstreamCall(client, request, this);
            upstream = sending;
            sent = System.nanoTime();
            if (!over.get()) {
                sending.send();
            }
        }
    }

    /** Opens it before there is anything to pump, so that the first byte need not wait for it. False when it is too late. */
    private boolean openPump() {
        if (!call.takeOver()) {
            return false;
        }
        try {
            Pump pumping = new Pump(call.response().getOutputStream(), this);
            pump = pumping;
            pumping.open();
            return true;
        } catch (IOException | IllegalStateException e) {
            clientLeft(e);
            return false;
        }
    }

    private HttpRequest request(Endpoint endpoint, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint.baseUrl() + path))
                .header("Content-Type", "application/json")
                .header(Call.REQUEST_ID, call.requestId())
                .POST(BodyPublishers.ofByteArray(body));
        endpoint.headers().forEach(request::setHeader);
        return request.build();
    }

    @Override
    public Flow.Subscriber<List<ByteBuffer>> head(ResponseInfo head) {
        if (!over.get()) {
            HttpServletResponse response = call.response();
            status = head.statusCode();
            response.setStatus(status);
            for (String name : COPIED) {
                head.headers().firstValue(name).ifPresent(value -> response.setHeader(name, value));
            }
            String type = head.headers().firstValue("Content-Type").orElse("");
            events = type.startsWith("text/event-stream");
            boolean countedOrCoded = head.headers().firstValue("Content-Length").isPresent()
                    || head.headers().firstValue("Content-Encoding").isPresent();
            if (type.startsWith("application/json") && !countedOrCoded) {
                pump.skipLeadingBlanks();
            }
        }
        return pump; // also when it is over: only a subscriber can end the answer
    }

    @Override
    public void failed(Throwable cause) {
        pump.onError(cause);
    }

    /** An engine that answers is alive, however long its health check takes. */
    @Override
    public void arrived() {
        if (firstByte == null) {
            firstByte = Duration.ofNanos(System.nanoTime() - sent);
        }
        lease.progressed();
    }

    @Override
    public void answered() {
        lease.reported(new CallOutcome(status < BROKEN || CLIENTS_FAULT.contains(status), firstByte));
    }

    @Override
    public void relayed() {
        // the container may go on to the next request, which is not for a thread that reads from engines
        end(() -> gateway.execute(call::complete));
    }

    /** Before the first byte there is an error to send; after it, the client must see that the answer is cut. */
    @Override
    public void upstreamBroke(Throwable cause, boolean wrote) {
        lease.reported(new CallOutcome(false, firstByte));
        InferenceException failure = upstreamFailed(cause);
        Answer failed = call.failed(failure.problem());
        call.log(failure.problem(), failure);
        if (!wrote) {
            call.response().setStatus(failed.status());
            call.response().setHeader("Content-Encoding", null);
            call.response().setContentType(failed.contentType());
            call.response().setContentLength(failed.bytes().length);
            pump.finish(failed.bytes(), this::relayed);
        } else if (events) {
            String event = "\n\ndata: " + failed.text() + "\n\n";
            pump.finish(event.getBytes(UTF_8), this::cut);
        } else {
            cut();
        }
    }

    @Override
    public void clientLeft(Throwable cause) {
        cut();
    }

    private Void refuse(Throwable failure) {
        end(() -> call.fail(failure));
        return null;
    }

    private void end(Runnable clientSide) {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        CompletableFuture<EnsureResult> waiting = ensuring;
        if (waiting != null) {
            waiting.cancel(true);
        }
        Pump pumping = pump;
        if (pumping != null) {
            pumping.stop(); // first, so that what the cancelling causes is not taken for a failure
        }
        UpstreamCall sending = upstream;
        if (sending != null) {
            sending.cancel();
        }
        lease.close();
        gateway.left(this);
        clientSide.run();
    }

    private static InferenceException upstreamFailed(Throwable cause) {
        return new InferenceException(
                Problem.of(ErrorCode.UPSTREAM_FAILED, "the model's engine broke off or cannot be reached; try again"),
                cause);
    }
}
