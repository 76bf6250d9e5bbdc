// SPDX-License-Identifier: Apache-2.0
/**
 * What is measured, as processes: the unpacked distribution, engines with a fixed clock, and the list that ends them
 * all. Imports the JDK, Jackson and the test kit's engine.
 */
package io.paddock.bench.subject;
