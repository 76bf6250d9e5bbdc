// SPDX-License-Identifier: Apache-2.0
/**
 * A backend whose engine is a process that Paddock starts: the starting point for your own. Imports the kernel API, its
 * copy of {@code io.paddock.backend.http}, and the names it shares with its engine.
 */
package io.paddock.example.spawned;
