// SPDX-License-Identifier: Apache-2.0
/**
 * A client for many streamed answers at once that knows when each byte arrived, and the check of what arrived. Imports
 * the JDK and Jackson.
 */
package io.paddock.bench.stream;
