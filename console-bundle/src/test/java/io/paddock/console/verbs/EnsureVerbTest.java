// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.paddock.api.BackendState;
import io.paddock.api.EnsureRequest;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.StartupKind;
import io.paddock.console.Verb;
import io.paddock.console.fake.FakeKernel;
import io.paddock.console.fake.Recorder;
import io.paddock.console.fake.Values;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EnsureVerbTest {
    private static final URI BASE = URI.create("http://127.0.0.1:41377/v1");

    private final FakeKernel kernel = new FakeKernel();
    private final Verb ensure = new EnsureVerb(
            kernel.endpoints, kernel.backendService, kernel.modelService, kernel.instanceService, Values.CLOCK);

    @BeforeEach
    void fill_the_kernel() {
        kernel.backends.add(Values.backend("llamacpp", BackendState.AVAILABLE, null, StartupKind.SPAWNED));
        kernel.models.add(Values.model("paddock-demo", "llamacpp", 1L, 1L));
        kernel.ensureAnswer = CompletableFuture.completedFuture(Values.granted(BASE, "console", Duration.ofMinutes(5)));
    }

    @Test
    void it_prints_endpoint_lease_and_why_it_fits_but_no_secret() {
        Recorder run = Recorder.run(ensure, "paddock-demo", "--ttl", "5m");
        assertEquals("""
                endpoint       http://127.0.0.1:41377/v1
                model          paddock-demo
                instance       llamacpp-3f9a2c81b04d-1 on llamacpp
                lease          lease-7c1e0b9d4f2a83561e0c9b7da4f35286, owner console
                expires in     5m
                reused         no
                compatibility  protocol_match: openai_chat_completions, runtime_managed
                headers        authorization (--json shows the values)
                """, run.out());
        assertEquals(0, run.exit());
    }

    @Test
    void json_is_the_answer_to_the_owner() throws Exception {
        JsonNode json = new JsonMapper()
                .readTree(Recorder.run(ensure, "paddock-demo", "--json").out());
        assertEquals(BASE.toString(), json.at("/endpoint/base_url").asText());
        assertEquals("Bearer s3cret", json.at("/endpoint/headers/authorization").asText());
        assertEquals(Values.LEASE, json.at("/lease/lease_ref").asText());
        assertFalse(json.get("reused").asBoolean());
    }

    @Test
    void defaults_are_the_console_one_minute_and_two_minutes_of_patience() {
        Recorder.run(ensure, "paddock-demo");
        EnsureRequest request = kernel.ensured.get(0);
        assertEquals("paddock-demo", request.request().modelPreference().id());
        assertNull(request.request().targetPreference().backend());
        assertEquals("console", request.lease().ownerRef());
        assertEquals(Duration.ofMinutes(1), request.lease().ttl());
        assertEquals(Duration.ofMinutes(2), request.patience());
    }

    @Test
    void a_backend_alone_is_enough() {
        Recorder.run(ensure, "--backend", "llamacpp", "--owner", "run-1", "--wait", "0");
        EnsureRequest request = kernel.ensured.get(0);
        assertNull(request.request().modelPreference());
        assertEquals("llamacpp", request.request().targetPreference().backend());
        assertEquals("run-1", request.lease().ownerRef());
        assertEquals(Duration.ZERO, request.patience());
    }

    @Test
    void options_take_the_type_that_the_backend_declares() {
        Recorder.run(
                ensure,
                "paddock-demo",
                "--option=ctx_size=2048",
                "--option=mmap=false",
                "--option=scale=0.5",
                "--option=extra_args=-t, 2",
                "--option=env=A:1,B:x:y",
                "--option=unheard_of=7");
        assertEquals(
                Map.of(
                        "ctx_size",
                        2048L,
                        "mmap",
                        false,
                        "scale",
                        0.5,
                        "extra_args",
                        List.of("-t", "2"),
                        "env",
                        Map.of("A", "1", "B", "x:y"),
                        "unheard_of",
                        "7"),
                kernel.ensured.get(0).request().targetPreference().backendOptions());
    }

    @Test
    void values_that_do_not_fit_are_usage_errors() {
        usageError("--option ctx_size: 'many' is not of type integer.", "--option", "ctx_size=many");
        usageError("--option mmap: 'yes' is not of type boolean.", "--option", "mmap=yes");
        usageError("--option scale: '1e999' is not of type number.", "--option", "scale=1e999");
        usageError("--option env: 'A' is not of type map; write key:value,key:value.", "--option", "env=A");
        usageError("--option: 'ctx_size' is not NAME=VALUE.", "--option", "ctx_size");
        usageError("--option: mmap is given twice.", "--option", "mmap=true", "--option", "mmap=true");
        usageError("--ttl: 'soon' is not a time. Write for example 500ms, 30s, 5m or 1h.", "--ttl", "soon");
        assertTrue(kernel.ensured.isEmpty());
    }

    @Test
    void neither_model_nor_backend_is_a_usage_error() {
        Recorder run = Recorder.run(ensure);
        assertEquals(2, run.exit());
        assertEquals(
                "Name a model or a backend.\nUsage: paddock:ensure [MODEL] [--backend ID] [--option NAME=VALUE]..."
                        + " [--instance ID] [--no-lease] [--owner REF] [--ttl TIME] [--wait TIME]\n    [--json]\n",
                run.err());
    }

    @Test
    void options_for_a_model_of_unknown_home_need_a_backend() {
        Recorder run = Recorder.run(ensure, "stranger", "--option", "a=b");
        assertTrue(run.err().startsWith("--option needs --backend, because no backend lists stranger.\n"), run.err());
        kernel.models.add(Values.model("paddock-demo", "ollama", 1L, 1L));
        assertTrue(Recorder.run(ensure, "paddock-demo", "--option", "a=b").err().contains("several backends list"));
    }

    @Test
    void a_ttl_out_of_range_fails_with_its_field() {
        Recorder run = Recorder.run(ensure, "paddock-demo", "--ttl", "25h");
        assertEquals(1, run.exit());
        assertEquals("invalid_value: ttl_ms must be an integer from 1 to 86400000 (lease.ttl_ms)\n", run.err());
    }

    @Test
    void a_refusal_of_the_kernel_is_printed() {
        kernel.ensureAnswer = CompletableFuture.failedFuture(
                new InferenceException(ErrorCode.MODEL_NOT_FOUND, "No backend offers 'x'; paddock:models lists them."));
        Recorder run = Recorder.run(ensure, "x");
        assertEquals(1, run.exit());
        assertEquals("model_not_found: No backend offers 'x'; paddock:models lists them.\n", run.err());
        assertEquals("", run.out());
    }

    @Test
    void an_interrupt_ends_the_wait_and_cancels_the_request() throws Exception {
        kernel.ensureAnswer = new CompletableFuture<>();
        Recorder recorder = new Recorder();
        Thread thread = recorder.start(ensure, "paddock-demo");
        until(() -> !kernel.ensured.isEmpty());
        thread.interrupt();
        thread.join(5_000);
        assertEquals(1, recorder.exit());
        assertEquals("interrupted: paddock:ensure was stopped before it was done.\n", recorder.err());
        assertTrue(kernel.ensureAnswer.isCancelled());
    }

    private void usageError(String message, String... words) {
        String[] line = new String[words.length + 1];
        line[0] = "paddock-demo";
        System.arraycopy(words, 0, line, 1, words.length);
        Recorder run = Recorder.run(ensure, line);
        assertEquals(2, run.exit());
        assertEquals(message, run.err().lines().findFirst().orElseThrow());
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "the condition did not come true within 5 s");
            Thread.onSpinWait();
        }
    }
}
