// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.console.Verb;
import io.paddock.console.fake.FakeEngines;
import io.paddock.console.fake.Recorder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EngineVerbsTest {
    private final FakeEngines engines = new FakeEngines();
    private final Verb list = new EnginesVerb(engines);
    private final Verb add = new EngineAddVerb(engines);
    private final Verb remove = new EngineRemoveVerb(engines);
    private final Verb use = new EngineUseVerb(engines);

    private static String printed(Verb verb, String... words) {
        Recorder run = Recorder.run(verb, words);
        assertEquals("", run.err());
        assertEquals(0, run.exit());
        return run.out();
    }

    @Test
    void engines_show_who_uses_them_and_what_is_wrong() {
        engines.present.add(FakeEngines.engine("b1", true, List.of("gemma"), List.of("i-1", "i-2"), null));
        engines.present.add(FakeEngines.engine("b2", false, List.of(), List.of(), "it does not run"));
        assertEquals("""
                NAME  KIND          VERSION              DEVICES    FROM                       USED BY
                b1    llama_server  0.7.0 (build 11669)  cpu, cuda  an archive that was added  default, model gemma, 2 instances
                b2    llama_server  -                    cpu, cuda  an archive that was added  -
                  ^ it does not run
                """, printed(list));
    }

    @Test
    void one_engine_shows_all_that_is_known() {
        engines.present.add(FakeEngines.engine("b1", true, List.of("gemma"), List.of("i-1", "i-2"), null));
        String shown = printed(list, "b1");
        assertTrue(shown.contains("path           /data/b1"), shown);
        assertTrue(shown.contains("instances      i-1, i-2"), shown);
        assertEquals(2, Recorder.run(list, "b9").exit());
    }

    @Test
    void json_is_the_wire_form() throws Exception {
        engines.present.add(FakeEngines.engine("b1", true, List.of("gemma"), List.of("i-1"), null));
        JsonNode one =
                new JsonMapper().readTree(printed(list, "--json")).get("items").get(0);
        assertEquals("llama_server", one.get("kind").asText());
        assertEquals("0.7.0", one.get("llama_cpp").asText());
        assertTrue(one.get("by_default").asBoolean());
        assertEquals(
                "b1",
                new JsonMapper()
                        .readTree(printed(list, "b1", "--json"))
                        .get("name")
                        .asText());
    }

    @Test
    void no_engines_and_no_backend_with_engines_say_what_to_do() {
        assertEquals("No engines. Add one with: paddock:engine-add FOLDER\n", printed(list));
        Recorder run = Recorder.run(new EnginesVerb(null));
        assertEquals(1, run.exit());
        assertTrue(run.err().contains("feature:install paddock-backend-llamacpp"), run.err());
        assertEquals(1, Recorder.run(new EngineUseVerb(null), "x").exit());
    }

    @Test
    void the_words_of_the_line_arrive() {
        engines.present.add(FakeEngines.engine("b1", false, List.of(), List.of(), null));
        assertEquals(
                "Engine b1 added: llama-server 0.7.0 (build 11669). Use it with: paddock:engine-use b1\n",
                printed(add, "/x.tar.gz", "--sha256", "ab", "--name", "b1"));
        assertEquals("Engine b1 removed.\n", printed(remove, "b1"));
        assertEquals("New instances of gemma run on b1.\n", printed(use, "b1", "--model", "gemma"));
        assertEquals("New instances run on b1.\n", printed(use, "b1"));
        assertEquals("New instances run on the engine that is found first.\n", printed(use, "auto"));
        assertEquals(
                List.of("add /x.tar.gz ab b1", "remove b1", "use b1 gemma", "use b1 null", "use auto null"),
                engines.calls);
        assertTrue(printed(use, "b1", "--model", "gemma", "--json").contains("\"engine\" : \"b1\""));
        assertTrue(printed(remove, "b1", "--json").contains("\"removed\" : true"));
        assertTrue(printed(add, "/x", "--json").contains("\"version\""));
    }

    @Test
    void a_refusal_is_printed_and_the_exit_code_says_so() {
        engines.answer = CompletableFuture.failedFuture(
                new InferenceException(ErrorCode.ENGINE_IN_USE, "instances run on the engine: i-1"));
        Recorder run = Recorder.run(remove, "b1");
        assertEquals(1, run.exit());
        assertTrue(run.err().contains("engine_in_use: instances run on the engine: i-1"), run.err());
        assertEquals(2, Recorder.run(add).exit());
    }
}
