// SPDX-License-Identifier: Apache-2.0
/**
 * What keeps leases and wanted instances over a restart of the runtime, and the values it keeps. May use
 * {@code io.paddock.api} and {@code io.paddock.spi}; the kernel is the only caller.
 */
@Export
@Version("1.0.0")
package io.paddock.spi.state;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
