// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.engine.store;

import java.io.IOException;
import java.io.InputStream;

/** Something that can be read more than once. */
@FunctionalInterface
interface Content {
    /** Opens it at its begin. */
    InputStream open() throws IOException;
}
