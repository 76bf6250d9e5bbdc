// SPDX-License-Identifier: Apache-2.0
/**
 * The state of the runtime on disk: an embedded store with one writer. Imports {@code io.paddock.api}, the SPI and the
 * wire forms.
 */
package io.paddock.store;
