// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker;

import io.paddock.worker.engine.Engine;
import io.paddock.worker.engine.EngineLoader;
import io.paddock.worker.engine.Generation;
import io.paddock.worker.engine.GenerationRequest;
import io.paddock.worker.engine.Host;
import io.paddock.worker.engine.LoadFailed;
import io.paddock.worker.engine.Prompt;
import io.paddock.worker.http.Key;
import io.paddock.worker.http.LoadProgress;
import io.paddock.worker.http.Serving;
import io.paddock.worker.http.WorkerServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One model behind OpenAI's HTTP on the loopback address. Never ends the JVM it runs in. Thread-safe. */
public final class ServedModel implements AutoCloseable {
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);

    private final WorkerOptions options;
    private final Host host;
    private final Serving serving;
    private final WorkerServer server;
    private final LoadProgress progress = new LoadProgress();
    private Engine engine; // guarded by this
    private boolean closed; // guarded by this

    private ServedModel(WorkerOptions options, Key key, Host host) throws IOException {
        this.options = options;
        this.host = host;
        this.serving = new Serving(options);
        this.server = new WorkerServer(options.port(), serving, key, host.notes());
    }

    /**
     * Listens, and loads the model in a thread of its own.
     *
     * @param key what each call must carry
     * @throws IOException when the port is taken
     */
    public static ServedModel start(WorkerOptions options, Key key, Host host) throws IOException {
        ServedModel model = new ServedModel(options, key, host);
        model.server.start();
        host.notes().accept("listening on port " + model.port());
        Thread loader = new Thread(model::load, "worker-load");
        loader.setDaemon(true);
        loader.start();
        return model;
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /** Whether the model is loaded. */
    public boolean isReady() {
        return serving.isReady();
    }

    /** Why the model never will be loaded, as a sentence without a path, or null. */
    public String failure() {
        return serving.failure();
    }

    /** A number that grows while the model is read; 0 where that cannot be seen. */
    public long progress() {
        return progress.seen();
    }

    /** Takes no new calls, and waits at most this long for those that run. */
    public void drain(Duration longest) {
        server.drain();
        long deadline = System.nanoTime() + longest.toNanos();
        try {
            while (!serving.isIdle() && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Cuts what runs and closes the port; takes about two seconds at most. Threads that are in native code end with the
     * token, or the load, they wait for. The native library keeps the model's memory until the JVM ends; the
     * next model alike takes it over.
     */
    @Override
    public void close() {
        Engine loaded;
        synchronized (this) {
            closed = true;
            loaded = engine;
        }
        server.drain();
        if (loaded != null) {
            loaded.close();
        }
        drain(LAST_ANSWERS);
        server.close();
    }

    private void load() {
        try {
            long begin = System.nanoTime();
            Engine loaded = new EngineLoader(options, host).load();
            if (!keep(loaded)) {
                loaded.close();
                return;
            }
            warmUp(loaded);
            serving.ready(loaded);
            host.notes().accept("ready after " + (System.nanoTime() - begin) / 1_000_000 + " ms");
        } catch (LoadFailed e) {
            fail(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("the engine was interrupted while it loaded the model");
        } catch (RuntimeException | Error e) {
            fail("the engine failed while it loaded the model: " + e);
        }
    }

    /** False when nobody wants it any more. */
    private synchronized boolean keep(Engine loaded) {
        engine = loaded;
        return !closed;
    }

    private void fail(String why) {
        serving.failed(why);
        host.notes().accept(why);
    }

    /** One token through the whole model, so that the first caller does not pay for it. */
    private static void warmUp(Engine engine) throws InterruptedException {
        if (!engine.facts().generates()) {
            engine.embed("a");
            return;
        }
        Prompt prompt = new Prompt("a", List.of(), engine.encode("a").length);
        Generation generation = engine.generate(new GenerationRequest(prompt, 1, Map.of(), null), () -> {});
        while (true) {
            Generation.Event event = generation.next(Duration.ofSeconds(1)).orElse(null);
            if (event instanceof Generation.Broken broken) {
                throw new IllegalStateException(broken.reason());
            }
            if (event instanceof Generation.Ended) {
                return;
            }
        }
    }
}
