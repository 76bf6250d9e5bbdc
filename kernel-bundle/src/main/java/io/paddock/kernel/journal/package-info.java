// SPDX-License-Identifier: Apache-2.0
/**
 * The memory of what happened: numbered entries in bounded rings, those who wait for the next one, and the chains of causes
 * read from them. May import {@code io.paddock.api} and {@code io.paddock.kernel.work}.
 */
package io.paddock.kernel.journal;
