// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A whole answer.
 *
 * @param status HTTP status
 * @param contentType media type, or null without a body
 * @param text what to send
 */
record Answer(int status, String contentType, String text) {
    static Answer json(int status, String json) {
        return new Answer(status, "application/json", json);
    }

    static Answer empty(int status) {
        return new Answer(status, null, "");
    }

    byte[] bytes() {
        return text.getBytes(UTF_8);
    }
}
