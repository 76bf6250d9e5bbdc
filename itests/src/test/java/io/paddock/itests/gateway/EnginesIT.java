// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.paddock.itests.support.Answer;
import io.paddock.itests.support.EnsureBody;
import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.Finished;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.LlamaServer;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.Requirement;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Engines are seen, added, chosen and removed in a booted distribution, and what was chosen outlives it. */
class EnginesIT {
    private static final String MODEL = "paddock-demo";

    @TempDir
    Path work;

    private static Finished exec(Paddock paddock, String line) throws Exception {
        return paddock.launcher("exec", line);
    }

    private static String ok(Paddock paddock, String line) throws Exception {
        Finished done = exec(paddock, line);
        assertEquals(0, done.exit(), line + ": " + done.output());
        return done.output();
    }

    private static Answer ensure(Paddock paddock) throws Exception {
        Answer ensured = paddock.post("/api/v1/endpoints", EnsureBody.forModel(MODEL));
        assertEquals(201, ensured.status(), ensured.body());
        return ensured;
    }

    private static Optional<JsonNode> engine(Paddock paddock, String name) throws Exception {
        Answer all = paddock.send(HttpRequest.newBuilder(paddock.uri("/api/v1/engines"))
                .header("Authorization", "Bearer " + paddock.adminToken()));
        assertEquals(200, all.status(), all.body());
        return StreamSupport.stream(all.json().at("/items").spliterator(), false)
                .filter(engine -> engine.at("/name").asText().equals(name))
                .findFirst();
    }

    @Test
    void fragments_of_all_platforms_are_installed_and_only_those_for_this_machine_work() throws Exception {
        try (Paddock paddock = Paddock.started("fragments", Jdk.running(), Map.of())) {
            JsonNode all = paddock.get("/api/v1/engines").json().at("/items");
            long fragments = 0;
            for (JsonNode engine : all) {
                boolean own = engine.at("/name").asText().endsWith("-cuda"); // of a build with -Dllama.natives.cuda
                if (engine.at("/kind").asText().equals("fragment") && !own) {
                    fragments++;
                    assertEquals("4.2.0", engine.at("/version").asText());
                    assertEquals("b4916", engine.at("/llama_cpp").asText());
                    assertTrue(engine.at("/architectures").size() > 40, engine.toString());
                    assertEquals("cpu", engine.at("/device_types/0").asText());
                }
            }
            assertEquals(5, fragments, all.toString());
            assertTrue(engine(paddock, "java-llama.cpp-windows-x86_64")
                    .orElseThrow()
                    .at("/problem")
                    .asText()
                    .contains("another platform"));
            assertEquals(
                    "metal",
                    engine(paddock, "java-llama.cpp-mac-aarch64")
                            .orElseThrow()
                            .at("/device_types/1")
                            .asText());
            Answer ensured = ensure(paddock);
            JsonNode used = engine(paddock, ensured.text("/endpoint/metadata/engine_name"))
                    .orElseThrow();
            assertTrue(used.at("/by_default").asBoolean(), used.toString());
            assertTrue(used.at("/problem").isNull(), used.toString());
            assertEquals(ensured.text("/instance_id"), used.at("/instances/0").asText());
        }
    }

    /** The library in it is that for the processor, since there is none with CUDA here: what is proved is all around it. */
    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "the CUDA fragment is for Linux on x86-64")
    void the_cuda_fragment_is_built_and_installed_beside_that_for_the_processor_and_a_property_chooses()
            throws Exception {
        Path project = CudaFragment.project(work);
        assertAWrongFolderEndsItsBuild(project);
        try (Paddock paddock = Paddock.unpacked("cuda-deployed", Jdk.running(), Map.of())) {
            Finished built = CudaFragment.build(project, CudaFragment.natives(paddock.home(), work));
            assertEquals(0, built.exit(), built.output());
            Path deploy = Files.createDirectories(paddock.home().resolve("deploy"));
            Files.copy(CudaFragment.jar(project), deploy.resolve("natives-cuda.jar"));
            assertThePropertyChooses(paddock);
        }
        try (Paddock paddock = Paddock.unpacked("cuda-feature", Jdk.running(), Map.of())) {
            CudaFragment.boot(paddock.home(), CudaFragment.jar(project));
            assertThePropertyChooses(paddock);
        }
    }

    private void assertAWrongFolderEndsItsBuild(Path project) throws Exception {
        Path wrong = Files.createDirectories(work.resolve("wrong"));
        Files.writeString(wrong.resolve("libjllama.so"), "no library\n".repeat(20));
        Finished refused = CudaFragment.build(project, wrong);
        assertEquals(1, refused.exit(), refused.output());
        assertTrue(
                refused.output().contains("natives: The file " + wrong + "/libjllama.so is no native library"),
                refused.output());
        assertThrows(IOException.class, () -> CudaFragment.jar(project), "no jar is made of it");
    }

    private static void assertThePropertyChooses(Paddock paddock) throws Exception {
        String cuda = "java-llama.cpp-linux-x86_64-cuda";
        Files.writeString(
                paddock.home().resolve("etc/custom.properties"),
                "\npaddock.natives = cuda\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        assertEquals(0, paddock.launcher("start").exit());

        Eventually.holds(
                "the fragment to be attached", () -> engine(paddock, cuda).isPresent());
        ok(paddock, "paddock:engine-use " + cuda);
        Answer ensured = ensure(paddock);
        assertEquals(cuda, ensured.text("/endpoint/metadata/engine_name"));
        JsonNode used = engine(paddock, cuda).orElseThrow();
        assertEquals("cuda", used.at("/device_types/1").asText());
        assertTrue(used.at("/by_default").asBoolean(), used.toString());
        ok(paddock, "paddock:engine-use java-llama.cpp-linux-x86_64 --model " + MODEL);
        assertEquals("java-llama.cpp-linux-x86_64", ensure(paddock).text("/endpoint/metadata/engine_name"));
    }

    @Test
    void a_llama_server_is_added_chosen_used_kept_over_a_restart_and_removed() throws Exception {
        Path folder = Path.of(
                Requirement.need(LlamaServer.folder(), LlamaServer.reason()).toString());
        try (Paddock paddock = Paddock.started("engines", Jdk.running(), Map.of())) {
            assertTrue(ok(paddock, "paddock:engine-add '" + folder + "' --name mine")
                    .contains("Engine mine added"));
            ok(paddock, "paddock:engine-use mine --model " + MODEL);

            Answer ensured = ensure(paddock);
            assertEquals("mine", ensured.text("/endpoint/metadata/engine_name"));
            assertEquals(
                    MODEL, engine(paddock, "mine").orElseThrow().at("/models/0").asText());
            assertFalse(paddock.get("/api/v1/engines").body().contains(folder.toString()), "paths are for the admin");
            Finished refused = exec(paddock, "paddock:engine-remove mine");
            assertEquals(1, refused.exit());
            assertTrue(refused.output().contains(ensured.text("/instance_id")), refused.output());

            assertEquals(0, paddock.launcher("stop").exit());
            assertEquals(0, paddock.launcher("start").exit());
            assertEquals("mine", ensure(paddock).text("/endpoint/metadata/engine_name"));

            ok(paddock, "paddock:engine-use java-llama.cpp-linux-" + machine() + " --model " + MODEL);
            assertTrue(ensure(paddock).text("/endpoint/metadata/engine").startsWith("java-llama.cpp"));
            ok(paddock, "paddock:stop --all --force");
            ok(paddock, "paddock:engine-remove mine");
            assertTrue(engine(paddock, "mine").isEmpty());
            assertEquals(1, exec(paddock, "paddock:engine-use mine").exit());
            assertArchivesAreUnpackedOnceTheirChecksumIsRight(paddock, PackedServer.of(folder, work));
        }
    }

    private static void assertArchivesAreUnpackedOnceTheirChecksumIsRight(Paddock paddock, PackedServer packed)
            throws Exception {
        String wrong = " --sha256 " + "0".repeat(64);
        HttpServer server = packed.serve();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/x.tar.gz";
            assertRefused(paddock, url, "needs a checksum");
            assertRefused(
                    paddock, url + wrong, "the archive is another one: its SHA-256 is " + packed.sha256("x.tar.gz"));
            assertRefused(paddock, packed.file("x.zip") + wrong, packed.sha256("x.zip"));

            ok(paddock, "paddock:engine-add " + url + " --sha256 " + packed.sha256("x.tar.gz") + " --name fetched");
            ok(
                    paddock,
                    "paddock:engine-add " + packed.file("x.zip") + " --sha256 " + packed.sha256("x.zip")
                            + " --name zipped");
        } finally {
            server.stop(0);
        }
        for (String name : List.of("fetched", "zipped")) {
            ok(paddock, "paddock:engine-use " + name + " --model " + MODEL);
            Answer ensured = ensure(paddock);
            assertEquals(name, ensured.text("/endpoint/metadata/engine_name"));
            assertTrue(ensured.text("/endpoint/metadata/engine").startsWith("llama-server "), ensured.body());
        }
    }

    /** Nothing of it is left: no engine, and nothing unpacked or fetched beside those that were added. */
    private static void assertRefused(Paddock paddock, String what, String because) throws Exception {
        Finished refused = exec(paddock, "paddock:engine-add " + what + " --name other");
        assertEquals(1, refused.exit(), refused.output());
        assertTrue(refused.output().contains(because), refused.output());
        assertTrue(engine(paddock, "other").isEmpty());
        try (Stream<Path> servers = Files.list(paddock.home().resolve("data/paddock/engines/servers"))) {
            assertEquals(List.of(), servers.filter(Files::isDirectory).toList());
        }
    }

    private static String machine() {
        return System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
    }
}
