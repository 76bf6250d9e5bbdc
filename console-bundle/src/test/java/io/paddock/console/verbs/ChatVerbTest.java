// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.console.fake.FakeEngine;
import io.paddock.console.fake.FakeKernel;
import io.paddock.console.fake.Recorder;
import io.paddock.console.fake.Values;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChatVerbTest {
    private static final List<String> RELEASED = List.of("release " + Values.LEASE + " console-chat");

    private final FakeKernel kernel = new FakeKernel();
    private final FakeEngine engine = new FakeEngine();
    private final ChatVerb chat = new ChatVerb(kernel.endpoints, kernel.modelService, Duration.ofSeconds(20));

    @BeforeEach
    void serve_the_bundled_model() {
        kernel.models.add(Values.model("paddock-demo", "llamacpp", 1L, 1L));
        serveAt(engine.baseUrl());
    }

    @AfterEach
    void close() {
        chat.close();
        engine.close();
    }

    @Test
    void the_answer_is_printed_and_then_how_fast_it_came() {
        engine.say("A lease ", "is a ", "right.");
        Recorder run = Recorder.run(chat, "What", "is a lease?");
        assertEquals("", run.err());
        assertEquals(0, run.exit());
        List<String> lines = run.out().lines().toList();
        assertEquals("A lease is a right.", lines.get(0));
        String speed = "\\[paddock-demo: 3 tokens(, [0-9.]+ tokens/s)?, first token after [0-9]+m?s]";
        assertTrue(lines.get(1).matches(speed), lines.get(1));
        assertEquals(2, lines.size());
    }

    @Test
    void the_question_goes_out_as_asked_with_the_endpoints_headers() throws Exception {
        engine.say("Yes.");
        Recorder.run(
                chat, "--system", "Be brief.", "Is it?", "--max-tokens", "9", "--temperature=0.5", "--", "--really");
        JsonNode body = new JsonMapper().readTree(engine.body);
        assertEquals("Be brief.", body.at("/messages/0/content").asText());
        assertEquals("Is it? --really", body.at("/messages/1/content").asText());
        assertEquals("paddock-demo", body.get("model").asText());
        assertEquals(9, body.get("max_tokens").asInt());
        assertEquals(0.5, body.get("temperature").asDouble());
        assertTrue(body.get("stream").asBoolean());
        assertEquals("Bearer s3cret", engine.authorization);
    }

    @Test
    void the_lease_lasts_until_released_and_is_released() {
        engine.say("Yes.");
        Recorder.run(chat, "Is it?");
        assertNull(kernel.ensured.get(0).lease().ttl());
        assertEquals(RELEASED, kernel.calls);
    }

    @Test
    void json_has_the_whole_answer_and_its_numbers() throws Exception {
        engine.say("A ", "B");
        JsonNode json =
                new JsonMapper().readTree(Recorder.run(chat, "x", "--json").out());
        assertEquals("A B", json.get("content").asText());
        assertEquals("stop", json.get("finish_reason").asText());
        assertEquals(2, json.get("completion_tokens").asLong());
        assertEquals(7, json.get("prompt_tokens").asLong());
        assertTrue(json.get("time_to_first_token_ms").isNumber());
    }

    @Test
    void the_first_word_is_the_model_only_when_it_is_listed_and_words_follow() {
        kernel.models.add(Values.model("tiny", "llamacpp", 1L, 1L));
        engine.say("Yes.");
        assertEquals("tiny", modelAskedBy("tiny", "Is it?"));
        assertEquals("paddock-demo", modelAskedBy("tiny"));
        assertEquals("paddock-demo", modelAskedBy("small", "talk"));
        assertEquals("other", modelAskedBy("--model", "other", "tiny", "talk"));
    }

    @Test
    void without_the_bundled_model_the_only_one_is_meant_and_several_must_be_named() {
        kernel.models.clear();
        Recorder none = Recorder.run(chat, "Is it?");
        assertEquals(1, none.exit());
        assertTrue(none.err().startsWith("model_not_found: No model is here"), none.err());
        kernel.models.add(Values.model("tiny", "llamacpp", 1L, 1L));
        engine.say("Yes.");
        assertEquals("tiny", modelAskedBy("Is it?"));
        kernel.models.add(Values.model("big", "ollama", 1L, 1L));
        Recorder several = Recorder.run(chat, "Is it?");
        assertEquals(2, several.exit());
        assertTrue(several.err().startsWith("Several models are here, name one of them: tiny, big.\n"), several.err());
    }

    @Test
    void nonsense_on_the_line_is_a_usage_error_before_anything_starts() {
        assertEquals(2, Recorder.run(chat).exit());
        assertEquals(2, Recorder.run(chat, " ").exit());
        assertUsage("--max-tokens: '0' is not a whole number from 1.", "x", "--max-tokens", "0");
        assertUsage("--temperature: 'NaN' is not a number from 0 to 2.", "x", "--temperature", "NaN");
        assertUsage("--temperature: 'hot' is not a number from 0 to 2.", "x", "--temperature", "hot");
        assertTrue(kernel.ensured.isEmpty());
    }

    @Test
    void an_interrupt_stops_the_engine_and_releases_the_lease() throws Exception {
        engine.talkForever();
        Recorder recorder = new Recorder();
        Thread thread = recorder.start(chat, "Talk!");
        assertTrue(recorder.printed.await(20, TimeUnit.SECONDS));
        thread.interrupt();
        thread.join(10_000);
        assertFalse(thread.isAlive());
        assertEquals(1, recorder.exit());
        assertEquals("interrupted: paddock:chat was stopped before it was done.\n", recorder.err());
        assertTrue(recorder.out().endsWith("word \n"), recorder.out());
        assertEquals(RELEASED, kernel.calls);
        assertTrue(engine.clientGone.await(5, TimeUnit.SECONDS), "the engine still talks");
    }

    @Test
    void an_interrupt_before_the_first_byte_hangs_up_too() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        engine.holdBackUntil(start).talkForever();
        Recorder recorder = new Recorder();
        Thread thread = recorder.start(chat, "Talk!");
        assertTrue(engine.asked.await(20, TimeUnit.SECONDS));
        thread.interrupt();
        thread.join(10_000);
        assertEquals(1, recorder.exit());
        assertEquals("", recorder.out());
        assertEquals(RELEASED, kernel.calls);
        start.countDown();
        assertTrue(engine.clientGone.await(5, TimeUnit.SECONDS), "the connection is still open");
    }

    @Test
    void closing_the_component_ends_a_running_answer() throws Exception {
        engine.talkForever();
        Recorder recorder = new Recorder();
        Thread thread = recorder.start(chat, "Talk!");
        assertTrue(recorder.printed.await(20, TimeUnit.SECONDS));
        chat.close();
        thread.join(10_000);
        assertEquals("draining: The console is stopping.\n", recorder.err());
        assertEquals(RELEASED, kernel.calls);
        assertEquals(
                "draining: The console is stopping.\n",
                Recorder.run(chat, "Again?").err());
    }

    @Test
    void an_engine_that_refuses_is_quoted() {
        engine.fail(503, "{\"error\":{\"message\":\"All slots are busy.\",\"code\":503}}");
        assertFailure("upstream_failed: The engine answered 503: All slots are busy.\n");
    }

    @Test
    void markup_from_an_engine_is_not_shown() {
        engine.fail(502, "<html>/etc/nginx</html>");
        assertFailure("upstream_failed: The engine answered 502: it gave no reason\n");
    }

    @Test
    void an_error_inside_the_stream_is_a_failure() {
        engine.play(out -> {
            FakeEngine.event(out, FakeEngine.piece("So "));
            FakeEngine.event(out, "{\"error\":{\"message\":\"out of memory\"}}");
        });
        Recorder run = assertFailure("upstream_failed: The engine broke off: out of memory\n");
        assertEquals("So \n", run.out());
    }

    @Test
    void an_answer_that_is_cut_is_a_failure() {
        engine.play(out -> FakeEngine.event(out, FakeEngine.piece("So ")));
        assertFailure("upstream_failed: The engine closed the connection before the answer was whole. Ask again.\n");
    }

    @Test
    void a_stream_that_is_no_json_is_a_failure() {
        engine.play(out -> FakeEngine.event(out, "{oops"));
        assertFailure("upstream_failed: The engine sent an event that is not JSON.\n");
    }

    @Test
    void an_engine_that_falls_silent_is_given_up() {
        engine.fallSilent();
        ChatVerb impatient = new ChatVerb(kernel.endpoints, kernel.modelService, Duration.ofSeconds(1));
        Recorder run = Recorder.run(impatient, "Well?");
        assertEquals(1, run.exit());
        assertEquals("upstream_failed: The engine sent nothing for 1 s.\n", run.err());
        assertEquals(RELEASED, kernel.calls);
        impatient.close();
    }

    @Test
    void an_engine_that_is_gone_is_a_failure() {
        engine.close();
        Recorder run = Recorder.run(chat, "Is it?");
        assertEquals(1, run.exit());
        assertTrue(run.err().startsWith("upstream_failed: The connection to the engine failed (Conn"), run.err());
        assertEquals(RELEASED, kernel.calls);
    }

    @Test
    void control_characters_of_a_model_do_not_reach_the_terminal() {
        engine.say("a\\u001b[2Jb\\n", "c");
        assertTrue(Recorder.run(chat, "x").out().startsWith("a [2Jb\nc\n["));
    }

    @Test
    void a_model_that_cannot_start_leaves_nothing_to_release() {
        kernel.ensureAnswer =
                CompletableFuture.failedFuture(new InferenceException(ErrorCode.LAUNCH_FAILED, "It did not start."));
        Recorder run = Recorder.run(chat, "Is it?");
        assertEquals(1, run.exit());
        assertEquals("launch_failed: It did not start.\n", run.err());
        assertTrue(kernel.calls.isEmpty());
    }

    private void serveAt(URI base) {
        kernel.ensureAnswer = CompletableFuture.completedFuture(Values.granted(base, "console-chat", null));
    }

    private Recorder assertFailure(String message) {
        Recorder run = Recorder.run(chat, "Is it?");
        assertEquals(message, run.err());
        assertEquals(1, run.exit());
        assertEquals(RELEASED, kernel.calls);
        return run;
    }

    private void assertUsage(String message, String... words) {
        Recorder run = Recorder.run(chat, words);
        assertEquals(2, run.exit());
        assertEquals(message, run.err().lines().findFirst().orElseThrow());
    }

    private String modelAskedBy(String... words) {
        assertEquals(0, Recorder.run(chat, words).exit());
        return kernel.ensured
                .get(kernel.ensured.size() - 1)
                .request()
                .modelPreference()
                .id();
    }
}
