// SPDX-License-Identifier: Apache-2.0
/**
 * Where processes can be placed other than on this machine. May use {@code io.paddock.api} and {@code io.paddock.spi};
 * the kernel places processes, a backend asks programs what they are.
 */
@Export
@Version("1.0.0")
package io.paddock.spi.surface;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
