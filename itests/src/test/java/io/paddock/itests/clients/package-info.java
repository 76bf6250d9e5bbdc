// SPDX-License-Identifier: Apache-2.0
/**
 * Clients of others, unmodified, pointed at the gateway and at published endpoints. Uses {@code support} and HTTP alone.
 */
package io.paddock.itests.clients;
