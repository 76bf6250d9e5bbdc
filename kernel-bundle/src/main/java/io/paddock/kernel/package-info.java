// SPDX-License-Identifier: Apache-2.0
/**
 * The kernel: registration of backends, the ensure call from top to bottom, and the wiring into OSGi. May use every
 * package of this bundle.
 */
package io.paddock.kernel;
