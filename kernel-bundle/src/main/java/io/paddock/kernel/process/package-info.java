// SPDX-License-Identifier: Apache-2.0
/**
 * Child processes: start, watch, read, stop. Knows launch data of the SPI and {@code kernel.work}; knows nothing of
 * instances, leases or backends.
 */
package io.paddock.kernel.process;
