// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.ErrorCode;
import io.paddock.api.HealthStatus;
import io.paddock.api.InferenceException;
import io.paddock.spi.Health;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.Probe;
import io.paddock.worker.ServedModel;
import io.paddock.worker.WorkerOptions;
import io.paddock.worker.engine.Host;
import io.paddock.worker.http.Key;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model served inside this JVM: starts with its driver and ends with it. */
final class InProcessDriver implements InstanceDriver {
    private static final Logger LOG = LoggerFactory.getLogger(InProcessDriver.class);
    private static final int KEY_BYTES = 24;

    private final ServedModel served;
    private final WorkerHealth health;
    private final WorkerDriver.Promise promise;

    private InProcessDriver(ServedModel served, String secret, WorkerDriver.Promise promise) {
        this.served = served;
        this.health = new WorkerHealth(served.port(), secret);
        this.promise = promise;
    }

    /**
     * Listens on a free port and begins to load.
     *
     * @param words what a worker would be told on its command line
     * @param natives folder with the native library
     */
    static InProcessDriver open(String instance, List<String> words, Path natives, WorkerDriver.Promise promise) {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        String secret = HexFormat.of().formatHex(random);
        Host host = new Host(natives, false, line -> LOG.info("{}: {}", instance, line));
        LoadedLibrary.ofThisRuntime().pin();
        try {
            WorkerOptions options = WorkerOptions.parse(words.toArray(String[]::new));
            return new InProcessDriver(ServedModel.start(options, new Key(secret), host), secret, promise);
        } catch (IOException e) {
            LOG.warn("{}: cannot listen", instance, e);
            throw new InferenceException(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "no port of the loopback address can be listened on (" + said(e) + "); free some and try again");
        }
    }

    @Override
    public Probe probe(Duration budget) {
        String failure = served.failure();
        if (failure != null) {
            return new Probe.Failed(failure);
        }
        if (!served.isReady()) {
            return new Probe.Pending("the model is being loaded into the runtime", served.progress());
        }
        Health seen = check(budget);
        return seen.status() == HealthStatus.HEALTHY ? health.ready(promise) : new Probe.Pending(seen.detail());
    }

    @Override
    public Health check(Duration budget) {
        return health.check("the engine", budget);
    }

    @Override
    public void close() {
        served.close();
    }

    private static String said(IOException e) {
        return e.getClass().getSimpleName();
    }
}
