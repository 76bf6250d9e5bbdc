// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the header of a GGUF model file, guarding against files that are cut, damaged or made to hurt. Imports nothing
 * but the JDK, so that the worker and the backend bundle can each carry a copy.
 */
package io.paddock.gguf;
