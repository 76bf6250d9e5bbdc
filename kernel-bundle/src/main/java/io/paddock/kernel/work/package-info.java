// SPDX-License-Identifier: Apache-2.0
/**
 * Threads and time: who runs what, for how long. Imports the public API for failures and nothing else of the kernel.
 */
package io.paddock.kernel.work;
