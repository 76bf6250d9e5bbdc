// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.openai;

import io.paddock.backend.http.Refusals;
import io.paddock.spi.InstanceSpec;
import java.util.List;

/** Which model a wish means. */
final class OpenAiModel {
    private static final String OPTION = "model_identity";
    private static final int MAX_LENGTH = 256;
    private static final List<String> NO_NAMES = List.of("..", "\\", "://");

    private OpenAiModel() {}

    /** Whether it can be a name at all. Slashes can be in one, but it is no path and no URL: the gateway lets none through. */
    static boolean possible(String name) {
        return !name.isBlank()
                && name.length() <= MAX_LENGTH
                && NO_NAMES.stream().noneMatch(name::contains)
                && !name.startsWith("/")
                && !name.startsWith("~")
                && name.chars().noneMatch(Character::isISOControl);
    }

    /** The model of {@code spec}: the first of {@code offered} when it names none; an empty list offers everything. */
    static String of(InstanceSpec spec, List<String> offered) {
        String option = Refusals.text(spec, OPTION);
        String alias = option == null ? Refusals.text(spec, "model") : option;
        String wanted = spec.model() == null ? alias : spec.model().strip();
        if (wanted == null && !offered.isEmpty()) {
            return offered.get(0);
        }
        if (wanted == null || wanted.isEmpty()) {
            throw Refusals.option(OPTION, "name a model; the list of models shows what the server has");
        }
        if (!possible(wanted)) {
            throw Refusals.option(
                    OPTION, "a model name has at most 256 characters, all printable, and is neither a path nor a URL");
        }
        if (!offered.isEmpty() && !offered.contains(wanted)) {
            throw Refusals.option(OPTION, "this backend is configured for " + String.join(", ", offered) + " only");
        }
        return wanted;
    }
}
