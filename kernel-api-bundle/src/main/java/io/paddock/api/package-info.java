// SPDX-License-Identifier: Apache-2.0
/**
 * What callers of the runtime use: the services of the kernel and the values they exchange. Imports nothing but the JDK.
 */
@Export
@Version("1.1.0")
package io.paddock.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
