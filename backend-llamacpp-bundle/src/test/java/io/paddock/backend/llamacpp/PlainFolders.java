// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import de.kherud.llama.LlamaModel;
import io.paddock.backend.llamacpp.engine.EngineFiles;
import io.paddock.backend.llamacpp.engine.Placement;
import io.paddock.testmodel.Natives;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Engine files without a store: the engine lies there already, other files are copied once; for tests. */
record PlainFolders(Path engineFolder) implements OneEngine {
    /** The real engine and the real worker; the test is skipped when there is no library for this machine. */
    static WorkerFiles files(Path engine) throws Exception {
        Files.createDirectories(engine);
        Path jar = Path.of(LlamaModel.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Files.copy(jar, engine.resolve(EngineFiles.JAR));
        Natives.folder(engine.resolve(EngineFiles.NATIVES));
        Files.createFile(engine.resolve(EngineFiles.IN_USE));
        return new WorkerFiles(new PlainFolders(engine), workerJars());
    }

    @Override
    public Placement engine() {
        return Placement.at(engineFolder, "0".repeat(64));
    }

    @Override
    public synchronized Placement place(Map<String, URL> wanted) {
        Path target = engineFolder.resolveSibling("worker");
        try {
            Files.createDirectories(target);
            Files.write(target.resolve(EngineFiles.IN_USE), new byte[0]);
            for (Map.Entry<String, URL> file : wanted.entrySet()) {
                try (InputStream in = file.getValue().openStream()) {
                    Files.write(target.resolve(file.getKey()), in.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Placement.at(target, "1".repeat(64));
    }

    private static Map<String, URL> workerJars() throws IOException {
        Map<String, URL> jars = new TreeMap<>();
        try (Stream<Path> found = Files.list(Path.of("target", "worker"))) {
            for (Path jar : found.toList()) {
                jars.put(jar.getFileName().toString(), jar.toUri().toURL());
            }
        }
        return jars;
    }
}
