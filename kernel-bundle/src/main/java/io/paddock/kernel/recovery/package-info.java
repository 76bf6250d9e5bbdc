// SPDX-License-Identifier: Apache-2.0
/**
 * What becomes of leases and wanted instances after a restart of the runtime. May use {@code kernel.instance},
 * {@code kernel.journal}, {@code kernel.work}, {@code io.paddock.api} and the SPI.
 */
package io.paddock.kernel.recovery;
