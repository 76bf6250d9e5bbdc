// SPDX-License-Identifier: Apache-2.0
/**
 * What a backend author tests with: the numbered contract, a model server with moods, an engine with a fixed token
 * clock. Imports the kernel API, JUnit and Jackson; never the kernel.
 */
package io.paddock.testkit;
