// SPDX-License-Identifier: Apache-2.0
/**
 * Revisions of backends in Karaf: installed and uninstalled as features, so that a restart keeps what was installed. May
 * use {@code io.paddock.api}, the SPI, OSGi and Karaf's features service.
 */
package io.paddock.swap.karaf;
