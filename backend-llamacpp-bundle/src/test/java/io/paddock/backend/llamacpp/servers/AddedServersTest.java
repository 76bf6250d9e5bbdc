// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.paddock.api.EngineSource;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its programs have no suffix")
class AddedServersTest {
    private static final Limits LIMITS =
            new Limits(100_000, 100_000, 100, Duration.ofMillis(300), Duration.ofSeconds(20));

    @TempDir
    Path work;

    private AddedServers servers;
    private HttpServer http;
    private final CountDownLatch never = new CountDownLatch(1);

    @BeforeEach
    void prepare() throws Exception {
        servers = new AddedServers(work.resolve("data/servers"), LIMITS);
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.start();
    }

    @AfterEach
    void close() {
        never.countDown();
        http.stop(0);
    }

    private AddedServer add(String place, String sha256, String name) {
        return servers.add(
                new EngineSource(place, sha256, name),
                program -> "0.7.0 (build 11669, commit x)",
                Patience.of(Duration.ofSeconds(20), () -> false));
    }

    private Problem refused(String place, String sha256, String name) throws Exception {
        Problem problem = assertThrows(InferenceException.class, () -> add(place, sha256, name))
                .problem();
        assertEquals(ErrorCode.ENGINE_REFUSED, problem.code());
        assertFalse(problem.detail().contains(work.toString()), problem.detail());
        assertEquals(List.of(), drafts());
        return problem;
    }

    private List<String> drafts() throws Exception {
        return names(work.resolve("data/servers")).stream()
                .filter(name -> name.startsWith("."))
                .toList();
    }

    private Path archive() throws Exception {
        return new Packed()
                .file("llama-b1/bin/llama-server", "#!/bin/sh\n", 0755)
                .file("llama-b1/lib/libggml.so", "x", 0644)
                .to(work.resolve("llama.tar.gz"));
    }

    private String sha256(Path file) throws Exception {
        return Checksum.of(file, Patience.of(Duration.ofSeconds(9), () -> false));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + http.getAddress().getPort() + path;
    }

    @Test
    void an_archive_is_unpacked_into_the_store_and_named_after_its_version() throws Exception {
        Path archive = archive();

        AddedServer server = add(archive.toString(), sha256(archive), null);
        Files.delete(archive);
        assertEquals("llama-server-0.7.0-build-11669", server.name());
        assertEquals(
                work.resolve("data/servers/llama-server-0.7.0-build-11669/files/llama-b1/bin/llama-server"),
                server.program());
        assertTrue(Files.isExecutable(server.program()));
        assertEquals(List.of(server), servers.list());
        assertEquals(List.of(server), new AddedServers(work.resolve("data/servers"), LIMITS).list());
        assertEquals(List.of(), drafts());
    }

    @Test
    void several_versions_lie_side_by_side_in_the_order_in_which_they_came() throws Exception {
        Path archive = archive();
        add(archive.toString(), null, "zz");
        add(archive.toString(), null, null);
        add(archive.toString(), null, null);

        assertEquals(
                List.of("zz", "llama-server-0.7.0-build-11669", "llama-server-0.7.0-build-11669-2"),
                servers.list().stream().map(AddedServer::name).toList());
    }

    @Test
    void a_folder_is_used_where_it_lies_and_stays_when_the_engine_goes() throws Exception {
        Path program = work.resolve("build/bin/llama-server");
        Files.createDirectories(program.getParent());
        Files.writeString(program, "x");

        AddedServer server = add(work.toString(), null, "mine");
        assertEquals(program, server.program());
        assertNull(server.sha256());
        servers.remove("mine");

        assertTrue(Files.exists(program));
        assertEquals(List.of(), servers.list());
        assertEquals("sha256", refused(work.toString(), "0".repeat(64), null).field());
    }

    @Test
    void what_is_removed_is_gone_from_the_disk_and_from_the_choices() throws Exception {
        add(archive().toString(), null, "one");
        servers.choose("one", null);
        servers.choose("one", "big");
        servers.choose("two", "small");

        servers.remove("one");

        assertEquals(new Choices(null, Map.of("small", "two")), servers.choices());
        assertFalse(Files.exists(work.resolve("data/servers/one")));
        assertEquals(
                ErrorCode.ENGINE_NOT_FOUND,
                assertThrows(InferenceException.class, () -> servers.remove("one"))
                        .code());
    }

    @Test
    void choices_outlive_the_runtime_and_damaged_ones_are_set_aside() throws Exception {
        servers.choose("one", null);
        servers.choose("two", "big");
        AddedServers later = new AddedServers(work.resolve("data/servers"), LIMITS);

        assertEquals(Optional.of("one"), later.choices().of("other"));
        assertEquals(Optional.of("two"), later.choices().of("big"));
        assertEquals(Optional.of("one"), later.choices().of(null));
        later.choose(null, "big");
        assertEquals(Optional.of("one"), servers.choices().of("big"));
        assertEquals(Optional.of("one"), later.choices().of("big"));

        Files.writeString(work.resolve("data/servers/choices.json"), "{\"default\":");
        assertEquals(Choices.NONE, later.choices());
        assertTrue(Files.exists(work.resolve("data/servers/choices.json.damaged")));
        later.choose("two", null);
        assertEquals(Optional.of("two"), servers.choices().of("x"));
    }

    @Test
    void names_that_are_taken_or_would_confuse_are_refused() throws Exception {
        String archive = archive().toString();
        add(archive, null, "one");

        assertTrue(refused(archive, null, "one").detail().contains("there is an engine 'one'"));
        for (String name :
                List.of("auto", "path", "../x", ".new-x", "A", "", "worker", "java-llama.cpp-linux-x86_64")) {
            assertEquals("name", refused(archive, null, name).field(), name);
        }
    }

    @Test
    void another_checksum_stops_it_before_anything_is_unpacked() throws Exception {
        Path evil = new Packed().file("../../../evil", "x", 0644).to(work.resolve("evil.tar.gz"));

        Problem problem = refused(evil.toString(), "0".repeat(64), null);

        assertEquals("sha256", problem.field());
        assertTrue(problem.detail().contains("nothing of it was unpacked"), problem.detail());
        assertEquals("sha256", refused(evil.toString(), "abc", null).field());
    }

    @Test
    void what_does_not_hold_the_program_or_does_not_work_leaves_nothing_behind() throws Exception {
        Path without = new Packed().file("README", "x", 0644).to(work.resolve("w.tar.gz"));
        assertTrue(refused(without.toString(), null, null).detail().contains("holds no llama-server"));
        assertEquals("place", refused("relative/path", null, null).field());
        assertEquals(
                "place", refused(work.resolve("none").toString(), null, null).field());
        InferenceException broken = new InferenceException(ErrorCode.ENGINE_REFUSED, "it does not run");
        assertEquals(
                broken,
                assertThrows(
                        InferenceException.class,
                        () -> servers.add(
                                new EngineSource(archive().toString(), null, null),
                                program -> {
                                    throw broken;
                                },
                                Patience.of(Duration.ofSeconds(20), () -> false))));
        assertEquals(List.of(), drafts());
        assertEquals(List.of(), servers.list());
    }

    @Test
    void a_url_is_fetched_and_needs_a_checksum() throws Exception {
        Path archive = archive();
        byte[] bytes = Files.readAllBytes(archive);
        http.createContext("/llama.tar.gz", exchange -> {
            exchange.sendResponseHeaders(200, bytes.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(bytes);
            }
        });

        assertEquals("sha256", refused(url("/llama.tar.gz"), null, null).field());
        AddedServer server = add(url("/llama.tar.gz"), sha256(archive), "fetched");
        AddedServer file = add(archive.toUri().toString(), sha256(archive), "copied");

        assertTrue(Files.isExecutable(server.program()));
        assertTrue(Files.isExecutable(file.program()));
        assertEquals(List.of("files", "server.json"), names(work.resolve("data/servers/fetched")));
        assertEquals(
                "sha256", refused(url("/llama.tar.gz"), "1".repeat(64), "other").field());
        assertTrue(refused(url("/missing"), "1".repeat(64), null).detail().contains("status 404"));
        for (String wrong : List.of("ftp://127.0.0.1/x", "http://u:p@127.0.0.1/x", "http:///x", "http://a b/")) {
            assertEquals("place", refused(wrong, "1".repeat(64), null).field(), wrong);
        }
    }

    @Test
    void a_download_is_bounded_in_size_and_silence() throws Exception {
        http.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                while (true) {
                    body.write(new byte[10_000]);
                }
            }
        });
        http.createContext("/silent", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            try {
                never.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertTrue(refused(url("/endless"), "1".repeat(64), null).detail().contains("larger than"));
        assertTrue(refused(url("/silent"), "1".repeat(64), null).detail().contains("sent nothing"));
    }

    @Test
    void a_program_without_the_right_to_execute_gets_it() throws Exception {
        Path zip = Packed.zip(work.resolve("w.zip"), false, "bin/llama-server", "x");
        assertTrue(Files.isExecutable(add(zip.toString(), null, null).program()));
    }

    @Test
    void what_an_earlier_run_left_half_done_is_no_engine_and_is_cleaned() throws Exception {
        Files.createDirectories(work.resolve("data/servers/.new-1/files"));
        Files.createDirectories(work.resolve("data/servers/.new-2/files"));
        Files.createDirectories(work.resolve("data/servers/strange"));
        Files.setLastModifiedTime(
                work.resolve("data/servers/.new-1"), FileTime.from(Instant.now().minus(Duration.ofHours(2))));

        assertEquals(List.of(), servers.list());
        servers.clean();

        assertEquals(List.of(".new-2", "strange"), names(work.resolve("data/servers")));
    }

    private static List<String> names(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
