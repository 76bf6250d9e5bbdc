// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.api.Capability;
import io.paddock.api.HealthStatus;
import io.paddock.api.Protocol;
import io.paddock.api.Support;
import io.paddock.spi.Health;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.OutputLine;
import io.paddock.spi.Probe;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Watches one llama-server. Nothing is published before the server that answers has shown that it is the one that was
 * launched: it wants a key, takes ours, and names our model.
 */
final class ServerDriver implements InstanceDriver {
    private final ServerCalls calls;
    private final ProcessSigns signs;
    private final Promise promise;
    private volatile ExitWords.Sign worst;

    ServerDriver(ServerCalls calls, ProcessSigns signs, Promise promise) {
        this.calls = calls;
        this.signs = signs;
        this.promise = promise;
    }

    /**
     * What the endpoint will be, once it is ready.
     *
     * @param alias name of its model
     * @param protocol how to talk to it
     * @param headers to send with each call; secrets
     * @param capabilities what is known before it runs
     * @param metadata facts for people
     */
    record Promise(
            String alias,
            Protocol protocol,
            Map<String, String> headers,
            Map<Capability, Support> capabilities,
            Map<String, Object> metadata) {
        /** Header values are secrets. */
        @Override
        public String toString() {
            return "Promise[" + alias + ", " + protocol + "]";
        }
    }

    @Override
    public Probe probe(Duration budget) {
        try {
            return look(new ServerCalls.Budget(budget));
        } catch (IOException e) {
            ExitWords.Sign sign = worst;
            return sign == null || !signs.gone()
                    ? pending("llama-server does not answer yet (" + said(e) + ")")
                    : new Probe.Failed(sign.sentence());
        }
    }

    private Probe look(ServerCalls.Budget budget) throws IOException {
        LoopbackAnswer health = calls.health(budget);
        if (health.status() == 503) {
            return pending("llama-server is loading the model"); // whatever else it says
        }
        if (health.status() != 200 && health.status() != 404) {
            return pending(refusal(health.status()));
        }
        LoopbackAnswer models = calls.models(budget);
        if (models.status() != 200) {
            return pending(models.status() == 503 ? "llama-server is loading the model" : refusal(models.status()));
        }
        if (!ServerCalls.names(models, promise.alias()) || !calls.asksForKey(budget)) {
            return pending("another server answers on the port of this llama-server");
        }
        return ready(calls.properties(budget));
    }

    private static String refusal(int status) {
        return status == 401 || status == 403
                ? "another server answers on the port of this llama-server: it refused our key (" + status + ")"
                : "the server on the port of this llama-server answered " + status;
    }

    private Probe pending(String because) {
        return new Probe.Pending(because, signs.progress());
    }

    private Probe ready(LoopbackAnswer properties) {
        Map<Capability, Support> capabilities = new EnumMap<>(promise.capabilities());
        Map<String, Object> metadata = new TreeMap<>(promise.metadata());
        if (properties.status() == 200) {
            narrow(properties.json(), capabilities, metadata);
        }
        return new Probe.Ready(
                URI.create(calls.url("/v1")),
                promise.headers(),
                promise.protocol(),
                calls.url("/health"),
                capabilities,
                metadata);
    }

    /** The server knows better than its help text what the model's template and its memory allow. */
    private static void narrow(JsonNode said, Map<Capability, Support> capabilities, Map<String, Object> metadata) {
        JsonNode tools = said.path("chat_template_caps").path("supports_tools");
        if (tools.isBoolean() && capabilities.get(Capability.TOOL_CALLING) == Support.UNKNOWN) {
            capabilities.put(Capability.TOOL_CALLING, tools.asBoolean() ? Support.YES : Support.NO);
        }
        JsonNode context = said.path("default_generation_settings").path("n_ctx");
        if (context.canConvertToInt() && context.asInt() > 0) {
            metadata.put("context_length", context.asInt());
        }
        JsonNode slots = said.path("total_slots");
        if (slots.canConvertToInt() && slots.asInt() > 0) {
            metadata.put("parallel", slots.asInt());
        }
    }

    @Override
    public Health check(Duration budget) {
        try {
            ServerCalls.Budget whole = new ServerCalls.Budget(budget);
            LoopbackAnswer health = calls.health(whole);
            signs.answered();
            return health.status() == 404 || health.status() == 200
                    ? judged(health, calls.models(whole))
                    : new Health(byStatus(health.status()), "llama-server answered " + health.status());
        } catch (SocketTimeoutException e) {
            return signs.stuck()
                    ? new Health(
                            HealthStatus.UNAVAILABLE,
                            "llama-server is silent and does not work: it is stuck or stopped")
                    : new Health(HealthStatus.DEGRADED, "llama-server took longer than the check may");
        } catch (IOException e) {
            return new Health(HealthStatus.UNAVAILABLE, "llama-server does not answer (" + said(e) + ")");
        }
    }

    private Health judged(LoopbackAnswer health, LoopbackAnswer models) {
        if (models.status() != 200) {
            return new Health(byStatus(models.status()), "llama-server answered " + models.status());
        }
        if (!ServerCalls.names(models, promise.alias())) {
            return new Health(HealthStatus.UNAVAILABLE, "another server answers on the port of this llama-server");
        }
        String words = health.status() == 404
                ? ""
                : health.json().path("status").asText("").toLowerCase(Locale.ROOT);
        if (words.contains("unavailable")) {
            return new Health(HealthStatus.UNAVAILABLE, "llama-server says that it is unavailable");
        }
        return words.contains("degraded")
                ? new Health(HealthStatus.DEGRADED, "llama-server says that it is degraded")
                : new Health(HealthStatus.HEALTHY, "");
    }

    /** Busy or loading again is not dead. */
    private static HealthStatus byStatus(int status) {
        return status >= 502 && status <= 504 ? HealthStatus.DEGRADED : HealthStatus.UNAVAILABLE;
    }

    /** Each line is progress; the clearest sign of trouble is kept for the day it is asked for. */
    @Override
    public void output(OutputLine line) {
        signs.wrote();
        ExitWords.Sign before = worst;
        ExitWords.sign(line.text())
                .filter(sign -> before == null || sign.rank() < before.rank())
                .ifPresent(sign -> worst = sign);
    }

    private static String said(IOException e) {
        return e.getClass().getSimpleName();
    }
}
