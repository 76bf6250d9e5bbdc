// SPDX-License-Identifier: Apache-2.0
/** Numbers and tables: medians, pairs, Markdown. Pure; imports the JDK only. */
package io.paddock.bench.measure;
