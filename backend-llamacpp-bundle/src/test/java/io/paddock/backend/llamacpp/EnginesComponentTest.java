// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.paddock.api.Engine;
import io.paddock.api.EngineSource;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.HealthStatus;
import io.paddock.api.InferenceException;
import io.paddock.api.InstanceResult;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.InstanceState;
import io.paddock.api.Instances;
import io.paddock.api.LeaseRequest;
import io.paddock.api.ManagementMode;
import io.paddock.api.StartupKind;
import io.paddock.backend.llamacpp.servers.AddedServers;
import io.paddock.backend.llamacpp.servers.Limits;
import io.paddock.backend.llamacpp.servers.Packed;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.Timings;
import io.paddock.testmodel.TinyModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its programs are shell scripts")
class EnginesComponentTest {
    @TempDir
    Path work;

    private final Running instances = new Running();
    private LlamaCppBackend backend;
    private EnginesComponent engines;
    private final List<String> forgotten = new CopyOnWriteArrayList<>();

    /** Instances that a test puts there. */
    private static final class Running implements Instances {
        private final List<InstanceSnapshot> list = new ArrayList<>();

        @Override
        public List<InstanceSnapshot> list() {
            return List.copyOf(list);
        }

        @Override
        public Optional<InstanceSnapshot> find(String instanceId) {
            return Optional.empty();
        }

        @Override
        public CompletableFuture<InstanceResult> start(EnsureRequest request) {
            throw new AssertionError("nobody starts");
        }

        @Override
        public CompletableFuture<EnsureResult> lease(String instanceId, LeaseRequest request) {
            throw new AssertionError("nobody leases");
        }

        @Override
        public CompletableFuture<Void> stop(String instanceId, boolean force) {
            throw new AssertionError("nobody stops");
        }
    }

    @BeforeEach
    void prepare() throws Exception {
        TinyModel.writer().write(work.resolve("tiny.gguf"));
        Settings settings = new Settings(work, List.of(), "tiny", LlamaCppOptions.defaults(), Timings.DEFAULT, null);
        backend = new LlamaCppBackend(
                "1.0.0",
                settings,
                new WorkerFiles(new ServerContractTest.NoEngine(), Map.of()),
                Searches.with(new AddedServers(work.resolve("servers"), Limits.DEFAULT)));
        engines = new EnginesComponent(backend, instances, forgotten::add);
    }

    @AfterEach
    void close() {
        engines.close();
        backend.close();
    }

    private static <T> T soon(CompletableFuture<T> answer) throws Exception {
        return answer.get(30, TimeUnit.SECONDS);
    }

    private static ErrorCode failure(CompletableFuture<?> answer) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> soon(answer));
        return assertInstanceOf(InferenceException.class, failed.getCause()).code();
    }

    private Engine add(String name) throws Exception {
        Path program = Programs.answering(work.resolve(name + "/bin/llama-server"));
        return soon(engines.add(new EngineSource(program.getParent().getParent().toString(), null, name)));
    }

    private void runs(String id, InstanceState state) {
        instances.list.add(new InstanceSnapshot(
                id,
                "llamacpp",
                "1.0.0",
                "tiny",
                StartupKind.SPAWNED,
                ManagementMode.RUNTIME_MANAGED,
                state,
                HealthStatus.UNKNOWN,
                null,
                0,
                null,
                1,
                1L,
                Instant.now(),
                null,
                null,
                Map.of()));
    }

    @Test
    void an_engine_is_added_listed_chosen_used_and_removed_without_a_restart() throws Exception {
        assertTrue(!backend.availability().usable());
        add("one");
        assertTrue(backend.availability().usable());
        assertEquals(1, backend.models(Duration.ofSeconds(1)).size());
        soon(engines.use("one", "tiny"));
        assertEquals(List.of("llamacpp", "llamacpp"), forgotten, "what was planned without it does not hold");
        StartupPlan plan = backend.plan(new InstanceSpec("llamacpp", "tiny", null, null, Map.of()));
        runs(plan.key() + "-1", InstanceState.STARTING);

        Engine listed = soon(engines.list()).stream()
                .filter(engine -> engine.name().equals("one"))
                .findFirst()
                .orElseThrow();

        assertEquals(List.of(plan.key() + "-1"), listed.instances());
        assertTrue(listed.byDefault());
        assertEquals(ErrorCode.ENGINE_IN_USE, failure(engines.remove("one")));
        instances.list.clear();
        runs(plan.key() + "-1", InstanceState.STOPPED);
        soon(engines.remove("one"));
        assertTrue(!backend.availability().usable());
        assertEquals(ErrorCode.ENGINE_NOT_FOUND, failure(engines.use("one", null)));
    }

    @Test
    void while_one_is_fetched_the_rest_goes_on_and_who_gives_up_ends_it() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        HttpServer slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        slow.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            asked.countDown();
            try (var body = exchange.getResponseBody()) {
                while (!over.await(20, TimeUnit.MILLISECONDS)) {
                    body.write(1);
                    body.flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        slow.start();
        try {
            String url = "http://127.0.0.1:" + slow.getAddress().getPort() + "/x.tar.gz";
            EngineSource source = new EngineSource(url, "0".repeat(64), null);
            CompletableFuture<Engine> fetched = engines.add(source);
            assertTrue(asked.await(10, TimeUnit.SECONDS));
            assertEquals(
                    List.of(),
                    soon(engines.list()).stream().filter(Engine::removable).toList());
            CompletableFuture<Engine> next = engines.add(source);
            assertEquals(ErrorCode.AT_CAPACITY, failure(engines.add(source)));

            next.cancel(true);
            fetched.cancel(true);

            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (drafts() > 0 && System.nanoTime() < end && !over.await(20, TimeUnit.MILLISECONDS)) {
                assertTrue(fetched.isCancelled());
            }
            assertEquals(0, drafts());
        } finally {
            over.countDown();
            slow.stop(0);
        }
    }

    private long drafts() throws IOException {
        try (Stream<Path> all = Files.list(work.resolve("servers"))) {
            return all.count();
        }
    }

    /** The real one as it is in its folder, and packed: both serve side by side. */
    @Test
    void a_real_llama_server_is_added_as_a_folder_and_as_an_archive() throws Exception {
        Path program = RealServer.need();
        Path folder = program.getParent().getFileName().toString().equals("bin")
                ? program.getParent().getParent()
                : program.getParent();
        Path archive = packed(program, folder).to(work.resolve("llama.tar.gz"));

        Engine inPlace = soon(engines.add(new EngineSource(folder.toString(), null, null)));
        Engine packed = soon(engines.add(new EngineSource(archive.toString(), null, "packed")));

        assertEquals(inPlace.version(), packed.version());
        assertTrue(inPlace.deviceTypes().contains("cpu"), inPlace.toString());
        assertTrue(packed.sha256().matches("[0-9a-f]{64}"));
        soon(engines.use("packed", null));
        StartupPlan plan = backend.plan(new InstanceSpec("llamacpp", "tiny", null, null, Map.of()));
        try (RunningServer server = RunningServer.start(plan, RunningServer.freePort())) {
            assertEquals("packed", server.ready().metadata().get("engine_name"));
        }
    }

    /** The whole of it when it has its libraries beside itself, as the project's script leaves it; else a way to it. */
    private static Packed packed(Path program, Path folder) throws IOException {
        Path root = folder.resolve("root/usr");
        if (!Files.isDirectory(root.resolve("lib"))) {
            return new Packed().file("llama/bin/llama-server", "#!/bin/sh\nexec '" + program + "' \"$@\"\n", 0755);
        }
        return new Packed()
                .tree("llama/root/usr/lib", root.resolve("lib"))
                .tree("llama/root/usr/bin", root.resolve("bin"))
                .file("llama/bin/llama-server", """
                        #!/bin/sh
                        root=$(cd "$(dirname "$0")/../root/usr" && pwd)
                        for libraries in "$root"/lib/*-linux-gnu; do :; done
                        for GGML_BACKEND_PATH in "$libraries"/ggml/backends*/libggml-cpu-x64.so; do :; done
                        export GGML_BACKEND_PATH
                        for loader in "$libraries"/ld-linux-*.so.?; do :; done
                        exec "$loader" --library-path "$libraries:$libraries/llama" "$root/bin/llama-server" "$@"
                        """, 0755);
    }
}
