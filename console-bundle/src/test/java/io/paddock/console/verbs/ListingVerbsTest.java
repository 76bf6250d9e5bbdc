// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.paddock.api.BackendState;
import io.paddock.api.ErrorCode;
import io.paddock.api.InstanceState;
import io.paddock.api.ModelListing;
import io.paddock.api.Problem;
import io.paddock.api.StartupKind;
import io.paddock.console.Verb;
import io.paddock.console.fake.FakeKernel;
import io.paddock.console.fake.Recorder;
import io.paddock.console.fake.Values;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ListingVerbsTest {
    private final FakeKernel kernel = new FakeKernel();
    private final Verb backends = new BackendsVerb(kernel.backendService, kernel.modelService);
    private final Verb instances = new InstancesVerb(kernel.instanceService, Values.CLOCK);
    private final Verb leases = new LeasesVerb(kernel.endpoints, Values.CLOCK);
    private final Verb models = new ModelsVerb(kernel.modelService);

    @Test
    void backends_say_why_they_are_unavailable() {
        addBackends();
        kernel.models.add(Values.model("paddock-demo", "llamacpp", 1L, 1L));
        assertEquals("""
                ID        VERSION  STATE        INSTANCES  MODELS  STARTUP
                llamacpp  0.1.0    available            1       1  embedded, spawned
                ollama    0.1.0    unavailable          0       0  attach_existing_service
                  ^ Nothing answers at http://127.0.0.1:11434. Start it with: ollama serve
                """, printed(backends));
    }

    @Test
    void backends_are_shown_even_when_models_cannot_be_had() {
        addBackends();
        kernel.modelsAnswer = CompletableFuture.failedFuture(new IllegalStateException("broken"));
        assertTrue(printed(backends).contains("llamacpp  0.1.0    available            1       -  embedded"));
    }

    @Test
    void instances_show_health_leases_age_and_what_was_seen_last() {
        kernel.instances.add(Values.instance("llamacpp-3f9a2c81b04d-1", InstanceState.READY, 4711L, null, null));
        kernel.instances.add(Values.instance("llamacpp-77", InstanceState.STARTING, 4712L, "loading 40 %", null));
        kernel.instances.add(Values.instance(
                "old", InstanceState.FAILED, null, "x", Problem.of(ErrorCode.PROCESS_EXITED, "It ended with 1.")));
        assertEquals("""
                ID                       BACKEND   MODEL         STATE     HEALTH   LEASES     AGE  DETAIL
                llamacpp-3f9a2c81b04d-1  llamacpp  paddock-demo  ready     healthy       1  3m 12s  pid 4711
                llamacpp-77              llamacpp  paddock-demo  starting  unknown       0  3m 12s  pid 4712, loading 40 %
                old                      llamacpp  paddock-demo  failed    unknown       0  3m 12s  process_exited: It ended with 1.
                """, printed(instances));
    }

    @Test
    void leases_show_when_they_expire() {
        kernel.leases.add(Values.lease("l-1", "run-123", Duration.ofSeconds(42)));
        kernel.leases.add(Values.lease("l-2", "console-chat", null));
        assertEquals("""
                REF  OWNER         MODEL         INSTANCE                 EXPIRES IN
                l-1  run-123       paddock-demo  llamacpp-3f9a2c81b04d-1         42s
                l-2  console-chat  paddock-demo  llamacpp-3f9a2c81b04d-1       never
                """, printed(leases));
    }

    @Test
    void leases_are_listed_by_owner_and_by_instance() {
        kernel.leases.add(Values.lease("l-1", "anna", Duration.ofSeconds(42)));
        kernel.leases.add(Values.lease("l-2", "bert", Duration.ofSeconds(42)));
        String anna = printed(leases, "--owner", "anna");
        assertTrue(anna.contains("l-1") && !anna.contains("l-2"), anna);
        assertTrue(printed(leases, "--instance", "llamacpp-3f9a2c81b04d-1").contains("l-2"));
        assertEquals("No such leases.\n", printed(leases, "--owner", "anna", "--instance", "another"));
        assertTrue(printed(leases, "--owner", "bert", "--json").contains("\"l-2\""));
    }

    @Test
    void one_lease_shows_where_it_stands() {
        kernel.leases.add(Values.lease("l-1", "anna", Duration.ofSeconds(42)));
        assertEquals("""
                lease       l-1, owner anna
                state       active
                expires in  42s
                model       paddock-demo
                instance    llamacpp-3f9a2c81b04d-1 on llamacpp
                generation  1
                """, printed(leases, "l-1"));
        assertEquals(
                "lease_not_found: there is no such lease, or its owner gave it back\n",
                Recorder.run(leases, "l-9").err());
        assertEquals(2, Recorder.run(leases, "l-1", "--owner", "anna").exit());
    }

    @Test
    void one_instance_shows_its_endpoint() {
        kernel.instances.add(Values.instance("i-1", InstanceState.READY, 4711L, "well", null));
        String shown = printed(instances, "i-1");
        assertTrue(shown.startsWith("instance  i-1 on llamacpp"), shown);
        assertTrue(shown.contains("\nendpoint  "), shown);
        assertTrue(printed(instances, "i-1", "--json").contains("\"lifecycle_status\""));
        assertEquals(
                "instance_not_found: there is no instance 'i-9'; list the instances\n",
                Recorder.run(instances, "i-9").err());
    }

    @Test
    void an_alias_is_listed_with_what_it_stands_for() {
        kernel.models.add(new ModelListing("pet", "llamacpp", 2_048L, 16L, Map.of(), Map.of("stands_for", "toy")));
        assertEquals("""
                ID   BACKEND      SIZE  CONTEXT
                pet  llamacpp  2.0 KiB       16
                  ^ an alias; stands for toy
                """, printed(models));
    }

    @Test
    void models_show_size_and_context() {
        kernel.models.add(Values.model("big", "ollama", 3L << 30, null));
        kernel.models.add(Values.model("paddock-demo", "llamacpp", 3_565_158L, 512L));
        kernel.models.add(Values.model("remote", "openai", null, 131_072L));
        kernel.models.add(Values.model("toy", "llamacpp", 2_048L, 16L));
        assertEquals("""
                ID            BACKEND      SIZE  CONTEXT
                big           ollama    3.0 GiB        -
                paddock-demo  llamacpp  3.4 MiB      512
                remote        openai          -   131072
                toy           llamacpp  2.0 KiB       16
                """, printed(models));
    }

    @Test
    void empty_lists_say_what_to_do() {
        assertEquals("No backends. Install one with: feature:install paddock-backend-llamacpp\n", printed(backends));
        assertEquals("No instances. Start one with: paddock:ensure MODEL\n", printed(instances));
        assertEquals("No leases. Get one with: paddock:ensure MODEL\n", printed(leases));
        assertEquals(
                "No models. Put a GGUF file into the models folder, or start a server that a backend attaches to.\n",
                printed(models));
    }

    @Test
    void json_is_the_list_form_of_the_wire() throws Exception {
        addBackends();
        kernel.instances.add(Values.instance("i-1", InstanceState.READY, 4711L, null, null));
        kernel.leases.add(Values.lease("l-1", "run-123", Duration.ofSeconds(42)));
        kernel.models.add(Values.model("paddock-demo", "llamacpp", 7L, 512L));

        assertEquals("llamacpp", item(backends).at("/manifest/backend").asText());
        assertEquals("ready", item(instances).get("lifecycle_status").asText());
        assertEquals(42_000, item(leases).get("ttl_ms").asLong());
        assertEquals(
                Values.NOW.plusSeconds(42).toEpochMilli(),
                item(leases).get("expires_at_ms").asLong());
        assertEquals(7, item(models).get("size_bytes").asLong());
    }

    @Test
    void an_empty_list_in_json_is_still_a_list() throws Exception {
        JsonNode list = new JsonMapper().readTree(printed(instances, "--json"));
        assertTrue(list.get("items").isEmpty());
        assertTrue(list.get("next").isNull());
    }

    private void addBackends() {
        kernel.backends.add(
                Values.backend("llamacpp", BackendState.AVAILABLE, "fine", StartupKind.SPAWNED, StartupKind.EMBEDDED));
        kernel.backends.add(Values.backend(
                "ollama",
                BackendState.UNAVAILABLE,
                "Nothing answers at http://127.0.0.1:11434. Start it with: ollama serve",
                StartupKind.ATTACH_EXISTING_SERVICE));
    }

    private static JsonNode item(Verb verb) throws Exception {
        JsonNode list = new JsonMapper().readTree(printed(verb, "--json"));
        assertTrue(list.get("next").isNull());
        return list.get("items").get(0);
    }

    private static String printed(Verb verb, String... words) {
        Recorder run = Recorder.run(verb, words);
        assertEquals("", run.err());
        assertEquals(0, run.exit());
        return run.out();
    }
}
