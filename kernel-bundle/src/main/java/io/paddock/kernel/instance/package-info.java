// SPDX-License-Identifier: Apache-2.0
/**
 * Instances and their leases: one owner each (its mailbox), pure decisions, thin effects. Imports the API, the SPI,
 * {@code kernel.work} and {@code kernel.process}; knows nothing of OSGi.
 */
package io.paddock.kernel.instance;
