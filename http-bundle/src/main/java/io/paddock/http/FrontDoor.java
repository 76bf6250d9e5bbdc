// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The way in: guard, then route, then token, then handler. Whatever is thrown becomes an answer. */
final class FrontDoor {
    private final Guard guard;
    private final AdminToken token;
    private final List<Route> routes;

    FrontDoor(Guard guard, AdminToken token, List<Route> routes) {
        this.guard = guard;
        this.token = token;
        this.routes = List.copyOf(routes);
    }

    List<Route> routes() {
        return routes;
    }

    void enter(Call call) {
        try {
            guard.check(call.request());
            Route route = find(call);
            if (token.isIn(call.request())) {
                call.openForAdmin();
            } else if (route.admin()) {
                call.header("WWW-Authenticate", "Bearer");
                throw new InferenceException(
                        ErrorCode.ADMIN_TOKEN_REQUIRED,
                        "this route needs the admin token: send it as Authorization: Bearer or " + AdminToken.HEADER);
            }
            route.handler().handle(call);
        } catch (RuntimeException | Error e) {
            call.fail(e);
        }
    }

    private Route find(Call call) {
        String path = call.request().getRequestURI();
        TreeSet<String> methods = new TreeSet<>();
        for (Route route : routes) {
            Optional<Map<String, String>> variables = route.match(path);
            if (variables.isPresent()) {
                if (route.takes(call.request().getMethod())) {
                    call.variables(variables.get());
                    return route;
                }
                methods.add(route.method());
            }
        }
        if (methods.isEmpty()) {
            throw new InferenceException(
                    ErrorCode.ROUTE_NOT_FOUND, "there is no such route; /openapi.json lists all of them");
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        String allow = String.join(", ", methods);
        call.header("Allow", allow);
        throw new InferenceException(ErrorCode.METHOD_NOT_ALLOWED, "this route takes " + allow + " only");
    }
}
