// SPDX-License-Identifier: Apache-2.0
package io.paddock.example.attached;

import io.paddock.backend.http.CallHeaders;
import io.paddock.backend.http.ConfigValues;
import io.paddock.backend.http.ServerUrl;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code etc/io.paddock.example.attached.cfg} says.
 *
 * @param base what {@code /chat/completions} follows, or null when it is missing or wrong
 * @param headers what goes with each call: the key, if there is one
 * @param model the model when a request names none, as the server names it, or null when it is missing
 * @param problems what is wrong; empty when it can be used
 */
record AttachedSettings(URI base, CallHeaders headers, String model, List<String> problems) {
    static final String PID = "io.paddock.example.attached";

    private static final int HTTP_PORT = 80;

    /** Reads every value at once; nothing is left to fail later. */
    static AttachedSettings read(ConfigValues values) {
        URI base = base(values);
        CallHeaders headers = headers(values);
        String model = values.text("model");
        if (model == null) {
            values.problem("model", "is missing; write the name of one of the server's models");
        }
        return new AttachedSettings(base, headers, model, values.problems());
    }

    /** Why nothing can be served, in one sentence. */
    String complaint() {
        return "the configuration " + PID + " cannot be used: " + String.join("; ", problems);
    }

    /** The key stands in a file of its own: configuration is shown to people, a key never. */
    private static CallHeaders headers(ConfigValues values) {
        String file = values.text("api_key_file");
        try {
            return file == null ? CallHeaders.none() : CallHeaders.none().withBearer(Files.readString(Path.of(file)));
        } catch (IOException | InvalidPathException e) {
            values.problem("api_key_file", "cannot be read");
        } catch (IllegalArgumentException e) {
            values.problem("api_key_file", e.getMessage());
        }
        return CallHeaders.none();
    }

    private static URI base(ConfigValues values) {
        String written = values.text("base_url");
        if (written == null) {
            values.problem("base_url", "is missing; write the address that /chat/completions follows");
            return null;
        }
        try {
            return ServerUrl.parse(written, HTTP_PORT);
        } catch (IllegalArgumentException e) {
            values.problem("base_url", e.getMessage());
            return null;
        }
    }
}
