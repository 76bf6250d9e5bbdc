// SPDX-License-Identifier: Apache-2.0
/**
 * What all verbs share: splitting and sorting words, tables, waiting, and {@link io.paddock.console.VerbService}, which
 * runs them. May import {@code io.paddock.api} and {@code io.paddock.wire}.
 */
package io.paddock.console;
