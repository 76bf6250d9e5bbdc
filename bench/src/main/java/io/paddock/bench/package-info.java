// SPDX-License-Identifier: Apache-2.0
/**
 * Measures the built distribution from outside: one class for each part, and the command that runs them. Imports its
 * own sub-packages, the test kit's engine and Jackson; nothing of the runtime.
 */
package io.paddock.bench;
