// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The OpenAI-compatible servers that a running Paddock is told of, one file each. */
public final class Upstreams {
    private final Paddock paddock;

    public Upstreams(Paddock paddock) {
        this.paddock = paddock;
    }

    /** Writes the file of one, whole at once; returns it. */
    public Path write(String name, String... lines) throws IOException {
        Path draft =
                Files.writeString(paddock.home().resolve("data/" + name + ".draft"), String.join("\n", lines) + "\n");
        return Files.move(draft, file(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /** Deletes the file of one. */
    public void remove(String name) throws IOException {
        Files.delete(file(name));
    }

    private Path file(String name) {
        return paddock.home().resolve("etc/io.paddock.backend.openai-" + name + ".cfg");
    }

    /** The backend of one, as it is listed. */
    public Optional<JsonNode> backend(String name) throws IOException, InterruptedException {
        JsonNode items = paddock.get("/api/v1/backends").json().at("/items");
        return StreamSupport.stream(items.spliterator(), false)
                .filter(item -> item.at("/manifest/backend").asText().equals("openai-" + name))
                .findFirst();
    }

    /** Waits until that backend is in that state. */
    public JsonNode await(String name, String state) throws Exception {
        Eventually.holds(
                name + " " + state,
                () -> backend(name)
                        .filter(found -> found.path("state").asText().equals(state))
                        .isPresent());
        return backend(name).orElseThrow();
    }

    /** Waits until that backend is gone. */
    public void awaitGone(String name) throws Exception {
        Eventually.holds(name + " to go", () -> backend(name).isEmpty());
    }

    /** The models in the runtime's list. */
    public List<String> models() throws IOException, InterruptedException {
        return paddock.get("/v1/models").json().path("data").findValuesAsText("id");
    }
}
