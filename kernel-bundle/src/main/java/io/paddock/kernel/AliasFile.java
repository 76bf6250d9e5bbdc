// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.paddock.api.Alias;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.ModelTarget;
import io.paddock.api.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that aliases are kept in; options may be secrets, so only its owner reads it. Blocks; one writer at a time. */
final class AliasFile {
    private static final Logger LOG = LoggerFactory.getLogger(AliasFile.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rw-------");

    private final Path file;

    /** @param file where, or null to keep nothing */
    AliasFile(Path file) {
        this.file = file;
    }

    /** What was kept; what cannot be read is set aside and told in the log. */
    List<Alias> read() {
        if (file == null || !Files.exists(file)) {
            return List.of();
        }
        try {
            Map<String, Map<String, Object>> kept = JSON.readValue(file.toFile(), new TypeReference<>() {});
            List<Alias> aliases = new ArrayList<>();
            kept.forEach((name, form) -> aliases.add(alias(name, form)));
            return aliases;
        } catch (IOException | RuntimeException e) {
            LOG.error("the aliases in {} cannot be read; they are set aside and none is known", file, e);
            setAside();
            return List.of();
        }
    }

    private static Alias alias(String name, Map<String, Object> form) {
        Map<String, Object> options = new LinkedHashMap<>();
        if (form.get("options") instanceof Map<?, ?> kept) {
            kept.forEach((option, value) -> options.put(String.valueOf(option), value));
        }
        return new Alias(name, new ModelTarget((String) form.get("backend"), (String) form.get("model"), options));
    }

    private void setAside() {
        try {
            Files.move(file, sibling(".unreadable"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.error("{} cannot be set aside", file, e);
        }
    }

    /** Keeps these in place of those before; fails with {@link ErrorCode#STATE_UNWRITABLE}, and those before are kept. */
    void write(Collection<Alias> aliases) {
        if (file == null) {
            return;
        }
        Map<String, Object> forms = new LinkedHashMap<>();
        aliases.forEach(one -> forms.put(one.name(), form(one.target())));
        try {
            Files.createDirectories(file.getParent());
            Path next = sibling(".next");
            Files.deleteIfExists(next);
            create(next);
            Files.write(next, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(forms));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.error("the aliases cannot be written to {}", file, e);
            throw new InferenceException(Problem.of(
                    ErrorCode.STATE_UNWRITABLE, "the aliases could not be written; see to the disk and try again"));
        }
    }

    private static void create(Path path) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(OURS));
        } else {
            Files.createFile(path);
        }
    }

    private static Map<String, Object> form(ModelTarget target) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("backend", target.backend());
        form.put("model", target.model());
        form.put("options", target.options());
        return form;
    }

    private Path sibling(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
