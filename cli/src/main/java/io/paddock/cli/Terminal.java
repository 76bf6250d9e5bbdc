// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.BufferedReader;
import java.io.PrintStream;

/**
 * Where a verb talks to a person.
 *
 * @param interactive whether a person types; otherwise lines come from a file or another program
 * @param in lines that are typed
 * @param out answers
 * @param err complaints and progress
 */
record Terminal(boolean interactive, BufferedReader in, PrintStream out, PrintStream err) {}
