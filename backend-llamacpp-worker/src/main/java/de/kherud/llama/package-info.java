// SPDX-License-Identifier: Apache-2.0
/**
 * Classes of ours beside the classes of java-llama.cpp: what they use is visible in this package only, or there must be one of
 * it for each native library.
 */
package de.kherud.llama;
