// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi;

import java.time.Duration;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The behaviour of one instance. {@link #probe}, {@link #check} and {@link #close} are called on worker threads, never
 * two at once; they may be interrupted. {@link #output} is called on the thread that reads the process's output, in
 * order, and must return quickly.
 */
@ConsumerType
public interface InstanceDriver {
    /**
     * Looks once whether the instance is ready; never throws for a silent or loading server. Asked once more when its
     * process ended, after its last lines: a {@link Probe.Failed} then says what they mean.
     */
    Probe probe(Duration budget);

    /** Looks once how well a ready instance answers; never throws for a silent server. */
    Health check(Duration budget);

    /** One line that the process wrote. */
    default void output(OutputLine line) {}

    /** The instance is over; frees what the driver holds. Called once. */
    default void close() {}
}
