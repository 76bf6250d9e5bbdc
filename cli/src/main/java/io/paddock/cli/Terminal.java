// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.BufferedReader;
import java.io.PrintStream;

/**
 * Where a verb talks to a person.
 *
 * @param in lines that are typed
 * @param out answers
 * @param err complaints and progress
 */
record Terminal(BufferedReader in, PrintStream out, PrintStream err) {}
