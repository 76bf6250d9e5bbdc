// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.itests.support.Answer;
import io.paddock.itests.support.EnsureBody;
import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.LlamaServer;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.Requirement;
import io.paddock.itests.support.SshHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real llama-server placed over ssh; which ssh server it is, the classes below say. */
abstract class SshPlacement {
    private static final String CHAT = "{\"model\":\"far\",\"messages\":[{\"role\":\"user\",\"content\":\"What is"
            + " Paddock?\"}],\"temperature\":0,\"max_tokens\":40,\"stream\":";

    @TempDir
    Path folder;

    private SshHost host;
    private Paddock paddock;
    private Path model;

    abstract SshHost host(Path place) throws Exception;

    /** Every connection breaks. */
    abstract void cut(SshHost server);

    @BeforeEach
    void start() throws Exception {
        Path llama = Requirement.need(LlamaServer.folder(), LlamaServer.reason());
        host = host(folder);
        paddock = Paddock.unpacked("ssh", Jdk.running(), Map.of());
        model = paddock.home().resolve("models/paddock-demo.gguf");
        host.configure(paddock.home(), llama.resolve("bin/llama-server"), model);
        var start = paddock.launcher("start");
        assertEquals(0, start.exit(), start.output());
    }

    @AfterEach
    void stop() throws Exception {
        if (paddock != null) {
            paddock.close();
        }
        if (host != null) {
            host.close();
        }
    }

    /** The llama-servers that serve our model. */
    private List<ProcessHandle> servers() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> {
                        String line = process.info().commandLine().orElse("");
                        return line.contains("--alias") && line.contains(model.toString()) && !line.contains(" -c ");
                    })
                    .toList();
        }
    }

    private Answer chat() throws Exception {
        return paddock.post("/v1/chat/completions", CHAT + "false}");
    }

    @Test
    void a_chat_goes_to_the_other_machine_and_back_and_nothing_is_left_there() throws Exception {
        Answer whole = chat();
        assertEquals(200, whole.status(), whole.body());
        assertFalse(whole.text("/choices/0/message/content").isBlank(), whole.body());
        Sse stream = Sse.post(paddock, "/v1/chat/completions", CHAT + "true}");
        assertEquals(whole.text("/choices/0/message/content"), stream.text().replace("null", ""), stream.toString());
        Answer ensured = paddock.post("/api/v1/endpoints", EnsureBody.forModel("far"));
        assertEquals("ssh_exec", ensured.text("/endpoint/metadata/execution_surface"), ensured.body());
        assertTrue(ensured.text("/endpoint/base_url").startsWith("http://127.0.0.1:"), ensured.body());
        assertEquals(1, servers().size());
        its_key_is_in_no_command_line_there(
                ensured.text("/endpoint/headers/Authorization").replace("Bearer ", ""));
        assertEquals(0, paddock.launcher("stop").exit());
        Eventually.holds("no server is left", () -> servers().isEmpty());
    }

    private static void its_key_is_in_no_command_line_there(String key) {
        assertTrue(key.length() >= 32, key);
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            assertTrue(all.noneMatch(
                    process -> process.info().commandLine().orElse("").contains(key)));
        }
    }

    @Test
    void a_cut_connection_ends_it_there_and_the_next_chat_gets_another_one() throws Exception {
        assertEquals(200, chat().status());
        List<ProcessHandle> first = servers();
        assertEquals(1, first.size());
        long cut = System.nanoTime();
        cut(host);
        Eventually.holds("the first one is gone", () -> !first.get(0).isAlive());
        assertTrue(System.nanoTime() - cut < 6_000_000_000L, "within five seconds, and the look of the test");
        Eventually.holds("a chat after the cut", () -> chat().status() == 200);
        assertEquals(1, servers().size());
    }

    @Test
    void a_killed_runtime_leaves_nothing_there() throws Exception {
        assertEquals(200, chat().status());
        List<ProcessHandle> first = servers();
        long killed = System.nanoTime();
        assertTrue(ProcessHandle.of(paddock.pid()).orElseThrow().destroyForcibly());
        Eventually.holds("it is gone", () -> servers().isEmpty());
        assertTrue(System.nanoTime() - killed < 6_000_000_000L, "within five seconds, and the look of the test");
        assertEquals(1, first.size());
    }

    @Test
    void over_http_nobody_names_a_machine_and_an_unknown_host_key_says_what_to_do() throws Exception {
        Answer named = paddock.post(
                "/api/v1/endpoints",
                "{\"request\":{\"target_preference\":{\"backend\":\"llamacpp\",\"backend_options\":"
                        + "{\"model_identity\":\"far\",\"ssh_target\":\"elsewhere\"}}}}");
        assertEquals("unknown_field", named.text("/code"), named.body());
        Answer bridged = paddock.post(
                "/api/v1/endpoints",
                "{\"request\":{\"target_preference\":{\"backend\":\"llamacpp\",\"execution_surface\":\"guest_bridge\","
                        + "\"backend_options\":{\"model_identity\":\"far\"}}}}");
        assertEquals("unsupported_execution_surface", bridged.text("/code"), bridged.body());
        Answer asked = paddock.post(
                "/api/v1/endpoints",
                "{\"request\":{\"target_preference\":{\"backend\":\"llamacpp\",\"execution_surface\":\"ssh_exec\","
                        + "\"backend_options\":{\"model_identity\":\"far\"}}}}");
        assertEquals(201, asked.status(), asked.body());
        Files.writeString(host.knownHosts(), "");
        cut(host);
        Eventually.holds("a refusal that names the file", () -> {
            Answer refused = chat();
            return refused.status() >= 500 && refused.body().contains("known_hosts");
        });
        assertFalse(chat().body().contains(folder.toString()));
        assertTrue(Files.readString(paddock.home().resolve("data/log/paddock.log"))
                .contains(host.knownHosts().toString()));
    }
}
