// SPDX-License-Identifier: Apache-2.0
/**
 * The engine: a program of its own that needs a JVM and Jackson and knows nothing of Paddock. Yours may be any program
 * that serves OpenAI's chat API on a port.
 */
package io.paddock.example.spawned.engine;
