// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.openai;

import io.paddock.backend.http.ConfigValues;
import io.paddock.backend.http.ServerUrl;
import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;

/** Where a server is: what {@code /chat/completions} follows, and where it says how it is. */
final class OpenAiAddress {
    private static final String BASE = "base_url";
    private static final String HEALTH = "health_path";
    private static final int HTTP_PORT = 80;
    private static final Set<String> ROUTES = Set.of("/completions", "/embeddings", "/models");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]{1,64}){1,8}");

    private OpenAiAddress() {}

    /** The base URL, or null; what is wrong becomes a problem of {@code values}, without user info. */
    static URI base(ConfigValues values) {
        String written = values.text(BASE);
        if (written == null) {
            values.problem(BASE, "is missing; write the address that /chat/completions follows");
            return null;
        }
        if (written.indexOf('?') >= 0 || written.indexOf('#') >= 0) {
            values.problem(BASE, "must have no query and no fragment; give keys as headers");
            return null;
        }
        try {
            URI base = ServerUrl.parse(written, HTTP_PORT);
            if (ROUTES.stream().anyMatch(base.getPath()::endsWith)) {
                values.problem(BASE, "must end where the routes begin: leave off /chat/completions and the like");
                return null;
            }
            return base.getPath().isEmpty() ? ServerUrl.under(base, "/v1") : base;
        } catch (IllegalArgumentException e) {
            values.problem(BASE, e.getMessage());
            return null;
        }
    }

    /** Where the server says how it is, after its root; empty when it must not be asked. */
    static String healthPath(ConfigValues values) {
        String written = values.text(HEALTH);
        if (written == null) {
            return "/health";
        }
        if (written.equals("none")) {
            return "";
        }
        if (!PATH.matcher(written).matches()) {
            values.problem(HEALTH, "must be a path like /health, or none");
            return "";
        }
        return written;
    }
}
