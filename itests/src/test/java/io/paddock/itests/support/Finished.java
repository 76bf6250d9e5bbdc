// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.support;

/**
 * A command that has ended.
 *
 * @param exit its exit code
 * @param output what it wrote to both streams
 * @param millis how long it took
 */
public record Finished(int exit, String output, long millis) {}
