// SPDX-License-Identifier: Apache-2.0
/**
 * Processes on other machines, over ssh: one target for each configuration. May use {@code io.paddock.api},
 * {@code io.paddock.spi} and the ssh library, and is the only part that knows the latter.
 */
package io.paddock.surface.ssh;
