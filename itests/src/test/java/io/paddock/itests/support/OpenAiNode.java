// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.support;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** OpenAI's SDK for Node at one version, fetched into a cache outside the project. */
public final class OpenAiNode {
    private static final Path PROJECT =
            Path.of(System.getProperty("paddock.project")).toAbsolutePath().normalize();
    private static final Finished FETCHED = fetch();

    private OpenAiNode() {}

    /** Where Node finds it, if it could be had. */
    public static Optional<Path> modules() {
        return FETCHED.exit() == 0 ? Optional.of(Path.of(FETCHED.output().trim())) : Optional.empty();
    }

    /** Why there is none. */
    public static String reason() {
        return "OpenAI's SDK for Node could not be had: " + FETCHED.output().trim();
    }

    /** Runs a script of {@code src/test/node} in a process of its own. */
    public static Finished run(Path modules, String script, Map<String, String> environment)
            throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("NODE_PATH", modules.toString());
        return Shell.run(PROJECT.resolve("itests/src/test/node"), all, List.of("node", script));
    }

    private static Finished fetch() {
        try {
            return Shell.run(PROJECT, List.of("tools/openai-node/fetch-openai-node.sh"));
        } catch (IOException e) {
            return new Finished(1, e.getMessage(), 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Finished(1, "interrupted", 0);
        }
    }
}
