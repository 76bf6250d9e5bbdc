// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

import io.paddock.api.VerbOutput;

/**
 * One verb of the console. To add a verb, write one class with {@code @Component(service = Verb.class)}: the Karaf shell,
 * {@link io.paddock.api.Verbs} and the help find it. Thread-safe.
 */
public interface Verb {
    /** Its name, arguments, options and example; constant. */
    Usage usage();

    /**
     * Does the work on the calling thread. Every wait is bounded and ends at an interrupt.
     *
     * @return 0 when it succeeded, 1 when it failed and has said so itself
     * @throws UsageException when the arguments make no sense
     * @throws io.paddock.api.InferenceException when it failed
     * @throws InterruptedException when the thread was interrupted; nothing is left behind
     */
    int run(Arguments arguments, VerbOutput output) throws InterruptedException;
}
