// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;

/** What a request may call a model: a name, never a place in the file system. */
final class ModelNames {
    private static final int LONGEST = 256;

    private ModelNames() {}

    static void check(String field, String name) {
        if (name.isBlank()
                || name.length() > LONGEST
                || name.startsWith("/")
                || name.startsWith("~")
                || name.contains("..")
                || name.contains("\\")
                || name.contains("://")
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new InferenceException(Problem.ofField(
                    ErrorCode.INVALID_VALUE,
                    field,
                    "this is not a model's name: it must be 1 to 256 characters and neither a path nor a URL; models"
                            + " are listed by GET /v1/models"));
        }
    }
}
