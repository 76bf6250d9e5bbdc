// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.engine;

import static java.util.Objects.requireNonNull;

/**
 * One message of a conversation.
 *
 * @param role for example {@code user}
 * @param content its text
 */
public record Turn(String role, String content) {
    public Turn {
        requireNonNull(role, "role is null");
        requireNonNull(content, "content is null");
    }
}
