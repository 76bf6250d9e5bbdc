// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.SurfaceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The other machine on which llama-servers may run, as the configuration names it.
 *
 * @param target name of the ssh target
 * @param program llama-server there: a path, or a name on the PATH there
 * @param models GGUF files there, by id
 * @param preferred whether instances go there unless a request says otherwise
 */
record RemotePlace(String target, String program, Map<String, ModelFile> models, boolean preferred) {
    private static final String SUFFIX = ".gguf";

    RemotePlace {
        models = Map.copyOf(models);
    }

    /**
     * Reads a configuration; null when it names no other machine.
     *
     * @throws IllegalArgumentException with a sentence about what is wrong
     */
    static RemotePlace of(Config config) {
        String surface = config.surface().strip();
        boolean preferred = surface.equals(SurfaceKind.SSH_EXEC.wireName());
        if (!preferred && !surface.equals(SurfaceKind.LOCAL_SUBPROCESS.wireName())) {
            throw new IllegalArgumentException("surface must be local_subprocess or ssh_exec");
        }
        String target = config.ssh__target().strip();
        if (target.isEmpty()) {
            if (preferred) {
                throw new IllegalArgumentException("surface ssh_exec needs an ssh_target");
            }
            return null;
        }
        if (preferred && !Set.of("auto", "llama-server").contains(config.engine())) {
            throw new IllegalArgumentException(
                    "surface ssh_exec goes with engine auto or llama-server; the others run on this machine only");
        }
        String program = config.ssh__program().strip();
        return new RemotePlace(target, program.isEmpty() ? "llama-server" : program, models(config), preferred);
    }

    private static Map<String, ModelFile> models(Config config) {
        Map<String, ModelFile> models = new TreeMap<>();
        for (String entry : String.join(",", config.ssh__models()).split(",", -1)) {
            if (!entry.isBlank()) {
                ModelFile model = model(entry.strip());
                if (models.put(model.id(), model) != null) {
                    throw new IllegalArgumentException("ssh_models names '" + model.id() + "' twice");
                }
            }
        }
        return models;
    }

    private static ModelFile model(String entry) {
        int sign = entry.startsWith("/") ? -1 : entry.indexOf('=');
        String path = entry.substring(sign + 1).strip();
        String name = path.substring(path.lastIndexOf('/') + 1);
        String id = sign > 0 ? entry.substring(0, sign).strip() : name.replaceFirst("\\" + SUFFIX + "$", "");
        if (!path.startsWith("/") || name.isEmpty() || id.isEmpty()) {
            throw new IllegalArgumentException("ssh_models must hold absolute paths there, or NAME=PATH");
        }
        return ModelFile.elsewhere(id, path);
    }

    /** The words of a call, without flags. */
    List<String> call(List<String> launcherArgs) {
        List<String> words = new ArrayList<>();
        words.add(program);
        words.addAll(launcherArgs);
        return words;
    }
}
