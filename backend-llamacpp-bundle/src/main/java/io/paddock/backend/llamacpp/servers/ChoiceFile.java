// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The choices in a small file, so that they outlive the runtime. Read again when it changed. Thread-safe. */
final class ChoiceFile {
    private static final Logger LOG = LoggerFactory.getLogger(ChoiceFile.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String STANDARD = "default";
    private static final String MODELS = "models";

    private final Path file;
    private volatile Seen seen = new Seen(Choices.NONE, null, -1);

    ChoiceFile(Path file) {
        this.file = file;
    }

    private record Seen(Choices choices, Object modified, long size) {}

    Choices read() {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            Seen before = seen;
            if (now.lastModifiedTime().equals(before.modified()) && now.size() == before.size()) {
                return before.choices();
            }
            Choices choices = parse(JSON.readTree(file.toFile()));
            seen = new Seen(choices, now.lastModifiedTime(), now.size());
            return choices;
        } catch (NoSuchFileException e) {
            return Choices.NONE;
        } catch (IOException | RuntimeException e) {
            setAside(e);
            return Choices.NONE;
        }
    }

    private static Choices parse(JsonNode said) throws IOException {
        if (!said.isObject()) {
            throw new IOException("not an object");
        }
        Map<String, String> models = new TreeMap<>();
        said.path(MODELS)
                .properties()
                .forEach(choice -> models.put(choice.getKey(), choice.getValue().asText()));
        return new Choices(said.path(STANDARD).asText(null), models);
    }

    /** Kept for whoever wants to look; the next choice writes a new one. */
    private void setAside(Exception e) {
        LOG.warn("the file with the chosen engines is damaged; it is set aside, and no engine is chosen", e);
        try {
            Files.move(file, file.resolveSibling(file.getFileName() + ".damaged"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException stays) {
            LOG.warn("it stays where it is", stays);
        }
    }

    /** Written beside, forced to the disk, and moved: there is the old file or the new one. */
    void write(Choices choices) throws IOException {
        ObjectNode said = JSON.createObjectNode();
        said.put(STANDARD, choices.standard());
        ObjectNode models = said.putObject(MODELS);
        new TreeMap<>(choices.models()).forEach(models::put);
        Files.createDirectories(file.getParent());
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes =
                    ByteBuffer.wrap(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(said));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
