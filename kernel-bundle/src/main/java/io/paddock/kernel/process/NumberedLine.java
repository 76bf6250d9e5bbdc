// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import io.paddock.spi.OutputLine;

/**
 * A line and its place in all that a process wrote.
 *
 * @param number from 1, over both streams
 * @param line what it wrote
 */
public record NumberedLine(long number, OutputLine line) {}
