// SPDX-License-Identifier: Apache-2.0
/** Processes that are killed, stopped or crash under a running distribution. May use everything in {@code support}. */
package io.paddock.itests.faults;
