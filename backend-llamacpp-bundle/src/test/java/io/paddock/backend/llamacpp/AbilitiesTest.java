// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.paddock.api.Capability;
import io.paddock.api.Protocol;
import io.paddock.api.Support;
import io.paddock.gguf.GgufFile;
import io.paddock.spi.ModelFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AbilitiesTest {
    private static final Engines.Choice SERVER = new Engines.Choice(
            new ServerScout.Found("server", null, Builds.NEW, "the test", null, false), null, "", null, false);
    private static final Engines.Choice WORKER = new Engines.Choice(null, null, "", null, false);

    private static ModelFile model(String architecture, String template) {
        Map<String, Object> header = Map.of("general.architecture", architecture, "tokenizer.chat_template", template);
        return new ModelFile("m", Path.of("m.gguf"), 1, 1, new GgufFile(3, 0, header, List.of(), List.of()), null);
    }

    private static ModelFacts.Known known(Engines.Choice choice, ModelFile model, Map<String, Object> options) {
        return Abilities.of(choice, LlamaCppOptions.defaults().with(options), model);
    }

    private static Support tools(Engines.Choice choice, String template, Map<String, Object> options) {
        return known(choice, model("llama", template), options).capabilities().get(Capability.TOOL_CALLING);
    }

    @Test
    void a_template_that_takes_tools_has_the_variable_for_them() {
        assertEquals(Support.YES, tools(SERVER, "{% if tools %}{{ tools | tojson }}{% endif %}", Map.of()));
        assertEquals(Support.NO, tools(SERVER, "{% for m in messages %}{{ m.toolset }}{% endfor %}", Map.of()));
    }

    @Test
    void another_template_than_the_model_s_and_a_worker_take_none() {
        String template = "{{ tools }}";
        assertEquals(Support.NO, tools(SERVER, template, Map.of("chat_template", "chatml")));
        assertEquals(Support.NO, tools(WORKER, template, Map.of()));
    }

    @Test
    void a_server_that_ranks_does_nothing_else() {
        ModelFacts.Known ranks = known(SERVER, model("llama", "{{ tools }}"), Map.of("pooling", "rank"));
        assertEquals(Support.YES, ranks.capabilities().get(Capability.RERANK));
        assertEquals(Support.NO, ranks.capabilities().get(Capability.TOOL_CALLING));
        assertEquals(Support.NO, ranks.capabilities().get(Capability.LOGPROBS));
        assertFalse(ranks.capabilities().containsKey(Capability.STREAMING));
        assertEquals(
                Support.NO,
                known(SERVER, model("llama", ""), Map.of()).capabilities().get(Capability.RERANK));
    }

    @Test
    void a_model_that_only_makes_vectors_answers_in_no_other_protocol() {
        assertEquals(
                Set.of(Protocol.OPENAI_EMBEDDINGS),
                known(SERVER, model("bert", ""), Map.of()).protocols());
        assertEquals(Set.of(), known(SERVER, model("llama", ""), Map.of()).protocols(), "all of the manifest");
    }
}
