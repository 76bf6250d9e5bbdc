// SPDX-License-Identifier: Apache-2.0
package io.paddock.gguf;

/** A file is not a GGUF file that can be used. The message is a clause for people and holds no path. */
public final class GgufException extends Exception {
    private static final long serialVersionUID = 1L;

    public GgufException(String message) {
        super(message);
    }
}
