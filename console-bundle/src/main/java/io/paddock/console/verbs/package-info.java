// SPDX-License-Identifier: Apache-2.0
/**
 * The verbs, one class each. May import {@code io.paddock.api}, {@code io.paddock.console} and, for chat,
 * {@code io.paddock.console.chat}.
 */
package io.paddock.console.verbs;
