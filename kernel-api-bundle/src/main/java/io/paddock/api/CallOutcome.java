// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import java.time.Duration;

/**
 * How one request under a lease went. A client that left says nothing about the engine and is not told.
 *
 * @param succeeded whether the engine answered, and to the end
 * @param firstByte from sending the request to the first byte of its answer, or null when none came
 */
public record CallOutcome(boolean succeeded, Duration firstByte) {}
