// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The added servers on the disk: one folder each, named as the server, with a description and what was unpacked for it.
 * A server is there, or it is not: folders appear and go at once. Several revisions of this bundle may share it.
 */
final class ServerStore {
    private static final Logger LOG = LoggerFactory.getLogger(ServerStore.class);
    private static final String DESCRIPTION = "server.json";
    /** Inside a server's folder: what was unpacked. */
    static final String FILES = "files";

    private static final Duration AT_WORK = Duration.ofHours(1);
    private static final JsonMapper JSON = new JsonMapper();

    private final Path root;

    ServerStore(Path root) {
        this.root = root;
    }

    /** All servers, the one that was added first first. */
    List<AddedServer> servers() {
        List<AddedServer> servers = new ArrayList<>();
        if (Files.isDirectory(root)) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, Files::isDirectory)) {
                folders.forEach(folder -> read(folder).ifPresent(servers::add));
            } catch (IOException e) {
                LOG.warn("the added engines cannot be read", e);
            }
        }
        servers.sort(Comparator.comparing(AddedServer::addedAt).thenComparing(AddedServer::name));
        return servers;
    }

    private static Optional<AddedServer> read(Path folder) {
        String name = folder.getFileName().toString();
        if (name.startsWith(".")) {
            return Optional.empty();
        }
        try {
            JsonNode said = JSON.readTree(folder.resolve(DESCRIPTION).toFile());
            Path program = folder.resolve(said.path("program").asText()); // stays as it is when it is absolute
            return Optional.of(new AddedServer(
                    name,
                    program,
                    said.path("place").asText(),
                    said.path("sha256").asText(null),
                    Instant.ofEpochMilli(said.path("added_at_ms").asLong())));
        } catch (IOException | RuntimeException e) {
            LOG.warn("the added engine {} has no description that can be read; it is left alone", name, e);
            return Optional.empty();
        }
    }

    /** A new folder to work in; nobody sees it as a server. */
    Path draft() throws IOException {
        return Files.createDirectories(root.resolve(".new-" + UUID.randomUUID()));
    }

    /** Makes a server of a draft; false when there is one of that name. */
    boolean keep(Path draft, AddedServer server) throws IOException {
        Path folder = root.resolve(server.name());
        ObjectNode said = JSON.createObjectNode();
        boolean unpacked = server.program().startsWith(draft);
        said.put(
                "program",
                (unpacked ? draft.relativize(server.program()) : server.program())
                        .toString()
                        .replace('\\', unpacked ? '/' : '\\'));
        said.put("place", server.place());
        said.put("sha256", server.sha256());
        said.put("added_at_ms", server.addedAt().toEpochMilli());
        JSON.writerWithDefaultPrettyPrinter()
                .writeValue(draft.resolve(DESCRIPTION).toFile(), said);
        if (Files.exists(folder)) {
            return false;
        }
        Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    /** Removes a server with its files; false when it is not there. */
    boolean remove(String name) throws IOException {
        Path folder = root.resolve(name);
        if (name.startsWith(".") || !Files.isDirectory(folder)) {
            return false;
        }
        Path gone = root.resolve(".old-" + UUID.randomUUID());
        Files.move(folder, gone, StandardCopyOption.ATOMIC_MOVE);
        Folders.delete(gone);
        return true;
    }

    /** Removes what an earlier run left half done; another revision of this bundle may be at work now. */
    void clean() {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(root, ".{new,old}-*")) {
            for (Path folder : left) {
                Instant touched = Files.getLastModifiedTime(folder).toInstant();
                if (touched.isBefore(Instant.now().minus(AT_WORK))) {
                    Folders.delete(folder);
                }
            }
        } catch (IOException e) {
            LOG.info("left-overs of added engines stay for now: {}", e.toString());
        }
    }
}
