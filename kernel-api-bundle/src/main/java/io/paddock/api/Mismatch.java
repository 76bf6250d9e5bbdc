// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

/**
 * One requirement that is not met.
 *
 * @param requirement its name, for example {@code protocol} or {@code streaming}
 * @param wanted what the consumer asks for, in words
 * @param offered what the backend has, in words
 */
public record Mismatch(String requirement, String wanted, String offered) {
    public Mismatch {
        requireNonNull(requirement, "requirement is null");
        requireNonNull(wanted, "wanted is null");
        requireNonNull(offered, "offered is null");
    }
}
