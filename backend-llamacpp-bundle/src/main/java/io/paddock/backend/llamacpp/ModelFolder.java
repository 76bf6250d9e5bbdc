// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.gguf.GgufException;
import io.paddock.gguf.GgufFile;
import io.paddock.gguf.GgufReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The model files that there are. Looks at the disk at most once a second; thread-safe. */
final class ModelFolder {
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final String SUFFIX = ".gguf";
    // A model in parts is named by its first part, the others are found by the engine.
    private static final Pattern LATER_PART = Pattern.compile(".*-(?!00001)[0-9]{5}-of-[0-9]{5}");

    private final Path folder;
    private final List<Path> files;
    private final Map<Path, ModelFile> known = new ConcurrentHashMap<>();
    private volatile Seen seen;

    ModelFolder(Path folder, List<Path> files) {
        this.folder = folder;
        this.files = List.copyOf(files);
    }

    private record Seen(SortedMap<String, ModelFile> models, long atNanos) {}

    /** Every model file by id, those with a problem too. */
    SortedMap<String, ModelFile> models() {
        Seen now = seen;
        if (now != null && System.nanoTime() - now.atNanos() < FRESH.toNanos()) {
            return now.models();
        }
        SortedMap<String, ModelFile> models = new TreeMap<>();
        List<Path> all = inFolder();
        all.addAll(files); // a file that somebody named goes before one that just lies there
        for (Path path : all) {
            look(path).ifPresent(model -> models.put(model.id(), model));
        }
        known.keySet().retainAll(all);
        seen = new Seen(models, System.nanoTime());
        return models;
    }

    /** One model; looks at the disk again when it is not among those last seen. */
    Optional<ModelFile> find(String id) {
        ModelFile model = models().get(id);
        if (model == null) {
            seen = null;
            model = models().get(id);
        }
        return Optional.ofNullable(model).flatMap(found -> look(found.path()));
    }

    private List<Path> inFolder() {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                entries.forEach(found::add);
            } catch (IOException e) {
                found.clear(); // unreadable is as good as empty; availability() tells
            }
        }
        found.removeIf(path -> !isModel(path));
        return found;
    }

    private static boolean isModel(Path path) {
        String name = path.getFileName().toString();
        return name.toLowerCase(Locale.ROOT).endsWith(SUFFIX)
                && !name.startsWith(".")
                && !LATER_PART.matcher(id(path)).matches()
                && Files.isRegularFile(path);
    }

    private static String id(Path path) {
        String name = path.getFileName().toString();
        return name.toLowerCase(Locale.ROOT).endsWith(SUFFIX)
                ? name.substring(0, name.length() - SUFFIX.length())
                : name;
    }

    /** The file as it is now; its header is read again only when it changed. Empty when it is gone. */
    private Optional<ModelFile> look(Path path) {
        try {
            long size = Files.size(path);
            long modified = Files.getLastModifiedTime(path).toMillis();
            ModelFile before = known.get(path);
            if (before != null && before.sizeBytes() == size && before.modifiedMs() == modified) {
                return Optional.of(before);
            }
            ModelFile model = read(path, size, modified);
            known.put(path, model);
            return Optional.of(model);
        } catch (IOException e) {
            return files.contains(path)
                    ? Optional.of(new ModelFile(id(path), path, 0, 0, null, "its file is not there"))
                    : Optional.empty();
        }
    }

    private static ModelFile read(Path path, long size, long modified) {
        try {
            GgufFile header = GgufReader.read(path);
            return new ModelFile(
                    id(path),
                    path,
                    size,
                    modified,
                    header,
                    SupportedModels.noModel(header).orElse(null));
        } catch (GgufException e) {
            String problem = "the file is not a complete GGUF: " + e.getMessage();
            return new ModelFile(id(path), path, size, modified, null, problem);
        }
    }
}
