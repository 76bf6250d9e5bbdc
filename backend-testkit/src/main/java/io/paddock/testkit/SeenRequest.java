// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import java.util.Map;

/**
 * A request that a {@link FakeModelServer} received.
 *
 * @param method method in upper case
 * @param path path without the query
 * @param headers first value of each, by lower-case name
 * @param body the body as text
 */
public record SeenRequest(String method, String path, Map<String, String> headers, String body) {
    public SeenRequest {
        headers = Map.copyOf(headers);
    }
}
