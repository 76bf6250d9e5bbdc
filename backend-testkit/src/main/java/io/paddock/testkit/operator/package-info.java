// SPDX-License-Identifier: Apache-2.0
/** Updates, stops and installs bundles of a running distribution, for tests and benchmarks; imports Karaf's features and OSGi. */
package io.paddock.testkit.operator;
