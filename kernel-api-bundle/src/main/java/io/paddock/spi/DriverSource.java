// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi;

import org.osgi.annotation.versioning.ConsumerType;

/** Makes the driver of one instance. */
@ConsumerType
@FunctionalInterface
public interface DriverSource {
    /** Called once per instance, on a worker thread, after the process (if any) was started. */
    InstanceDriver open(Launched launched);
}
