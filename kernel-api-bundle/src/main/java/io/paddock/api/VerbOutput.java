// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import org.osgi.annotation.versioning.ConsumerType;

/** Receives the text of a running verb, piece by piece, on the thread that runs it. */
@ConsumerType
public interface VerbOutput {
    /** Text for standard output; line ends are part of it. */
    void out(String text);

    /** Text for standard error; line ends are part of it. */
    void err(String text);
}
