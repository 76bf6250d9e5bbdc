// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.Capability;
import io.paddock.api.Protocol;
import io.paddock.api.Support;
import io.paddock.spi.Health;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.Launched;
import io.paddock.spi.OutputLine;
import io.paddock.spi.Probe;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Watches one worker. */
final class WorkerDriver implements InstanceDriver {
    private static final String ENGINE_SAYS = "error loading model: ";

    private final WorkerHealth health;
    private final Promise promise;
    private volatile String engineSaid = "";

    WorkerDriver(Launched launched, Promise promise) {
        this.health = new WorkerHealth(launched.port(), launched.secret());
        this.promise = promise;
    }

    /**
     * What the endpoint will be, once it is ready.
     *
     * @param protocol how to talk to it
     * @param capabilities what it can do
     * @param metadata facts for people
     */
    record Promise(Protocol protocol, Map<Capability, Support> capabilities, Map<String, Object> metadata) {}

    @Override
    public Probe probe(Duration budget) {
        WorkerHealth.Answer answer;
        try {
            answer = health.ask(budget);
        } catch (IOException e) {
            return new Probe.Pending("the worker does not answer yet (" + said(e) + ")");
        }
        if (!answer.ours()) {
            return new Probe.Failed("another process answers on the worker's port; try again");
        }
        return switch (answer.status()) {
            case "ok" -> health.ready(promise);
            case "loading" -> new Probe.Pending("the worker is loading the model", answer.progress());
            case "failed" -> new Probe.Failed(failure(answer.error()));
            default -> new Probe.Failed("the worker said '" + answer.status() + "', which it never should");
        };
    }

    @Override
    public Health check(Duration budget) {
        return health.check("the worker", budget);
    }

    /** The engine says only here why it could not load a model. */
    @Override
    public void output(OutputLine line) {
        int at = line.text().indexOf(ENGINE_SAYS);
        if (at >= 0 && line.text().indexOf('/') < 0) {
            engineSaid = line.text().substring(at + ENGINE_SAYS.length());
        }
    }

    private String failure(String error) {
        return engineSaid.isEmpty() ? error : error + "; the engine said: " + engineSaid;
    }

    private static String said(IOException e) {
        return e.getClass().getSimpleName();
    }
}
