// SPDX-License-Identifier: Apache-2.0
package io.paddock.natives;

/** Something is not as it must be; the message says what, as the end of a sentence about the file, or a whole one. */
final class WrongLibrary extends Exception {
    private static final long serialVersionUID = 1L;

    WrongLibrary(String message) {
        super(message);
    }
}
