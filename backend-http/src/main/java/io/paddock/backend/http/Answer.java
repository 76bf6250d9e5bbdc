// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * What came of one call.
 *
 * @param status HTTP status, or 0 when no answer came
 * @param json the body, or a missing node when it is not JSON
 * @param trouble why no answer came, in words; empty when one came
 */
public record Answer(int status, JsonNode json, String trouble) {
    static Answer none(String trouble) {
        return new Answer(0, MissingNode.getInstance(), trouble);
    }

    /** Whether an HTTP answer came at all. */
    public boolean came() {
        return status != 0;
    }

    /** Whether it is a success with a JSON object. */
    public boolean success() {
        return status >= 200 && status < 300 && json.isObject();
    }

    /** Whether the server wants another key, or one at all. */
    public boolean unauthorised() {
        return status == 401 || status == 403;
    }

    /** Whether the server sends its callers elsewhere. */
    public boolean redirect() {
        return status >= 300 && status < 400;
    }

    /** Whether the server has no such route. */
    public boolean noSuchRoute() {
        return status == 404 || status == 405 || status == 501;
    }
}
