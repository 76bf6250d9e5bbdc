// SPDX-License-Identifier: Apache-2.0
/**
 * One class of ours beside the classes of java-llama.cpp, because the calls it needs are visible in this package only.
 */
package de.kherud.llama;
