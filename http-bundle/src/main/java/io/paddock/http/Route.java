// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * One route.
 *
 * @param method HTTP method
 * @param template path, with {@code {name}} for a segment that varies
 * @param admin whether the admin token is needed
 * @param handler answers it
 */
record Route(String method, String template, boolean admin, Handler handler) {

    /** Answers a call, now or later, on any thread. */
    @FunctionalInterface
    interface Handler {
        void handle(Call call);
    }

    static Route open(String method, String template, Function<Call, CompletableFuture<Answer>> answer) {
        return new Route(method, template, false, answering(answer));
    }

    static Route admin(String method, String template, Function<Call, CompletableFuture<Answer>> answer) {
        return new Route(method, template, true, answering(answer));
    }

    /** The varying segments when the path is this route's, else empty. */
    Optional<Map<String, String>> match(String path) {
        List<String> wanted = segments(template);
        List<String> given = segments(path);
        if (wanted.size() != given.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            String segment = wanted.get(i);
            if (segment.startsWith("{") && !given.get(i).isEmpty()) {
                variables.put(segment.substring(1, segment.length() - 1), given.get(i));
            } else if (!segment.equals(given.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    boolean takes(String wanted) {
        return method.equals(wanted) || (method.equals("GET") && wanted.equals("HEAD"));
    }

    private static List<String> segments(String path) {
        return Arrays.asList(path.split("/", -1));
    }

    private static Handler answering(Function<Call, CompletableFuture<Answer>> answer) {
        return call -> {
            var unused = answer.apply(call).whenComplete((done, failure) -> {
                if (failure != null) {
                    call.fail(failure);
                } else {
                    call.reply(done);
                }
            });
        };
    }
}
