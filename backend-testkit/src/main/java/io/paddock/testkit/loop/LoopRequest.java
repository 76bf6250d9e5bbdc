// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit.loop;

import java.util.Map;

/**
 * One request, complete with its body.
 *
 * @param method method in upper case
 * @param path path without the query
 * @param headers by lower-case name; the last one of a name wins
 * @param body the bytes, maybe none; the array is not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a value that lives for one call; nobody compares it
public record LoopRequest(String method, String path, Map<String, String> headers, byte[] body) {
    /** The header of that lower-case name, or null. */
    public String header(String name) {
        return headers.get(name);
    }
}
