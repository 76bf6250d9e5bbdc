// SPDX-License-Identifier: Apache-2.0
/**
 * What installs another revision of a backend beside the one that serves. Implemented by a bundle that knows the
 * container; uses {@code io.paddock.api} only.
 */
@Export
@Version("1.0")
package io.paddock.spi.revision;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
