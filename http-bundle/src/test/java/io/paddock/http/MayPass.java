// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import java.util.Set;

/** What is no mistake, although it is not what stood there before. */
final class MayPass {
    private static final Set<String> ABSENT = Set.of("is missing", "is null");
    private static final Set<String> NAMES = Set.of("is a word nobody knows", "is a number as a text");
    private static final Set<String> NAMED = Set.of(
            "request_id", "run_id", "attempt_id", "boundary_ref", "consumer", "owner_ref", "id", "model_identity");
    private static final Set<String> OPEN = Set.of("metadata", "observability", "constraints");

    private MayPass() {}

    static boolean test(BrokenBodies.Broken one) {
        String name = one.field().substring(one.field().lastIndexOf('.') + 1);
        String how = one.how();
        if (name.equals("request")) {
            return how.equals("is an empty object"); // a question need not name what it wants
        }
        if (ABSENT.contains(how)) {
            return true;
        }
        if (insideOpen(one.field())) {
            return !name.equals("accept_unavailable") || how.equals("is true") || how.equals("is unknown");
        }
        return switch (name) {
            case "ttl_ms", "ctx_size" -> how.equals("is a number");
            case "wait_ms" -> how.equals("is a number") || how.equals("is zero");
            case "renewable", "streaming?", "tool_calling" -> how.equals("is true");
            case "metadata", "observability", "constraints" ->
                how.equals("is an empty object") || how.equals("is an object");
            default -> (NAMED.contains(name) && NAMES.contains(how)) || containers(name, how);
        };
    }

    private static boolean containers(String name, String how) {
        return switch (name) {
            case "target_preference",
                    "consumer",
                    "context",
                    "lease",
                    "backend_options",
                    "required_capabilities",
                    "optional_capabilities" -> how.equals("is an empty object");
            default -> name.startsWith("accepted_") && how.equals("is an empty list");
        };
    }

    private static boolean insideOpen(String field) {
        return OPEN.stream().anyMatch(open -> field.contains("." + open + "."));
    }
}
