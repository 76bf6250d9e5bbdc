// SPDX-License-Identifier: Apache-2.0
/**
 * What a backend implements, and the values it answers with. May use {@code io.paddock.api}; the kernel is the only
 * caller.
 */
@Export
@Version("1.2.0")
package io.paddock.spi;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
