// SPDX-License-Identifier: Apache-2.0
/**
 * A consumer inside the runtime: takes a lease on an endpoint, calls the model with an OpenAI client, and gives the lease
 * back. Imports the kernel API, and {@code io.paddock.console} to offer the whole as a verb.
 */
package io.paddock.example.consumer;
