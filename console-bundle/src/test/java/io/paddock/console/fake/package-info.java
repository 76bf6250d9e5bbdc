// SPDX-License-Identifier: Apache-2.0
/** A kernel and an engine that do what a test says. */
package io.paddock.console.fake;
