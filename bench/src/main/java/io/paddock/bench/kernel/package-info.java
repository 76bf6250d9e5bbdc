// SPDX-License-Identifier: Apache-2.0
/** What the kernel's own calls cost, measured inside one JVM with JMH. */
package io.paddock.bench.kernel;
