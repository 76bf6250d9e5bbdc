// SPDX-License-Identifier: Apache-2.0
/**
 * The Java side of the launcher: what the verbs of {@code bin/paddock} do. A plain program beside the runtime, not a
 * bundle. Imports the JDK and Jackson, nothing of Karaf.
 */
package io.paddock.cli;
