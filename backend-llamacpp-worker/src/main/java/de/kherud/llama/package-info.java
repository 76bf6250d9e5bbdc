// SPDX-License-Identifier: Apache-2.0
/**
 * Two classes of ours beside the classes of java-llama.cpp, because what they use is visible in this package only.
 */
package de.kherud.llama;
