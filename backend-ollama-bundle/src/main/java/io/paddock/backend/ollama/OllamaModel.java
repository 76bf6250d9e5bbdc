// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.ollama;

import io.paddock.backend.http.Refusals;
import java.util.regex.Pattern;

/** Names of models as Ollama reads them: a missing tag is {@code latest}, the default registry goes without saying. */
final class OllamaModel {
    private static final String PART = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}";
    private static final Pattern NAME = Pattern.compile("(?:[A-Za-z0-9][A-Za-z0-9.-]{0,252}(?::[0-9]{1,5})?/)?(?:"
            + PART + "/){0,2}" + PART + "(?::" + PART + ")?");
    private static final String REGISTRY = "registry.ollama.ai/";
    private static final String LIBRARY = "library/";
    private static final String LATEST = ":latest";

    private OllamaModel() {}

    /** The one name for a model that has several; refuses what cannot be a name. */
    static String canonical(String written) {
        if (written == null || written.isBlank()) {
            throw Refusals.option("model_identity", "name a model; 'ollama list' shows the installed ones");
        }
        String name = written.trim();
        if (!NAME.matcher(name).matches()) {
            throw Refusals.option(
                    "model_identity", "this is not a name of an Ollama model; write one like llama3.2 or llama3.2:1b");
        }
        if (name.startsWith(REGISTRY)) {
            name = name.substring(REGISTRY.length());
        }
        if (name.startsWith(LIBRARY) && name.indexOf('/', LIBRARY.length()) < 0) {
            name = name.substring(LIBRARY.length());
        }
        boolean tagged = name.indexOf(':', name.lastIndexOf('/') + 1) >= 0;
        return tagged ? name : name + LATEST;
    }

    /** Whether a name that the daemon lists is that canonical name; Ollama compares without case. */
    static boolean same(String canonical, String listed) {
        return canonical.equalsIgnoreCase(listed) || canonical.equalsIgnoreCase(listed + LATEST);
    }

    /** The registry that a name spells out, or null for the daemon's own. */
    static String host(String canonical) {
        int first = canonical.indexOf('/');
        boolean named = first != canonical.lastIndexOf('/') || canonical.lastIndexOf(':', first) >= 0;
        return first > 0 && named ? canonical.substring(0, first) : null;
    }

    /** The name without the tag that goes without saying, or null when there is a real tag. */
    static String withoutLatest(String listed) {
        return listed.endsWith(LATEST) ? listed.substring(0, listed.length() - LATEST.length()) : null;
    }
}
