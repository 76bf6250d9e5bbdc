// SPDX-License-Identifier: Apache-2.0
/**
 * A tool of the build: looks at native libraries before they are packed into a fragment, so that a wrong folder fails the
 * build with a sentence and not a runtime with a crash. Imports nothing but the JDK; java-llama.cpp's classes are only
 * asked for the names of their native methods.
 */
package io.paddock.natives;
