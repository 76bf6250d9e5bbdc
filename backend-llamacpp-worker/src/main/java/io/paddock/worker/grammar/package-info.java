// SPDX-License-Identifier: Apache-2.0
/**
 * Grammars that constrain answers. The engine answers without any constraint when it cannot read a grammar, and ends
 * the process on some that it can, so everything is checked here first. Pure.
 */
package io.paddock.worker.grammar;
