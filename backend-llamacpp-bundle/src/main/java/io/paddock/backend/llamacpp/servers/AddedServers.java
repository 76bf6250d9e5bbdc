// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.servers;

import io.paddock.api.EngineSource;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The llama-servers that were added, and the choices between engines. All of it is in one folder of the runtime's data.
 * Blocks on the disk; {@link #add} also on the network. Thread-safe.
 */
public final class AddedServers {
    private static final Logger LOG = LoggerFactory.getLogger(AddedServers.class);
    private static final Pattern URL = Pattern.compile("(?i)(file:|[a-z][a-z0-9+.-]{1,20}://).*");

    private final ServerStore store;
    private final ChoiceFile choices;
    private final Limits limits;

    /** @param folder where they are kept; need not be there yet */
    public AddedServers(Path folder, Limits limits) {
        this.store = new ServerStore(folder);
        this.choices = new ChoiceFile(folder.resolve("choices.json"));
        this.limits = limits;
    }

    /** All of them, the one that was added first first. */
    public List<AddedServer> list() {
        return store.servers();
    }

    /** One by name. */
    public Optional<AddedServer> find(String name) {
        return list().stream().filter(server -> server.name().equals(name)).findFirst();
    }

    /** What is chosen now. */
    public Choices choices() {
        return choices.read();
    }

    /** Chooses an engine, or none with null, for a model, or for all others with null. */
    public synchronized void choose(String engine, String model) {
        write(choices.read().with(engine, model));
    }

    /** Removes one that was added, with the choices for it. */
    public synchronized void remove(String name) {
        write(choices.read().without(name));
        try {
            if (!store.remove(name)) {
                throw new InferenceException(
                        ErrorCode.ENGINE_NOT_FOUND, "no engine '" + name + "' was added; list the engines");
            }
        } catch (IOException e) {
            LOG.warn("engine {} cannot be removed", name, e);
            throw Refusal.failed("removing the engine", e);
        }
    }

    private void write(Choices wanted) {
        if (wanted.equals(choices.read())) {
            return;
        }
        try {
            choices.write(wanted);
        } catch (IOException e) {
            LOG.warn("the choice of engines cannot be written", e);
            throw new InferenceException(
                    ErrorCode.STATE_UNWRITABLE, "the choice could not be written; is the disk full?");
        }
    }

    /** How long one addition may take. */
    public Limits limits() {
        return limits;
    }

    /** Removes what an earlier run left half done. */
    public void clean() {
        store.clean();
    }

    /** What stands in the draft's folder, or outside. */
    private record Unchecked(Path program, String sha256) {}

    /** Adds one, or refuses; what was fetched and unpacked for one that is refused is gone. */
    public AddedServer add(EngineSource source, ProgramCheck check, Patience patience) {
        ServerNames.check(source.name());
        String sha256 = Checksum.given(source.sha256());
        Path draft = null;
        try {
            draft = store.draft();
            Unchecked found = URL.matcher(source.place()).matches()
                    ? fromUrl(source.place(), sha256, draft, patience)
                    : fromDisk(source.place(), sha256, draft, patience);
            String version = check.version(found.program());
            patience.check();
            return keep(draft, source, found, version);
        } catch (IOException e) {
            LOG.warn("an engine cannot be added", e);
            throw Refusal.failed("adding the engine", e);
        } finally {
            forget(draft);
        }
    }

    private AddedServer keep(Path draft, EngineSource source, Unchecked found, String version) throws IOException {
        String name = source.name() != null
                ? source.name()
                : ServerNames.of(version, taken -> find(taken).isPresent());
        AddedServer server = new AddedServer(name, found.program(), source.place(), found.sha256(), Instant.now());
        if (!store.keep(draft, server)) {
            throw Refusal.of("name", "there is an engine '" + name + "'; give another name, or remove that one first");
        }
        return find(name)
                .orElseThrow(() -> new IllegalStateException("the engine " + name + " vanished while it was added"));
    }

    private Unchecked fromUrl(String place, String sha256, Path draft, Patience patience) throws IOException {
        if (sha256 == null) {
            throw Refusal.of("sha256", "what comes from a URL needs a checksum: say --sha256 and its 64 hex digits");
        }
        Path archive = draft.resolve("archive");
        new Download(limits, patience).fetch(Download.url(place), archive);
        Unchecked found = unpacked(archive, sha256, draft, patience);
        Files.delete(archive);
        return found;
    }

    private Unchecked fromDisk(String place, String sha256, Path draft, Patience patience) throws IOException {
        Path path;
        try {
            path = Path.of(place);
        } catch (InvalidPathException e) {
            throw Refusal.of("place", "that is no path");
        }
        if (!path.isAbsolute()) {
            throw Refusal.of("place", "the path must be absolute; the runtime has a working directory of its own");
        }
        if (Files.isRegularFile(path)) {
            if (Files.size(path) > limits.archiveBytes()) {
                throw FileBody.tooLarge(limits.archiveBytes());
            }
            return unpacked(path, sha256, draft, patience);
        }
        if (!Files.isDirectory(path)) {
            throw Refusal.of("place", "there is neither a folder nor a file of that name");
        }
        if (sha256 != null) {
            throw Refusal.of("sha256", "a folder has no checksum; leave sha256 out, or pack the folder");
        }
        return new Unchecked(ProgramPlaces.usual(path.normalize()).orElseThrow(AddedServers::without), null);
    }

    private Unchecked unpacked(Path archive, String wanted, Path draft, Patience patience) throws IOException {
        String sha256 = Checksum.of(archive, patience);
        Checksum.compare(wanted, sha256);
        Path files = draft.resolve(ServerStore.FILES);
        Archive.unpack(archive, files, limits, patience);
        Path program = ProgramPlaces.anywhere(files).orElseThrow(AddedServers::without);
        if (!Files.isExecutable(program) && !program.toFile().setExecutable(true)) { // packed on another system
            throw Refusal.of("place", "its llama-server cannot be made executable here");
        }
        return new Unchecked(program, sha256);
    }

    private static InferenceException without() {
        return Refusal.of(
                "place", "it holds no " + ProgramPlaces.PROGRAM + "; give an install or a build of llama.cpp");
    }

    private static void forget(Path draft) {
        try {
            if (draft != null) {
                Folders.delete(draft);
            }
        } catch (IOException e) {
            LOG.info("what was left of an addition stays until the next start: {}", e.toString());
        }
    }
}
