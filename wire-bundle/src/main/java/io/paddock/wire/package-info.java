// SPDX-License-Identifier: Apache-2.0
/**
 * The JSON forms of the API's values: the only place that knows names, units and error forms on the wire. Imports
 * {@code io.paddock.api} and Jackson.
 */
@Export
@Version("1.0.0")
package io.paddock.wire;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
